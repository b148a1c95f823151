package io.holdfast.gateway.websocket;

import static io.holdfast.gateway.testing.ScriptedSocketReplica.agree;
import static io.holdfast.gateway.testing.ScriptedSocketReplica.hang;
import static io.holdfast.gateway.testing.ScriptedSocketReplica.protocol;
import static io.holdfast.gateway.testing.ScriptedSocketReplica.raw;
import static io.holdfast.gateway.testing.ScriptedSocketReplica.refuse;
import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.gateway.exchange.Backoff;
import io.holdfast.gateway.route.SocketStage;
import io.holdfast.gateway.service.ManualTime;
import io.holdfast.gateway.testing.RawSocket;
import io.holdfast.gateway.testing.RawSocketClient;
import io.holdfast.gateway.testing.ScriptedSocketReplica;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The replica's handshake comes before the client's 101, so that a failed one is an honest status. */
class HandshakeTest {

    private static final String PROTOCOL = "Sec-WebSocket-Protocol: ";

    @Test
    void aReplicaAgreesBeforeTheClientHearsOfIt() {
        try (SocketStage stage = SocketStage.of(1).start()) {
            RawSocket client = stage.keep(RawSocketClient.ask(stage.port(), "/ws/a%20b?x=1", 0, "Cookie: who=me"))
                    .agreed();
            var request = stage.replica(0).requests().get(0);
            assertThat(request.target()).isEqualTo("/ws/a%20b?x=1");
            assertThat(request.header("Cookie")).isEqualTo("who=me");
            assertThat(request.header("Host")).isEqualTo(stage.replica(0).name());
            assertThat(request.header("Sec-WebSocket-Version")).isEqualTo("13");
            assertThat(request.header("X-Forwarded-For")).isEqualTo("127.0.0.1");
            assertThat(stage.attached(0)).isEqualTo(1);
            client.close();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 302, 400, 401, 403, 404, 500})
    void aRefusalPassesAsTheReplicaGaveIt(int status) {
        try (SocketStage stage = SocketStage.of(2).start()) {
            stage.replica(0).next(refuse(status, "no such luck"));
            RawSocketClient client = stage.ask();
            assertThat(client.status()).isEqualTo(status);
            assertThat(client.header("X-Why")).isEqualTo("because");
            assertThat(client.body()).isEqualTo("no such luck");
            assertThat(stage.replica(1).requests()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {502, 503, 504})
    void anotherReplicaIsAskedWhenOneIsNotAble(int status) {
        try (SocketStage stage = SocketStage.of(3).start()) {
            stage.replica(0).next(refuse(status, "busy"));
            stage.replica(1).next(refuse(status, "busy too"));
            stage.client().send("hello");
            assertThat(stage.replica(2).socket().text()).isEqualTo("hello");
        }
    }

    @Test
    void otherHeadersOfTheReplicasAnswerPassAndWhatWasAgreedWithTheGatewayDoesNot() {
        try (SocketStage stage = SocketStage.of(1).start()) {
            stage.replica(0)
                    .next(agree(
                            "Set-Cookie: a=1",
                            "Set-Cookie: b=2",
                            "X-Session: 42",
                            "Keep-Alive: timeout=5",
                            "X-Hop: here",
                            "Connection: X-Hop",
                            "Content-Length: 0",
                            "Sec-WebSocket-Version: 13"));
            RawSocketClient client = stage.ask();
            client.agreed().send("hello");
            assertThat(client.headers("Set-Cookie")).containsExactly("a=1", "b=2");
            assertThat(client.headers("X-Session")).containsExactly("42");
            assertThat(client.headers("Via")).containsExactly("1.1 holdfast");
            assertThat(client.headers("Sec-WebSocket-Accept")).hasSize(1);
            assertThat(client.headers("Upgrade")).hasSize(1);
            assertThat(client.headers("Connection")).hasSize(1);
            for (String name : List.of("Keep-Alive", "X-Hop", "Content-Length", "Sec-WebSocket-Version")) {
                assertThat(client.headers(name)).as(name).isEmpty();
            }
            assertThat(stage.replica(0).socket().text()).isEqualTo("hello");
        }
    }

    @Test
    void whenNoneIsAbleTheLastAnswerPasses() {
        try (SocketStage stage = SocketStage.of(2).start()) {
            stage.replica(0).always(refuse(503, "one"));
            stage.replica(1).always(refuse(503, "two"));
            RawSocketClient client = stage.ask();
            assertThat(client.status()).isEqualTo(503);
            assertThat(client.body()).isEqualTo("two");
        }
    }

    @Test
    void aReplicaThatIsGoneIsPassedOver() {
        try (SocketStage stage = SocketStage.of(2).start()) {
            stage.replica(0).deafen();
            stage.client();
            assertThat(stage.attached(1)).isEqualTo(1);
        }
    }

    @Test
    void withoutAnyReplicaItIsHeldUntilOneIsThere() {
        try (SocketStage stage = SocketStage.of(1).start()) {
            stage.engine().down(stage.engine().replica(0));
            RawSocketClient client = stage.ask();
            stage.engine().awaitHeld(1);
            stage.engine().up(stage.engine().replica(0));
            client.agreed().close(1000, "");
        }
    }

    /** The pause between two rounds counts from the failure of the first, so that who has waited does not wait again. */
    @Test
    void heldForLongerThanItsPauseItIsServedAsSoonAsAReplicaIsThere() {
        ManualTime time = new ManualTime();
        Backoff minute = new Backoff(60_000_000_000L, 1, 60_000_000_000L);
        try (SocketStage stage = SocketStage.of(1)
                .engine(s -> s.time(time).backoff(minute).maxHold(Duration.ofMinutes(10)))
                .start()) {
            stage.replica(0).next(hang(), hang());
            RawSocketClient client = stage.ask();
            for (int round = 1; round <= 2; round++) {
                stage.replica(0).awaitRequests(round);
                stage.engine().down(stage.engine().replica(0));
                stage.engine().awaitHeld(1);
                time.advance(Duration.ofSeconds(61));
                stage.engine().up(stage.engine().replica(0));
            }
            client.agreed().close(1000, "");
        }
    }

    @Test
    void heldTooLongItIsRefusedWith503() {
        try (SocketStage stage =
                SocketStage.of(1).engine(s -> s.maxHold(Duration.ofMillis(50))).start()) {
            stage.engine().down(stage.engine().replica(0));
            RawSocketClient client = stage.ask();
            assertThat(client.status()).isEqualTo(503);
            assertThat(client.header("Retry-After")).isEqualTo("1");
            assertThat(client.body()).contains("\"sent\":false");
        }
    }

    @Test
    void aClientThatLeavesWhileItIsHeldIsForgotten() {
        try (SocketStage stage = SocketStage.of(1).start()) {
            stage.engine().down(stage.engine().replica(0));
            RawSocketClient client = stage.ask();
            stage.engine().awaitHeld(1);
            client.close();
            stage.engine().awaitHeld(0);
        }
    }

    @Test
    void aClientThatLeavesDuringTheHandshakeCancelsIt() {
        try (SocketStage stage = SocketStage.of(1).start()) {
            stage.replica(0).next(hang());
            RawSocketClient client = stage.ask();
            stage.replica(0).awaitRequests(1);
            client.close();
            stage.engine().assertQuiet();
        }
    }

    @Test
    void aHandshakeThatHangsIsMadeElsewhere() {
        try (SocketStage stage = SocketStage.of(2)
                .engine(s -> s.firstByte(Duration.ofMillis(100)))
                .start()) {
            stage.replica(0).next(hang());
            stage.client();
            assertThat(stage.attached(1)).isEqualTo(1);
        }
    }

    @Test
    void theSubProtocolIsTheOneThatTheReplicaChose() {
        try (SocketStage stage = SocketStage.of(1).start()) {
            stage.replica(0).next(protocol("two"));
            RawSocketClient client = stage.ask(PROTOCOL + "one, two", PROTOCOL + "three");
            client.agreed();
            assertThat(client.header("Sec-WebSocket-Protocol")).isEqualTo("two");
        }
    }

    @Test
    void aSubProtocolOfTheSecondHeaderLineIsAgreedToo() {
        try (SocketStage stage = SocketStage.of(1).start()) {
            stage.replica(0).next(protocol("three"));
            RawSocketClient client = stage.ask(PROTOCOL + "one, two", PROTOCOL + "three");
            client.agreed();
            assertThat(client.header("Sec-WebSocket-Protocol")).isEqualTo("three");
        }
    }

    @Test
    void withoutAChoiceThereIsNone() {
        try (SocketStage stage = SocketStage.of(1).start()) {
            RawSocketClient client = stage.ask(PROTOCOL + "one");
            client.agreed();
            assertThat(client.header("Sec-WebSocket-Protocol")).isNull();
        }
    }

    @Test
    void extensionsAreNotNegotiatedThrough() {
        try (SocketStage stage = SocketStage.of(1).start()) {
            RawSocketClient client = stage.ask("Sec-WebSocket-Extensions: permessage-deflate");
            client.agreed();
            assertThat(client.header("Sec-WebSocket-Extensions")).isNull();
            assertThat(stage.replica(0).requests().get(0).header("Sec-WebSocket-Extensions"))
                    .isNull();
        }
    }

    @Test
    void aReplicaThatBreaksTheHandshakeIsPassedOver() {
        String wrong = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                + "Sec-WebSocket-Accept: nonsense\r\n\r\n";
        try (SocketStage stage = SocketStage.of(4).start()) {
            stage.replica(0).next(raw(wrong));
            stage.replica(1).next(protocol("never-offered"));
            stage.replica(2).next(agree("Sec-WebSocket-Extensions: permessage-deflate"));
            stage.client();
            assertThat(stage.attached(3)).isEqualTo(1);
            assertThat(stage.engine().gate(0).failures()).isEqualTo(1);
        }
    }

    @Test
    void aRefusalThatNeverEndsIsPassedWithoutItsBody() {
        try (SocketStage stage = SocketStage.of(1).start()) {
            String endless = "HTTP/1.1 403 No\r\nTransfer-Encoding: chunked\r\n\r\n20000\r\n" + "x".repeat(0x20000);
            stage.replica(0).next(raw(endless));
            RawSocketClient client = stage.ask();
            assertThat(client.status()).isEqualTo(403);
            assertThat(client.header("Content-Length")).isEqualTo("0");
        }
    }

    @Test
    void whatTheReplicaSendsRightBehindIts101IsNotLost() {
        byte[] greeting =
                RawSocket.bytes(RawSocket.FIN | RawSocket.TEXT, "welcome".getBytes(StandardCharsets.US_ASCII), false);
        byte[] close = RawSocket.bytes(RawSocket.FIN | RawSocket.CLOSE, new byte[] {0x11, 0x31}, false);
        try (SocketStage stage = SocketStage.of(1).start()) {
            stage.replica(0).next(ScriptedSocketReplica.agreeAnd(greeting));
            assertThat(stage.client().text()).isEqualTo("welcome");
            stage.replica(0).next(ScriptedSocketReplica.agreeAnd(close));
            stage.client().closed(4401);
        }
    }

    @Test
    void anOriginThatIsNotListedIsForbidden() {
        try (SocketStage stage =
                SocketStage.of(1).origins("https://app.example.com").start()) {
            assertThat(stage.ask("Origin: https://evil.example.com").status()).isEqualTo(403);
            assertThat(stage.ask().status()).isEqualTo(403);
            assertThat(stage.replica(0).requests()).isEmpty();
            stage.client("Origin: https://app.example.com");
        }
    }

    @Test
    void aClientsHandshakeIsCheckedBeforeAReplicaIsAsked() {
        String head = "GET /ws HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n";
        try (SocketStage stage = SocketStage.of(1).start()) {
            RawSocketClient old = stage.keep(RawSocketClient.raw(
                    stage.port(),
                    0,
                    head + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n" + "Sec-WebSocket-Version: 8\r\n\r\n"));
            assertThat(old.status()).isEqualTo(426);
            assertThat(old.header("Sec-WebSocket-Version")).isEqualTo("13");
            RawSocketClient keyless =
                    stage.keep(RawSocketClient.raw(stage.port(), 0, head + "Sec-WebSocket-Version: 13\r\n\r\n"));
            assertThat(keyless.status()).isEqualTo(400);
            assertThat(stage.replica(0).requests()).isEmpty();
        }
    }
}
