package io.holdfast.gateway.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.gateway.testing.RawAnswer;
import io.holdfast.gateway.testing.RawClient;
import io.holdfast.gateway.testing.Script;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that two servers could read in two ways reach no replica, and their connection is closed. */
class LaneSafetyTest extends BothLanes {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "POST / HTTP/1.1|Host: e|Content-Length: 4|Transfer-Encoding: chunked||0||",
                "POST / HTTP/1.1|Host: e|Transfer-Encoding: chunked|Content-Length: 4||0||",
                "POST / HTTP/1.1|Host: e|Content-Length: 4|Content-Length: 5||abcde",
                "POST / HTTP/1.1|Host: e|Content-Length: 4|Content-Length: 4||abcd",
                "POST / HTTP/1.1|Host: e|Content-Length: 4, 4||abcd",
                "POST / HTTP/1.1|Host: e|Content-Length: -1||",
                "POST / HTTP/1.1|Host: e|Content-Length: +4||abcd",
                "POST / HTTP/1.1|Host: e|Content-Length: 0x4||abcd",
                "POST / HTTP/1.1|Host: e|Transfer-Encoding: gzip||abcd",
                "POST / HTTP/1.1|Host: e|Transfer-Encoding: chunked, gzip||0||",
                "POST / HTTP/1.1|Host: e|Transfer-Encoding: xchunked||0||",
                "POST / HTTP/1.1|Host: e|Transfer-Encoding: chunked|Transfer-Encoding: chunked||0||",
                "POST / HTTP/1.0|Host: e|Transfer-Encoding: chunked||0||",
                "GET / HTTP/1.1|Host : e||",
                "GET / HTTP/1.1|Host: e|X-A : 1||",
                "GET / HTTP/1.1| Host: e||",
                "GET / HTTP/1.1||",
                "GET / HTTP/1.1|Host: a|Host: b||",
                "GET / HTTP/1.1|Host: a|Host: a||",
                "GET / HTTP/1.1|Host: a, b||",
                "GET / HTTP/1.1|Host: a b||",
                "GET / HTTP/1.1|Host: a/b||",
                "GET / HTTP/1.1|Host: a@b||",
                "GET / HTTP/1.1|Host: e\nX-A: 1||",
                "GET / HTTP/1.1\nHost: e\n\n",
                "GET / HTTP/1.1|Host: e|X-A: 1\rX-B: 2||",
                "GET / HTTP/1.1|Host: e|X-A: a\u0000b||",
                "GET / HTTP/1.1|Host: e|X(A): 1||",
                "GET / HTTP/1.1|Host: e|: 1||",
                "GET / HTTP/1.1|Host: e|no colon||",
                "GET / HTTP/2.5|Host: e||",
                "GET / HTTP/1.1x|Host: e||",
                "GET /|Host: e||",
                "GET /a b HTTP/1.1|Host: e||",
                "G@T / HTTP/1.1|Host: e||",
                "GET /\u0001 HTTP/1.1|Host: e||",
                "GET * HTTP/1.1|Host: e||",
                "POST / HTTP/1.1|Host: e|Transfer-Encoding: chunked||zz|abc|0||",
                "POST / HTTP/1.1|Host: e|Transfer-Encoding: chunked||-1|abc|0||",
                "POST / HTTP/1.1|Host: e|Transfer-Encoding: chunked||0x3|abc|0||",
                "POST / HTTP/1.1|Host: e|Transfer-Encoding: chunked||fffffffffffffffff|abc|0||",
                "POST / HTTP/1.1|Host: e|Transfer-Encoding: chunked||3\nabc|0||",
                "POST / HTTP/1.1|Host: e|Transfer-Encoding: chunked||3|abcd|0||",
            })
    void whatIsAmbiguousIsRefused(String text) throws IOException {
        replica.always(Script.ok("x"));
        try (RawClient client = client()) {
            client.send(text.replace("|", "\r\n"));
            RawAnswer answer = client.answer();
            assertThat(answer.status()).isEqualTo(400);
            assertThat(client.closed()).isTrue();
        }
        assertThat(replica.received()).noneMatch(r -> r.whole());
    }

    @Test
    void aTargetThatIsTooLongIs414() throws IOException {
        assertThat(refused("GET /" + "x".repeat(20_000) + " HTTP/1.1\r\nHost: e\r\n\r\n"))
                .isEqualTo(414);
    }

    @Test
    void headersThatAreTooLongAre431() throws IOException {
        assertThat(refused("GET / HTTP/1.1\r\nHost: e\r\nX-A: " + "x".repeat(40_000) + "\r\n\r\n"))
                .isEqualTo(431);
        assertThat(refused("GET / HTTP/1.1\r\nHost: e\r\n" + "X-A: 1\r\n".repeat(10_000) + "\r\n"))
                .isEqualTo(431);
    }

    private int refused(String text) throws IOException {
        try (RawClient client = client()) {
            int status = client.send(text).answer().status();
            assertThat(client.closed()).isTrue();
            assertThat(replica.received()).isEmpty();
            return status;
        }
    }

    /** RFC 9112 section 5.2 lets a proxy join them. */
    @Test
    void foldedLinesBecomeOne() throws IOException {
        replica.always(Script.ok("x"));
        try (RawClient client = client()) {
            client.send("GET / HTTP/1.1\r\nHost: e\r\nX-A: 1\r\n 2\r\n\t3\r\n\r\n");
            assertThat(client.answer().status()).isEqualTo(200);
        }
        assertThat(replica.received(0).headers("x-a")).containsExactly("1 2 3");
    }

    @Test
    void aTargetOfAbsoluteFormNamesTheHost() throws IOException {
        replica.always(Script.ok("x"));
        try (RawClient client = client()) {
            client.send("GET http://other.example:80/a%2Fb?c HTTP/1.1\r\nHost: e\r\n\r\n");
            assertThat(client.answer().status()).isEqualTo(200);
        }
        assertThat(replica.received(0).target).isEqualTo("/a%2Fb?c");
        assertThat(replica.received(0).headers("x-forwarded-host")).containsExactly("other.example:80");
    }

    @Test
    void usualHeadersFit() throws IOException {
        replica.always(Script.ok("x"));
        assertThat(exchange("GET", "/" + "x".repeat(7_000), "", "Cookie: " + "x".repeat(7_000))
                        .status())
                .isEqualTo(200);
    }
}
