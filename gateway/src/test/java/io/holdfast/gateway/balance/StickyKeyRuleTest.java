package io.holdfast.gateway.balance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class StickyKeyRuleTest {

    private static final Function<String, List<String>> HEADERS =
            name -> Map.of("cookie", List.of("a=1; session = abc=d ;b", "other=x"), "X-User", List.of("ann", "bob"))
                    .getOrDefault(name, List.of());

    private static String key(String cookie, String header) {
        return StickyKeyRule.key(new BalanceProperties.Sticky(cookie, header), HEADERS, "10.0.0.7");
    }

    @Test
    void aNamedCookieComesFirst() {
        assertThat(key("session", "X-User")).isEqualTo("abc=d");
        assertThat(key("other", null)).isEqualTo("x");
    }

    @Test
    void withoutTheNamedCookieThereIsNoKey() {
        assertThat(key("missing", "X-User")).isNull();
        assertThat(key("b", null)).isNull();
    }

    @Test
    void aHeaderIsTakenByItsFirstValue() {
        assertThat(key(null, "X-User")).isEqualTo("ann");
        assertThat(key(null, "X-Other")).isNull();
    }

    @Test
    void theAddressIsTakenWhenNothingIsNamed() {
        assertThat(key(null, null)).isEqualTo("10.0.0.7");
    }
}
