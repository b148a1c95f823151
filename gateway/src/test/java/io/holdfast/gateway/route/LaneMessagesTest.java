package io.holdfast.gateway.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.gateway.testing.RawAnswer;
import io.holdfast.gateway.testing.RawAnswer.End;
import io.holdfast.gateway.testing.RawClient;
import io.holdfast.gateway.testing.Received;
import io.holdfast.gateway.testing.Script;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests and answers pass as they are. */
class LaneMessagesTest extends BothLanes {

    @ParameterizedTest
    @ValueSource(strings = {"GET", "POST", "PUT", "DELETE", "PATCH", "OPTIONS"})
    void everyMethodPassesWithAndWithoutABody(String method) throws IOException {
        replica.always(Script.answers(200, "done", "Content-Type: text/plain"));
        try (RawClient client = client()) {
            RawAnswer answer = client.request(method, "/thing", "").answer();
            assertThat(answer.line()).isEqualTo("HTTP/1.1 200 OK");
            assertThat(answer.text()).isEqualTo("done");
            assertThat(answer.headers("content-type")).containsExactly("text/plain");
            assertThat(answer.headers("content-length")).containsExactly("4");
            client.request(method, "/thing", "a body", "Content-Type: text/plain");
            assertThat(client.answer().status()).isEqualTo(200);
        }
        assertThat(replica.received()).extracting(r -> r.method).containsExactly(method, method);
        assertThat(replica.received(0).bytes()).isEmpty();
        assertThat(replica.received(1).body()).isEqualTo("a body");
        assertThat(replica.received(1).header("content-length")).isEqualTo("6");
        assertThat(replica.received(1).header("content-type")).isEqualTo("text/plain");
    }

    @ParameterizedTest
    @CsvSource({"CONNECT,/", "TRACE,/", "CONNECT,entry.example:80"})
    void connectAndTraceAreNotAllowed(String method, String target) throws IOException {
        assertThat(exchange(method, target, "").status()).isEqualTo(405);
        assertThat(replica.received()).isEmpty();
    }

    @Test
    void aHeadIsAnsweredWithTheLengthOfTheBodyThatItHasNot() throws IOException {
        replica.next(
                line -> {
                    line.request();
                    line.head(200, 1234);
                },
                line -> {
                    line.request();
                    line.head(200, -1, "Transfer-Encoding: chunked");
                },
                Script.ok("next"));
        try (RawClient client = client()) {
            RawAnswer known = client.request("HEAD", "/known", "").head();
            assertThat(known.headers("content-length")).containsExactly("1234");
            assertThat(client.request("HEAD", "/unknown", "").head().status()).isEqualTo(200);
            assertThat(client.get("/next").text()).isEqualTo("next");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {204, 304})
    void answersThatHaveNoBodyHaveNone(int status) throws IOException {
        replica.next(
                line -> {
                    line.request();
                    line.head(status, -1, "ETag: \"1\"");
                },
                Script.ok("next"));
        try (RawClient client = client()) {
            RawAnswer answer = client.get("/thing");
            assertThat(answer.line()).isEqualTo("HTTP/1.1 " + HttpResponseStatus.valueOf(status));
            assertThat(answer.header("etag")).isEqualTo("\"1\"");
            assertThat(answer.header("transfer-encoding")).isNull();
            assertThat(answer.header("content-length")).isNull();
            assertThat(client.get("/next").text()).isEqualTo("next");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 201, 206, 299, 301, 404, 418, 499, 500, 599})
    void everyStatusPassesWithItsUsualReason(int status) throws IOException {
        replica.always(Script.answers(status, "text"));
        RawAnswer answer = exchange("POST", "/thing", "");
        assertThat(answer.line()).isEqualTo("HTTP/1.1 " + HttpResponseStatus.valueOf(status));
        assertThat(answer.text()).isEqualTo("text");
    }

    @Test
    void headersThatComeTwicePassTwice() throws IOException {
        replica.always(Script.answers(200, "", "Set-Cookie: a=1; Path=/", "set-cookie: b=2", "X-Many: 1", "x-many: 2"));
        RawAnswer answer = exchange("GET", "/", "", "X-One: 1", "x-one: 2", "X-ONE: 3", "Cookie: a=1; b=2");
        assertThat(answer.headers("set-cookie")).containsExactly("a=1; Path=/", "b=2");
        assertThat(answer.headers("x-many")).containsExactly("1", "2");
        assertThat(replica.received(0).headers("x-one")).containsExactly("1", "2", "3");
        assertThat(replica.received(0).headers("cookie")).containsExactly("a=1; b=2");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/a%2Fb/c",
                "/a%20b",
                "/a;v=1/b;w",
                "//a//b/",
                "/a/./b/../c",
                "/%C3%A4%e2%82%ac",
                "/a?x=1&x=2&y=%26&z",
                "/a?q=a+b%20c",
                "/a?",
                "/?a=b?c=d",
                "/a?redirect=http://x.example/%2F",
                "/a%25b",
                "/~a!$&'()*+,=:@"
            })
    void targetsPassAsTheyCame(String target) throws IOException {
        replica.always(Script.ok("x"));
        assertThat(exchange("GET", target, "").status()).isEqualTo(200);
        assertThat(replica.received(0).target).isEqualTo(target);
    }

    @Test
    void chunkedBodiesPassChunked() throws IOException {
        replica.always(Script.ok("x"));
        try (RawClient client = client()) {
            client.send("POST / HTTP/1.1\r\nHost: e\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n");
            client.send("4;ext=1\r\ndefg\r\n0\r\n\r\n");
            assertThat(client.answer().status()).isEqualTo(200);
        }
        Received received = replica.received(0);
        assertThat(received.body()).isEqualTo("abcdefg");
        assertThat(received.headers("transfer-encoding")).containsExactly("chunked");
        assertThat(received.header("content-length")).isNull();
    }

    @Test
    void answersOfUnknownLengthAreChunked() throws IOException {
        replica.always(line -> {
            line.request();
            line.head(200, -1, "Transfer-Encoding: chunked");
            for (int i = 0; i < 10; i++) {
                line.chunk("x".repeat(10_000));
            }
            line.send("0\r\n\r\n");
        });
        RawAnswer answer = exchange("GET", "/", "");
        assertThat(answer.end()).isEqualTo(End.LAST_CHUNK);
        assertThat(answer.bytes()).hasSize(100_000);
    }

    @Test
    void aClientOfHttp10GetsNoChunksAndIsClosed() throws IOException {
        replica.always(line -> {
            line.request();
            line.head(200, -1, "Transfer-Encoding: chunked");
            for (int i = 0; i < 10; i++) {
                line.chunk("x".repeat(10_000));
            }
            line.send("0\r\n\r\n");
        });
        try (RawClient client = client()) {
            RawAnswer answer = client.send("GET / HTTP/1.0\r\nHost: e\r\n\r\n").answer();
            assertThat(answer.header("transfer-encoding")).isNull();
            assertThat(answer.end()).isEqualTo(End.CLOSE);
            assertThat(answer.bytes()).hasSize(100_000);
        }
        try (RawClient client = client()) {
            assertThat(client.send("GET / HTTP/1.0\r\n\r\n").answer().status()).isEqualTo(200);
        }
    }

    @Test
    void aClientOfHttp10CanKeepItsConnection() throws IOException {
        replica.always(Script.ok("x"));
        try (RawClient client = client()) {
            for (int i = 0; i < 2; i++) {
                RawAnswer answer = client.send("GET / HTTP/1.0\r\nHost: e\r\nConnection: keep-alive\r\n\r\n")
                        .answer();
                assertThat(answer.end()).isEqualTo(End.LENGTH);
                assertThat(answer.header("connection")).isEqualToIgnoringCase("keep-alive");
            }
        }
    }

    @Test
    void connectionCloseIsKept() throws IOException {
        replica.always(Script.answers(200, "x", "Connection: close"));
        try (RawClient client = client()) {
            assertThat(client.get("/").header("connection")).isNull(); // the replica's is its own affair
            assertThat(client.get("/", "Connection: close").status()).isEqualTo(200);
            assertThat(client.closed()).isTrue();
        }
    }

    @Test
    void pipelinedRequestsAreAnsweredInTheirOrder() throws IOException {
        replica.always(line -> {
            Received received = line.request();
            line.answer(200, received.target + received.body());
        });
        try (RawClient client = client()) {
            client.send("GET /1 HTTP/1.1\r\nHost: e\r\n\r\n"
                    + "POST /2 HTTP/1.1\r\nHost: e\r\nContent-Length: 4\r\n\r\nbody"
                    + "POST /3 HTTP/1.1\r\nHost: e\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n0\r\n\r\n"
                    + "GET /4 HTTP/1.1\r\nHost: e\r\n\r\n");
            for (String expected : List.of("/1", "/2body", "/3ab", "/4")) {
                assertThat(client.answer().text()).isEqualTo(expected);
            }
        }
    }

    @Test
    void aHalfCloseAfterTheRequestIsNotALeave() throws IOException {
        replica.always(Script.ok("whole"));
        try (RawClient client = client()) {
            client.request("GET", "/", "").halfClose();
            assertThat(client.answer().text()).isEqualTo("whole");
        }
    }

    @Test
    void answersOfAnotherCodingAreNotTouched() throws IOException {
        replica.always(Script.answers(200, "not really gzip", "Content-Encoding: gzip", "Vary: accept-encoding"));
        RawAnswer answer = exchange("GET", "/", "", "Accept-Encoding: gzip, br");
        assertThat(answer.text()).isEqualTo("not really gzip");
        assertThat(answer.header("content-encoding")).isEqualTo("gzip");
        assertThat(replica.received(0).headers("accept-encoding")).containsExactly("gzip, br");
    }
}
