package io.holdfast.gateway.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.gateway.testing.RawAnswer;
import io.holdfast.gateway.testing.RawClient;
import io.holdfast.gateway.testing.Received;
import io.holdfast.gateway.testing.Script;
import io.holdfast.gateway.testing.Signal;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** What the gateway adds, replaces and takes out of headers, and what passes beside a body. */
class LaneHeadersTest extends BothLanes {

    @Test
    void hopByHopHeadersOfARequestEndHere() throws IOException {
        replica.always(Script.ok("x"));
        exchange(
                "GET",
                "/",
                "",
                "Connection: keep-alive, X-Private, x-other",
                "X-Private: 1",
                "X-Other: 2",
                "X-Public: 3",
                "Keep-Alive: timeout=5",
                "Proxy-Connection: keep-alive",
                "Proxy-Authorization: Basic eA==",
                "TE: gzip",
                "Upgrade: h2c");
        Received received = replica.received(0);
        assertThat(received.headerLines()).noneMatch(l -> l.toLowerCase()
                .matches("(connection|x-private|x-other|keep-alive|proxy-[a-z]+|te|upgrade):.*"));
        assertThat(received.headers("x-public")).containsExactly("3");
    }

    @Test
    void hopByHopHeadersOfAnAnswerEndHere() throws IOException {
        replica.always(Script.answers(
                200,
                "x",
                "Connection: keep-alive, X-Private",
                "X-Private: 1",
                "X-Public: 2",
                "Keep-Alive: timeout=5",
                "Upgrade: h2c",
                "Proxy-Authenticate: Basic"));
        RawAnswer answer = exchange("GET", "/", "");
        assertThat(answer.headerLines())
                .noneMatch(l -> l.toLowerCase().matches("(connection|x-private|keep-alive|upgrade|proxy-[a-z]+):.*"));
        assertThat(answer.header("x-public")).isEqualTo("2");
    }

    @Test
    void viaIsAddedBothWays() throws IOException {
        replica.always(Script.answers(200, "x", "Via: 1.0 inner"));
        RawAnswer answer = exchange("GET", "/", "", "Via: 1.1 outer");
        assertThat(String.join(", ", replica.received(0).headers("via"))).isEqualTo("1.1 outer, 1.1 holdfast");
        assertThat(String.join(", ", answer.headers("via"))).isEqualTo("1.0 inner, 1.1 holdfast");
    }

    @Test
    void theReplicaSeesItsOwnHostAndWhoAsked() throws IOException {
        replica.always(Script.ok("x"));
        exchange("GET", "/", "");
        Received received = replica.received(0);
        assertThat(received.headers("host")).containsExactly(replica.name());
        assertThat(received.headers("x-forwarded-for")).containsExactly("127.0.0.1");
        assertThat(received.headers("x-forwarded-proto")).containsExactly("http");
        assertThat(received.headers("x-forwarded-host")).containsExactly("entry.example");
        assertThat(received.headers("x-forwarded-port")).containsExactly("80");
        assertThat(received.headers("x-forwarded-prefix")).isEmpty();
    }

    @Test
    void thePortIsTheOneThatTheClientNamed() throws IOException {
        replica.always(Script.ok("x"));
        try (RawClient client = client()) {
            client.send("GET / HTTP/1.1\r\nHost: e.example:8443\r\n\r\n");
            assertThat(client.answer().status()).isEqualTo(200);
        }
        assertThat(replica.received(0).headers("x-forwarded-host")).containsExactly("e.example:8443");
        assertThat(replica.received(0).headers("x-forwarded-port")).containsExactly("8443");
    }

    @Test
    void whatAStrangerSaysOfItsOriginIsReplaced() throws IOException {
        replica.always(Script.ok("x"));
        exchange(
                "GET",
                "/",
                "",
                "X-Forwarded-For: 10.0.0.1",
                "x-forwarded-for: 10.0.0.2",
                "X-Forwarded-Proto: https",
                "X-Forwarded-Host: evil.example",
                "X-Forwarded-Port: 443",
                "X-Forwarded-Prefix: /evil",
                "X-Real-IP: 10.0.0.1",
                "Forwarded: for=10.0.0.1");
        Received received = replica.received(0);
        assertThat(received.headers("x-forwarded-for")).containsExactly("127.0.0.1");
        assertThat(received.headers("x-forwarded-proto")).containsExactly("http");
        assertThat(received.headers("x-forwarded-host")).containsExactly("entry.example");
        assertThat(received.headers("x-forwarded-port")).containsExactly("80");
        assertThat(received.headers("x-forwarded-prefix")).isEmpty();
        assertThat(received.headers("x-real-ip")).isEmpty();
        assertThat(received.headers("forwarded")).isEmpty();
    }

    @Test
    void theReplicaIsNotNamedUnlessAskedFor() throws IOException {
        replica.always(Script.ok("x"));
        assertThat(exchange("GET", "/", "").headerLines())
                .noneMatch(l -> l.toLowerCase().startsWith("x-holdfast"));
    }

    @Test
    void aClientThatExpectsContinueGetsItWhenTheReplicaAsks() throws IOException {
        Signal sent = new Signal();
        replica.always(line -> {
            line.head();
            line.send("HTTP/1.1 100 Continue\r\n\r\n");
            line.body();
            line.answer(201, "made");
        });
        try (RawClient client = client()) {
            client.send("POST / HTTP/1.1\r\nHost: e\r\nContent-Length: 4\r\nExpect: 100-continue\r\n\r\n");
            assertThat(client.head().line()).isEqualTo("HTTP/1.1 100 Continue");
            sent.fire();
            client.send("body");
            RawAnswer answer = client.answer();
            assertThat(answer.status()).isEqualTo(201);
            assertThat(answer.text()).isEqualTo("made");
        }
        assertThat(replica.received(0).body()).isEqualTo("body");
        assertThat(replica.received(0).headers("expect")).containsExactly("100-continue");
    }

    @Test
    void aReplicaThatWantsNoBodyIsHeardBeforeTheClientSendsIt() throws IOException {
        replica.always(line -> {
            line.head();
            line.answer(417, "no", "Connection: close");
            line.close();
        });
        try (RawClient client = client()) {
            client.send("POST / HTTP/1.1\r\nHost: e\r\nContent-Length: 4\r\nExpect: 100-continue\r\n\r\n");
            assertThat(client.answer().status()).isEqualTo(417);
        }
    }

    @Test
    void informationalAnswersPass() throws IOException {
        replica.always(line -> {
            line.request();
            line.send("HTTP/1.1 103 Early Hints\r\nLink: </a.css>; rel=preload\r\n\r\n");
            line.send("HTTP/1.1 102 Processing\r\n\r\n");
            line.answer(200, "x");
        });
        try (RawClient client = client()) {
            RawAnswer hints = client.request("GET", "/", "").head();
            assertThat(hints.status()).isEqualTo(103);
            assertThat(hints.header("link")).isEqualTo("</a.css>; rel=preload");
            assertThat(client.head().status()).isEqualTo(102);
            assertThat(client.answer().text()).isEqualTo("x");
            replica.next(Script.ok("next"));
            assertThat(client.get("/").text()).isEqualTo("next");
        }
    }

    @Test
    void informationalAnswersAreNotTheLastWordOfAConnection() throws IOException {
        replica.always(line -> {
            line.request();
            line.send("HTTP/1.1 103 Early Hints\r\nLink: </a.css>; rel=preload\r\n\r\n");
            line.head(200, 3);
        });
        try (RawClient client = client()) {
            client.request("HEAD", "/", "", "Connection: close");
            assertThat(client.head().status()).isEqualTo(103);
            assertThat(client.head().status()).isEqualTo(200);
            assertThat(client.closed()).isTrue();
        }
    }
}
