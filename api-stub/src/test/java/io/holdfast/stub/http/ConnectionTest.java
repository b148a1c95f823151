package io.holdfast.stub.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.stub.Settings;
import io.holdfast.stub.Stub;
import io.holdfast.stub.testing.Calls;
import io.holdfast.stub.testing.RawClient;
import io.holdfast.stub.testing.RawClient.Head;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConnectionTest {
    private static Stub stub;

    @BeforeAll
    static void start() throws Exception {
        stub = Stub.start(Settings.defaults().withPort(0).withName("here").withKeepAlive(Duration.ofMillis(400)));
    }

    @AfterAll
    static void stop() {
        stub.close();
    }

    @Test
    void statusHas742BytesAndNamesItsReplica() throws Exception {
        try (RawClient client = new RawClient(stub.port())) {
            Head head = client.request("GET", "/api/status").head();
            assertThat(head.status()).isEqualTo(200);
            assertThat(head.length()).isEqualTo(742);
            assertThat(head.header("X-Replica")).isEqualTo("here");
            assertThat(head.header("Date")).endsWith(" GMT");
            assertThat(client.text(742))
                    .startsWith("{\"replica\":\"here\",\"queue\":{")
                    .endsWith("}");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {742, 15_000, 1_000_000})
    void headHasTheHeadersOfGetAndNoBody(int size) throws Exception {
        try (RawClient client = new RawClient(stub.port())) {
            assertThat(client.request("HEAD", "/api/status?size=" + size).head().length())
                    .isEqualTo(size);
            assertThat(client.request("GET", "/api/status?size=" + size).head().length())
                    .isEqualTo(size);
            client.read(size);
        }
    }

    @Test
    void pipelinedRequestsAreAnsweredInOrder() throws Exception {
        try (RawClient client = new RawClient(stub.port())) {
            StringBuilder requests = new StringBuilder("GET /api/slow?ms=60 HTTP/1.1\r\nHost: x\r\n\r\n");
            for (int i = 0; i < 100; i++) {
                requests.append("POST /api/echo/")
                        .append(i)
                        .append(" HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabc");
            }
            client.send(requests.toString());
            assertThat(client.text(client.head().length())).contains("\"slept\":60");
            for (int i = 0; i < 100; i++) {
                assertThat(client.text(client.head().length())).contains("\"/api/echo/" + i + "\"", "\"bytes\":3");
            }
        }
    }

    @Test
    void anIdleConnectionIsClosedAfterKeepAlive() throws Exception {
        try (RawClient client = new RawClient(stub.port())) {
            client.request("GET", "/api/status");
            client.read(client.head().length());
            assertThat(client.silentFor(200)).isTrue();
            client.request("GET", "/api/slow?ms=600");
            assertThat(client.head().status()).isEqualTo(200);
            RawClient.Ending ending = client.ending();
            assertThat(ending.reset()).isFalse();
        }
    }

    @Test
    void aBodyThatWaitsToBeAskedForIsAskedFor() throws Exception {
        try (RawClient client = new RawClient(stub.port())) {
            client.request("POST", "/api/upload", "Content-Length: 3", "Expect: 100-continue");
            assertThat(client.head().status()).isEqualTo(100);
            client.send("abc");
            Head head = client.head();
            assertThat(head.header("connection")).isEmpty();
            assertThat(client.text(head.length()))
                    .contains("\"bytes\":3", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        }
    }

    @Test
    void aBodyThatIsNotWantedIsNotAskedForAndTheConnectionEnds() throws Exception {
        try (RawClient client = new RawClient(stub.port())) {
            client.request("POST", "/nowhere", "Content-Length: 3", "Expect: 100-continue");
            Head head = client.head();
            assertThat(head.status()).isEqualTo(404);
            assertThat(head.header("connection")).isEqualTo("close");
        }
    }

    @Test
    void chunkedBodiesAndTrailersAreSeen() throws Exception {
        try (RawClient client = new RawClient(stub.port())) {
            client.request("PUT", "/api/echo?a=%2F", "Transfer-Encoding: chunked", "X-Twice: 1", "x-twice: 2");
            client.send("4\r\nabcd\r\n3\r\nefg\r\n0\r\nX-Sum: 7\r\n\r\n");
            String text = client.text(client.head().length());
            assertThat(text)
                    .contains("\"method\":\"PUT\"", "\"query\":\"a=%2F\"", "\"bytes\":7", "[\"X-Sum\",\"7\"]")
                    .contains("[\"X-Twice\",\"1\"]", "[\"x-twice\",\"2\"]");
        }
    }

    @Test
    void http10IsAnsweredAndClosed() throws Exception {
        try (RawClient client = new RawClient(stub.port())) {
            client.send("GET /api/events?count=2&interval=1 HTTP/1.0\r\n\r\n");
            String text = client.ending().text();
            assertThat(text)
                    .contains("connection: close")
                    .doesNotContain("chunked")
                    .endsWith("\n\n");
            assertThat(text).contains("id: 1\n", "id: 2\n");
        }
    }

    @Test
    void whatIsNoHttpIsRefusedAndClosed() throws Exception {
        try (RawClient client = new RawClient(stub.port())) {
            client.send("GET / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n");
            assertThat(client.ending().text()).contains("HTTP/1.1 200 OK");
        }
        try (RawClient client = new RawClient(stub.port())) {
            client.send("nonsense\r\n\r\n");
            assertThat(client.ending().text())
                    .startsWith("HTTP/1.1 400 Bad Request")
                    .contains("\"replica\":\"here\"");
        }
    }

    @Test
    void unknownPathsMethodsAndNumbersAreNamed() throws Exception {
        HttpResponse<String> path = Calls.get(stub.port(), "/api/nothing");
        assertThat(path.statusCode()).isEqualTo(404);
        assertThat(path.body()).contains("no such path: /api/nothing");
        HttpResponse<String> method = Calls.call(stub.port(), "DELETE", "/api/status", "");
        assertThat(method.statusCode()).isEqualTo(405);
        assertThat(method.headers().firstValue("allow")).hasValue("GET, HEAD");
        HttpResponse<String> number = Calls.get(stub.port(), "/api/slow?ms=x");
        assertThat(number.statusCode()).isEqualTo(400);
        assertThat(number.body()).contains("ms: x (expected: 0 to 3600000)");
        HttpResponse<String> kind = Calls.call(stub.port(), "POST", "/api/jobs/dance", "{}");
        assertThat(kind.statusCode()).isEqualTo(404);
    }

    @Test
    void faultsAreNotThereUnlessAskedFor() throws Exception {
        assertThat(Calls.call(stub.port(), "PUT", "/faults", "{\"hang\":true}").statusCode())
                .isEqualTo(404);
        assertThat(Calls.get(stub.port(), "/api/status").statusCode()).isEqualTo(200);
    }

    @Test
    void thumbnailsTakeAnyPathAsItCame() throws Exception {
        HttpResponse<String> echo = Calls.get(stub.port(), "/api/thumbnails/a%2Fb/c%20d/e.png?echo=true");
        assertThat(Calls.json(echo)).containsEntry("path", "/api/thumbnails/a%2Fb/c%20d/e.png");
        HttpResponse<String> image = Calls.get(stub.port(), "/api/thumbnails/a/e.png");
        assertThat(image.headers().firstValue("content-type")).hasValue("image/png");
        assertThat(image.headers().firstValueAsLong("content-length").orElseThrow())
                .isBetween(20_000L, 100_000L);
        assertThat(Calls.get(stub.port(), "/api/thumbnails/a/e.png").body()).isEqualTo(image.body());
    }

    @Test
    void thePageIsServed() throws Exception {
        HttpResponse<String> page = Calls.get(stub.port(), "/");
        assertThat(page.headers().firstValue("content-type")).hasValue("text/html; charset=utf-8");
        assertThat(page.body()).contains("api/ws/status").doesNotContain("\"/api/", "'/api/", "http://");
    }

    @Test
    void skyMapsLookLikePng() throws Exception {
        HttpResponse<String> map = Calls.get(stub.port(), "/api/skymap?ms=1");
        assertThat(map.headers().firstValue("content-type")).hasValue("image/png");
        assertThat(map.body().substring(1, 4)).isEqualTo("PNG");
    }
}
