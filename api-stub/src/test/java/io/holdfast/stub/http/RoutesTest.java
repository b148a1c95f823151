package io.holdfast.stub.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class RoutesTest {
    private final Endpoint list = exchange -> {};
    private final Endpoint show = exchange -> {};
    private final Endpoint rest = exchange -> {};
    private final Endpoint any = exchange -> {};
    private final Routes routes = new Routes()
            .get("/jobs", list)
            .get("/jobs/{id}", show)
            .get("/files/**", rest)
            .any("/echo", any);

    private Endpoint find(String method, String path) {
        Routes.Match match = routes.find(path);
        return match == null ? null : match.endpoint(method);
    }

    @Test
    void aParameterIsOneSegmentDecoded() {
        Routes.Match match = routes.find("/jobs/a%2Fb");
        assertThat(match.endpoint("GET")).isSameAs(show);
        assertThat(match.parameters()).isEqualTo(Map.of("id", "a/b"));
        assertThat(find("GET", "/jobs/a/b")).isNull();
    }

    @Test
    void aRestIsAnySegmentsButNotNone() {
        assertThat(find("GET", "/files/a")).isSameAs(rest);
        assertThat(find("GET", "/files/a/b%2F/")).isSameAs(rest);
        assertThat(find("GET", "/files")).isNull();
    }

    @Test
    void headGoesWhereGetGoes() {
        assertThat(find("HEAD", "/jobs")).isSameAs(list);
        assertThat(find("POST", "/jobs")).isNull();
        assertThat(routes.find("/jobs").allowed()).isEqualTo("GET, HEAD");
    }

    @Test
    void anyMethodIsAny() {
        assertThat(find("PURGE", "/echo")).isSameAs(any);
    }
}
