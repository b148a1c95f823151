package io.holdfast.bench.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class TemplateTest {

    @Test
    void values_take_the_places_of_their_names_and_dollars_stay() {
        assertThat(Template.fill("listen @port@; set $host @dir@/x", Map.of("port", "80", "dir", "/a$b")))
                .isEqualTo("listen 80; set $host /a$b/x");
    }

    @Test
    void a_name_without_a_value_is_an_error_that_names_it() {
        assertThatThrownBy(() -> Template.fill("@port@", Map.of("dir", "x")))
                .hasMessage("@port@: no such value (expected: one of [dir])");
    }

    @Test
    void matchers_of_caddy_are_no_places() {
        assertThat(Template.fill("@api path /api/*\nreverse_proxy @api x", Map.of()))
                .contains("@api path");
    }
}
