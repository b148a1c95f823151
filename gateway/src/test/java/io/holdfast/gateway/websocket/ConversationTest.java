package io.holdfast.gateway.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.gateway.route.SocketStage;
import io.holdfast.gateway.testing.Patience;
import io.holdfast.gateway.testing.RawSocket;
import io.holdfast.gateway.testing.RawSocketClient;
import io.holdfast.gateway.testing.ScriptedSocketReplica;
import io.holdfast.gateway.testing.Signal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What passes between a client and one replica that stays. */
class ConversationTest {

    /** Times 64 KiB: more than the buffers of the machine take. */
    private static final int MANY = 384;

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    @Test
    void textAndBinaryPassBothWays() {
        try (SocketStage stage = SocketStage.of(1).start()) {
            RawSocket client = stage.client();
            RawSocket replica = stage.replica(0).socket();
            client.send("über").send(new byte[] {1, 2}).send("");
            assertThat(replica.text()).isEqualTo("über");
            assertThat(replica.next().payload()).containsExactly(1, 2);
            assertThat(replica.text()).isEmpty();
            replica.send("zurück").send(new byte[] {3});
            assertThat(client.text()).isEqualTo("zurück");
            assertThat(client.next().payload()).containsExactly(3);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {125, 126, 65_535, 65_536, 1 << 20})
    void messagesOfEveryLengthPassBothWays(int length) {
        try (SocketStage stage = SocketStage.of(1).start()) {
            stage.replica(0).echo();
            byte[] bytes = random(length);
            assertThat(stage.client().send(bytes).next().payload()).isEqualTo(bytes);
        }
    }

    @Test
    void fragmentsPassAsTheyAre() {
        try (SocketStage stage = SocketStage.of(1).start()) {
            RawSocket client = stage.client();
            RawSocket replica = stage.replica(0).socket();
            client.fragments("a", "", "b");
            replica.fragments("c", "d");
            for (String part : new String[] {"a", "", "b"}) {
                RawSocket.Frame frame = replica.next();
                assertThat(frame.text()).isEqualTo(part);
                assertThat(frame.fin()).isEqualTo(part.equals("b"));
            }
            assertThat(client.next().text()).isEqualTo("c");
            assertThat(client.next().text()).isEqualTo("d");
        }
    }

    @Test
    void aCharacterMayBeSplitBetweenFragments() {
        byte[] euro = "€".getBytes(StandardCharsets.UTF_8);
        try (SocketStage stage = SocketStage.of(1).start()) {
            RawSocket client = stage.client();
            client.frame(RawSocket.TEXT, new byte[] {euro[0]}).frame(RawSocket.FIN, new byte[] {euro[1], euro[2]});
            RawSocket replica = stage.replica(0).socket();
            assertThat(replica.next().payload()).hasSize(1);
            assertThat(replica.next().payload()).hasSize(2);
        }
    }

    @Test
    void pingsAreAnsweredInTheMiddleOfAMessageOnBothSides() {
        try (SocketStage stage = SocketStage.of(1).start()) {
            RawSocket client = stage.client();
            RawSocket replica = stage.replica(0).socket();
            client.frame(RawSocket.TEXT, new byte[] {'a'}).ping("one");
            assertThat(client.ponged().text()).isEqualTo("one");
            client.frame(RawSocket.FIN, new byte[] {'b'});
            assertThat(replica.next().text()).isEqualTo("a");
            replica.ping("two");
            assertThat(replica.ponged().text()).isEqualTo("two");
        }
    }

    @Test
    void aClientThatPingsAndDoesNotReadIsOwedOnlyTheLatestPong() {
        try (SocketStage stage = SocketStage.of(1).start()) {
            RawSocketClient asked = stage.keep(RawSocketClient.ask(stage.port(), "/ws", 1 << 17));
            RawSocket client = stage.keep(asked.agreed()).stopReading();
            RawSocket replica = stage.replica(0).socket();
            replica.sendInBackground(64, new byte[1 << 18]); // fills the way to the client
            Patience.until("the way is full", () -> stage.engine()
                    .onLoop(() -> !stage.front().writable()));
            for (int i = 0; i < 2000; i++) {
                client.ping("p" + i);
            }
            client.send("after the pings");
            assertThat(replica.text()).isEqualTo("after the pings");
            client.readOn();
            RawSocket.Frame last = client.ponged();
            while (!last.text().equals("p1999")) {
                last = client.ponged();
            }
            assertThat(client.pongs()).isZero();
        }
    }

    @ParameterizedTest
    @CsvSource({"1000,bye", "1003,''", "1007,''", "1008,policy", "1009,''", "1010,''", "3000,''", "4401,who are you"})
    void theReplicasCloseCodeAndReasonPass(int code, String reason) {
        try (SocketStage stage = SocketStage.of(2).start()) {
            RawSocket client = stage.client();
            stage.replica(0).socket().close(code, reason);
            assertThat(client.closed(code).reason()).isEqualTo(reason);
            client.ended();
            assertThat(stage.replica(1).requests()).isEmpty();
        }
    }

    @Test
    void aCloseWithoutACodePassesBothWays() {
        try (SocketStage stage = SocketStage.of(1).start()) {
            RawSocket client = stage.client();
            stage.replica(0).socket().closeWithoutCode();
            client.closed(1005);
            RawSocket second = stage.client();
            second.closeWithoutCode();
            stage.replica(0).socket().closed(1005);
            second.closed(1005);
        }
    }

    @ParameterizedTest
    @CsvSource({"1000,bye", "1001,''", "1003,''", "1008,''", "1011,oops", "1012,''", "3999,''", "4999,x"})
    void theClientsCloseCodeAndReasonPass(int code, String reason) {
        try (SocketStage stage = SocketStage.of(1).start()) {
            RawSocket client = stage.client();
            client.close(code, reason);
            assertThat(stage.replica(0).socket().closed(code).reason()).isEqualTo(reason);
            assertThat(client.closed(code).reason()).isEqualTo(reason);
            client.ended();
        }
    }

    @Test
    void theReplicasOwnAnswerToTheClientsClosePasses() {
        try (SocketStage stage = SocketStage.of(1).start()) {
            stage.replica(0).prepare(RawSocket::neverAnswerClose);
            RawSocket client = stage.client();
            client.close(1000, "mine");
            RawSocket replica = stage.replica(0).socket();
            replica.closed(1000);
            replica.close(4000, "yours");
            assertThat(client.closed(4000).reason()).isEqualTo("yours");
        }
    }

    @Test
    void aReplicaThatDoesNotAnswerTheCloseIsNotWaitedForLong() {
        try (SocketStage stage = SocketStage.of(1).start()) {
            stage.replica(0).prepare(RawSocket::neverAnswerClose);
            RawSocket client = stage.client();
            client.close(1000, "mine");
            assertThat(client.closed(1000).reason()).isEqualTo("mine");
            client.ended();
            stage.replica(0).socket().closed(1000);
        }
    }

    @Test
    void aReplicaLearnsThatItsClientWentAwayWithoutAWord() {
        try (SocketStage stage = SocketStage.of(1).start()) {
            stage.client().hangUp();
            stage.replica(0).socket().closed(1001);
            RawSocket second = stage.client();
            second.reset();
            stage.replica(0).socket().closed(1001);
        }
    }

    @Test
    void whatAClientSaysBeforeItClosesReachesASlowReplica() {
        ScriptedSocketReplica slow = ScriptedSocketReplica.narrow().prepare(RawSocket::stopReading);
        try (SocketStage stage = new SocketStage(slow).start()) {
            RawSocket client = stage.client();
            RawSocket replica = slow.socket();
            for (int i = 0; i < 8; i++) {
                client.send(random(1 << 17));
            }
            client.close(1000, "done");
            client.closed(1000); // after 2 s without the replica's
            replica.readOn();
            for (int i = 0; i < 8; i++) {
                assertThat(replica.next().payload()).hasSize(1 << 17);
            }
            replica.closed(1000);
        }
    }

    @Test
    void aSlowClientPausesTheReplica() {
        ScriptedSocketReplica fast = ScriptedSocketReplica.start();
        try (SocketStage stage = new SocketStage(fast).start()) {
            RawSocketClient asked = stage.keep(RawSocketClient.ask(stage.port(), "/ws", 1 << 17));
            RawSocket client = stage.keep(asked.agreed()).stopReading();
            Signal all = fast.socket().sendInBackground(MANY, random(1 << 16));
            Patience.until("the way is full", () -> stage.engine()
                    .onLoop(() -> !stage.front().writable()));
            assertThat(all.fired()).isFalse();
            client.readOn();
            for (int i = 0; i < MANY; i++) {
                assertThat(client.next().payload()).hasSize(1 << 16);
            }
        }
    }

    @Test
    void aSlowReplicaPausesTheClient() {
        ScriptedSocketReplica slow = ScriptedSocketReplica.narrow().prepare(RawSocket::stopReading);
        try (SocketStage stage = new SocketStage(slow).start()) {
            RawSocket client = stage.client();
            RawSocket replica = slow.socket();
            Signal all = client.sendInBackground(MANY, random(1 << 16));
            stage.front().awaitStandstill(1 << 20);
            assertThat(all.fired()).isFalse();
            replica.readOn();
            for (int i = 0; i < 100; i++) {
                assertThat(replica.next().payload()).hasSize(1 << 16);
            }
        }
    }

    @Test
    void anIdleClientIsPingedAndItsSilenceEndsIt() {
        try (SocketStage stage =
                SocketStage.of(1).keepAlive(Duration.ofMillis(200)).start()) {
            RawSocket alive = stage.client();
            alive.pinged();
            alive.pinged();
            RawSocket dead = stage.client().neverPong();
            stage.awaitAttached(0, 2);
            stage.awaitAttached(0, 1);
            dead.ended();
            stage.replica(0).socket();
            stage.replica(0).socket().closed(1001);
        }
    }

    @Test
    void theReplicaIsPingedWhenItIsIdle() {
        try (SocketStage stage =
                SocketStage.of(1).keepAlive(Duration.ofMillis(200)).start()) {
            stage.client();
            RawSocket replica = stage.replica(0).socket();
            replica.pinged();
            replica.pinged();
            assertThat(stage.attached(0)).isEqualTo(1);
        }
    }

    @Test
    void aMessageOfTheClientBeyondMaxFrameIsAnsweredWith1009() {
        try (SocketStage stage = SocketStage.of(1).maxFrame(1000).start()) {
            RawSocket client = stage.client();
            client.send(new byte[1000]);
            RawSocket replica = stage.replica(0).socket();
            assertThat(replica.next().payload()).hasSize(1000);
            client.send(new byte[1001]);
            client.closed(1009);
            replica.closed(1001);

            RawSocket inParts = stage.client();
            inParts.fragments("x".repeat(600), "x".repeat(600));
            inParts.closed(1009);
            stage.replica(0).socket().closed(1001);
        }
    }

    @Test
    void aMessageOfTheReplicaBeyondMaxFrameEndsBothWith1009() {
        try (SocketStage stage = SocketStage.of(2).maxFrame(1000).start()) {
            RawSocket client = stage.client();
            RawSocket replica = stage.replica(0).socket();
            replica.send(new byte[1001]);
            client.closed(1009);
            replica.closed(1009);

            RawSocket second = stage.client();
            RawSocket inParts = stage.replica(0).socket();
            inParts.fragments("x".repeat(600), "x".repeat(600));
            second.closed(1009);
            inParts.closed(1009);
            assertThat(stage.replica(1).requests()).isEmpty();
        }
    }

    @Test
    void aMessageInEndlesslyManyEmptyFramesIsAnsweredWith1009() {
        try (SocketStage stage = SocketStage.of(1).start()) {
            RawSocket client = stage.client();
            client.frame(RawSocket.TEXT, new byte[0]);
            for (int i = 0; i < MessageHandler.MOST_FRAMES; i++) {
                client.frame(RawSocket.CONTINUATION, new byte[0]);
            }
            client.closed(1009);
        }
    }

    @Test
    void aClientThatBreaksTheProtocolIsToldHow() {
        byte[] a = {'a'};
        try (SocketStage stage = SocketStage.of(1).start()) {
            stage.client().frame(RawSocket.FIN | RawSocket.TEXT, a, false).closed(1002); // not masked
            stage.client().frame(RawSocket.FIN | 0x40 | RawSocket.TEXT, a).closed(1002); // a reserved bit
            stage.client().frame(RawSocket.FIN | 3, a).closed(1002); // a reserved opcode
            stage.client().frame(RawSocket.FIN, a).closed(1002); // continues nothing
            stage.client()
                    .frame(RawSocket.TEXT, a)
                    .frame(RawSocket.FIN | RawSocket.TEXT, a)
                    .closed(1002); // begins within a message
            stage.client().frame(RawSocket.PING, a).closed(1002); // a control frame in parts
            stage.client().close(1005, "").closed(1002);
            stage.client().close(1006, "").closed(1002);
            stage.client().close(999, "").closed(1002);
            stage.client().frame(RawSocket.FIN | RawSocket.CLOSE, a).closed(1002); // half a code
            byte[] bad = {(byte) 0xc3, 0x28};
            stage.client().frame(RawSocket.FIN | RawSocket.TEXT, bad).closed(1007);
            stage.client().frame(RawSocket.TEXT, a).frame(RawSocket.FIN, bad).closed(1007);
            for (int i = 0; i < 12; i++) {
                stage.replica(0).socket().closed(1001);
            }
        }
    }
}
