package io.holdfast.stub.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {
    @Test
    void whatIsWrittenIsReadBack() {
        Map<String, Object> value = new LinkedHashMap<>();
        value.put("text", "quote \" back \\ tab \t line \r\n bell \u0007 ü 🛰");
        value.put("numbers", List.of(1, -2, 3_000_000_000L, 1.5));
        value.put("flags", Arrays.asList(true, false, null));
        value.put("empty", List.of(Map.of(), List.of(), ""));
        assertThat(Json.object(Json.bytes(value))).isEqualTo(value);
    }

    @Test
    void textIsWrittenWithoutWhiteSpace() {
        assertThat(Json.text(List.of(Map.of("a", 1), "b\u0001"))).isEqualTo("[{\"a\":1},\"b\\u0001\"]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[1]", "{", "{\"a\":1} x", "{a:1}", "nil"})
    void whatIsNoObjectIsRefusedWithAReason(String text) {
        assertThatThrownBy(() -> Json.object(text.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("the body ");
    }

    @Test
    void nestingHasALimit() {
        String deep = "{\"a\":".repeat(200) + "1" + "}".repeat(200);
        assertThatThrownBy(() -> Json.object(deep.getBytes(StandardCharsets.UTF_8)))
                .hasMessage("the body is nested deeper than 100");
    }
}
