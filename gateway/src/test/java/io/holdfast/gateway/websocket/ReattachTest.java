package io.holdfast.gateway.websocket;

import static io.holdfast.gateway.testing.ScriptedSocketReplica.agreeAnd;
import static io.holdfast.gateway.testing.ScriptedSocketReplica.hang;
import static io.holdfast.gateway.testing.ScriptedSocketReplica.protocol;
import static io.holdfast.gateway.testing.ScriptedSocketReplica.refuse;
import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.gateway.exchange.Backoff;
import io.holdfast.gateway.route.SocketStage;
import io.holdfast.gateway.testing.Patience;
import io.holdfast.gateway.testing.RawSocket;
import io.holdfast.gateway.testing.ScriptedSocketReplica;
import io.holdfast.gateway.testing.Signal;
import io.holdfast.gateway.websocket.WebSocketSettings.OnLoss;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The client's socket stays while the replica's is replaced. */
class ReattachTest {

    private static final String GRAPHQL = "Sec-WebSocket-Protocol: graphql-transport-ws";

    /** Attached to replica 0, which then is lost so; the conversation has to go on at replica 1. */
    private static void survives(SocketStage stage, Consumer<RawSocket> loss) {
        RawSocket client = stage.client("Cookie: who=me");
        RawSocket first = stage.replica(0).socket();
        client.send("one");
        assertThat(first.text()).isEqualTo("one");
        loss.accept(first);
        RawSocket second = stage.replica(1).socket();
        client.send("two");
        assertThat(second.text()).isEqualTo("two");
        second.send("back");
        assertThat(client.text()).isEqualTo("back");
        var again = stage.replica(1).requests().get(0);
        assertThat(again.target()).isEqualTo("/ws");
        assertThat(again.header("Cookie")).isEqualTo("who=me");
        assertThat(stage.attached(0)).isZero();
        assertThat(stage.attached(1)).isEqualTo(1);
        assertThat(stage.engine().incidents().count("saved WEB_SOCKET")).isEqualTo(1);
    }

    @Test
    void aReset() {
        try (SocketStage stage = SocketStage.of(2).start()) {
            survives(stage, RawSocket::reset);
            assertThat(stage.engine().incidents().count("lost")).isEqualTo(1);
        }
    }

    @Test
    void anEndWithoutACloseFrame() {
        try (SocketStage stage = SocketStage.of(2).start()) {
            survives(stage, RawSocket::hangUp);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1001, 1011, 1012, 1013})
    void aCloseThatMeansTheReplicaIsGoing(int code) {
        try (SocketStage stage = SocketStage.of(2).start()) {
            survives(stage, replica -> {
                replica.close(code, "");
                replica.closed(code);
            });
        }
    }

    @Test
    void silenceWithoutAPong() {
        try (SocketStage stage =
                SocketStage.of(2).keepAlive(Duration.ofMillis(300)).start()) {
            stage.replica(0).prepare(RawSocket::neverPong);
            survives(stage, replica -> {});
        }
    }

    @Test
    void aReplicaFoundDownByItsProbe() {
        try (SocketStage stage = SocketStage.of(2).start()) {
            survives(stage, replica -> stage.engine().down(stage.engine().replica(0)));
        }
    }

    @Test
    void aReplicaThatBreaksTheProtocol() {
        try (SocketStage stage = SocketStage.of(2).start()) {
            survives(stage, replica -> {
                replica.frame(RawSocket.FIN | 0x40 | RawSocket.TEXT, new byte[] {'a'});
                replica.closed(1002);
            });
        }
    }

    @Test
    void anOrdinaryCloseOfAReplicaThatIsDrainingIsALoss() {
        try (SocketStage stage = SocketStage.of(2).start()) {
            stage.replica(1).next(refuse(503, ""));
            survives(stage, replica -> {
                stage.engine().service().draining(stage.engine().replica(0), true);
                stage.replica(1).awaitRequests(1);
                replica.close(1000, "");
            });
        }
    }

    @Test
    void messagesWaitInOrderWhileNoReplicaIsThere() {
        try (SocketStage stage = SocketStage.of(2).start()) {
            stage.engine().down(stage.engine().replica(1));
            RawSocket client = stage.client();
            stage.engine().down(stage.engine().replica(0));
            stage.awaitAttached(0, 0);
            for (int i = 0; i < 100; i++) {
                client.send("m" + i);
            }
            client.fragments("in", "parts");
            client.ping("alive?");
            client.ponged(); // so that all of it has been read
            stage.engine().up(stage.engine().replica(1));
            RawSocket second = stage.replica(1).socket();
            for (int i = 0; i < 100; i++) {
                assertThat(second.text()).isEqualTo("m" + i);
            }
            assertThat(second.next().text()).isEqualTo("in");
            assertThat(second.next().text()).isEqualTo("parts");
        }
    }

    /** What the dead replica took is lost with it; nothing that it did not take is, and nothing comes twice. */
    @Test
    void messagesThatASlowReplicaHadNotTakenGoToTheNext() {
        ScriptedSocketReplica slow = ScriptedSocketReplica.narrow().prepare(RawSocket::stopReading);
        ScriptedSocketReplica other = ScriptedSocketReplica.start();
        int count = 200;
        try (SocketStage stage = new SocketStage(slow, other).start()) {
            RawSocket client = stage.client();
            RawSocket first = slow.socket();
            Thread sender = new Thread(() -> {
                for (int i = 0; i < count; i++) {
                    byte[] bytes = new byte[1 << 16];
                    bytes[0] = (byte) i;
                    client.send(bytes);
                }
            });
            sender.start();
            stage.front().awaitStandstill(1 << 20);
            first.reset();
            RawSocket second = other.socket();
            int next = second.next().payload()[0] & 0xff;
            assertThat(next).isPositive(); // the first one was taken
            for (int i = next + 1; i < count; i++) {
                assertThat(second.next().payload()[0] & 0xff).isEqualTo(i);
            }
        }
    }

    /** The replica may still act on what it takes, so nothing that goes to the next one may reach it any more. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aReplicaThatIsLetGoInTheMiddleOfAMessageTakesNothingMore(boolean breaksTheProtocol) {
        ScriptedSocketReplica slow = ScriptedSocketReplica.narrow().prepare(RawSocket::stopReading);
        ScriptedSocketReplica other = ScriptedSocketReplica.start();
        int count = 200;
        try (SocketStage stage = new SocketStage(slow, other).start()) {
            RawSocket client = stage.client();
            RawSocket first = slow.socket();
            Thread sender = new Thread(() -> {
                for (int i = 0; i < count; i++) {
                    byte[] bytes = new byte[1 << 16];
                    bytes[0] = (byte) i;
                    client.send(bytes);
                }
            });
            sender.start();
            stage.front().awaitStandstill(1 << 20);
            if (breaksTheProtocol) {
                first.frame(RawSocket.FIN | 0x40 | RawSocket.TEXT, new byte[] {'a'});
            } else {
                first.close(1011, "");
            }
            RawSocket second = other.socket();
            int next = second.next().payload()[0] & 0xff;
            for (int i = next + 1; i < count; i++) {
                assertThat(second.next().payload()[0] & 0xff).isEqualTo(i);
            }
            first.readOn();
            for (RawSocket.Frame f = first.next(); f.opcode() == RawSocket.BINARY; f = first.next()) {
                assertThat(f.payload()[0] & 0xff).isLessThan(next);
            }
        }
    }

    /** The replica says goodbye right behind its 101, while it is being handed what waited and the close behind it. */
    @Test
    void whatAClientSaidBeforeItClosedOutlivesAReplicaThatSaysGoodbyeFirst() {
        byte[] goodbye =
                RawSocket.bytes(RawSocket.FIN | RawSocket.CLOSE, new byte[] {0x03, (byte) 0xe9}, false); // 1001
        ScriptedSocketReplica replica = ScriptedSocketReplica.narrow();
        int count = 200;
        try (SocketStage stage = new SocketStage(replica).buffer(1 << 25).start()) {
            RawSocket client = stage.client();
            replica.socket();
            stage.engine().down(stage.engine().replica(0));
            stage.awaitAttached(0, 0);
            for (int i = 0; i < count; i++) {
                byte[] bytes = new byte[1 << 16];
                bytes[0] = (byte) i;
                client.send(bytes);
            }
            client.close(1000, "enough");
            stage.front().awaitStandstill(count << 16);
            AtomicBoolean reads = new AtomicBoolean();
            replica.next(agreeAnd(goodbye)).prepare(socket -> {
                if (!reads.getAndSet(true)) {
                    socket.stopReading();
                }
            });
            stage.engine().up(stage.engine().replica(0));
            replica.socket();
            RawSocket again = replica.socket();
            int next = again.next().payload()[0] & 0xff;
            for (int i = next + 1; i < count; i++) {
                assertThat(again.next().payload()[0] & 0xff).isEqualTo(i);
            }
            again.closed(1000);
            client.closed(1000);
        }
    }

    @Test
    void aClientThatSendsMoreThanTheBufferIsPausedAndThenClosedWith1013() {
        try (SocketStage stage =
                SocketStage.of(1).buffer(100_000).timeout(Duration.ofSeconds(3)).start()) {
            RawSocket client = stage.client();
            stage.engine().down(stage.engine().replica(0));
            stage.awaitAttached(0, 0);
            Signal all = client.sendInBackground(300, new byte[1 << 16]);
            stage.front().awaitStandstill(100_000);
            assertThat(all.fired()).isFalse();
            client.closed(1013);
        }
    }

    @Test
    void emptyMessagesFillTheBufferToo() {
        try (SocketStage stage = SocketStage.of(1)
                .buffer(64 * 100)
                .timeout(Duration.ofSeconds(2))
                .start()) {
            RawSocket client = stage.client();
            stage.engine().down(stage.engine().replica(0));
            stage.awaitAttached(0, 0);
            for (int i = 0; i < 200; i++) {
                client.send("");
            }
            client.closed(1013);
        }
    }

    @Test
    void theClientIsClosedWith1012WhenNoReplicaComesInTime() {
        try (SocketStage stage =
                SocketStage.of(1).timeout(Duration.ofMillis(100)).start()) {
            RawSocket client = stage.client();
            stage.engine().down(stage.engine().replica(0));
            client.closed(1012);
            client.ended();
        }
    }

    @Test
    void onLossCloseGivesTheClient1012AtOnce() {
        try (SocketStage stage = SocketStage.of(2).onLoss(OnLoss.CLOSE).start()) {
            RawSocket client = stage.client();
            stage.replica(0).socket().reset();
            client.closed(1012);
            assertThat(stage.replica(1).requests()).isEmpty();
        }
    }

    @Test
    void onLossCloseHoldsForADrainToo() {
        try (SocketStage stage = SocketStage.of(2).onLoss(OnLoss.CLOSE).start()) {
            RawSocket client = stage.client();
            stage.engine().service().draining(stage.engine().replica(0), true);
            client.closed(1012);
            stage.replica(0).socket().closed(1001);
        }
    }

    @Test
    void aSubProtocolThatKeepsStateIsClosedUnlessToldOtherwise() {
        try (SocketStage stage = SocketStage.of(2).start()) {
            stage.replica(0).next(protocol("graphql-transport-ws"));
            RawSocket client = stage.client(GRAPHQL);
            stage.replica(0).socket().reset();
            client.closed(1012);
        }
        try (SocketStage stage = SocketStage.of(2).onLoss(OnLoss.REATTACH).start()) {
            stage.replica(0).next(protocol("graphql-transport-ws"));
            stage.replica(1).next(protocol("graphql-transport-ws"));
            RawSocket client = stage.client(GRAPHQL);
            stage.replica(0).socket().reset();
            stage.replica(1).socket().send("here");
            assertThat(client.text()).isEqualTo("here");
        }
    }

    @Test
    void aReplicaThatChoosesAnotherSubProtocolIsPassedOver() {
        try (SocketStage stage = SocketStage.of(3).start()) {
            stage.replica(0).next(protocol("one"));
            stage.replica(1).always(protocol("two"));
            stage.replica(2).next(protocol("one"));
            RawSocket client = stage.client("Sec-WebSocket-Protocol: one, two");
            stage.replica(0).socket().reset();
            stage.replica(2).socket().send("here");
            assertThat(client.text()).isEqualTo("here");
            stage.replica(1).socket().awaitEnd();
        }
    }

    @Test
    void whenEveryReplicaChoosesAnotherSubProtocolTheClientIsClosedWith1012() {
        try (SocketStage stage = SocketStage.of(3).start()) {
            stage.replica(0).next(protocol("one")).always(protocol("two"));
            stage.replica(1).always(protocol("two"));
            stage.replica(2).always(protocol("two"));
            RawSocket client = stage.client("Sec-WebSocket-Protocol: one, two");
            stage.replica(0).socket().reset();
            client.closed(1012);
            assertThat(stage.replica(1).requests()).hasSize(1);
            assertThat(stage.replica(2).requests()).hasSize(1);
        }
    }

    @Test
    void aHandshakeThatHangsLeavesTimeForAnother() {
        try (SocketStage stage =
                SocketStage.of(3).timeout(Duration.ofSeconds(2)).start()) {
            stage.replica(1).always(hang());
            RawSocket client = stage.client();
            stage.replica(0).socket().reset();
            stage.replica(2).socket().send("here");
            assertThat(client.text()).isEqualTo("here");
        }
    }

    @Test
    void aReplicaThatRefusesIsAskedAgainLater() {
        try (SocketStage stage = SocketStage.of(2).start()) {
            stage.engine().down(stage.engine().replica(1));
            RawSocket client = stage.client();
            stage.engine().down(stage.engine().replica(0));
            stage.replica(1).next(refuse(503, ""), refuse(401, ""), refuse(500, ""));
            stage.engine().up(stage.engine().replica(1));
            stage.replica(1).socket().send("here");
            assertThat(client.text()).isEqualTo("here");
        }
    }

    /** Its pause between two rounds is a minute; a replica that comes up ends it. */
    @Test
    void aClientIsAttachedTheMomentAReplicaIsUpThoughItsSearchPauses() {
        Backoff minute = new Backoff(60_000_000_000L, 1, 60_000_000_000L);
        try (SocketStage stage = SocketStage.of(2)
                .engine(s -> s.backoff(minute))
                .timeout(Duration.ofMinutes(2))
                .start()) {
            stage.replica(1).next(refuse(503, ""));
            RawSocket client = stage.client();
            RawSocket first = stage.replica(0).socket();
            stage.replica(0).deafen();
            first.reset();
            stage.replica(1).awaitRequests(1);
            stage.engine().down(stage.engine().replica(1));
            stage.engine().up(stage.engine().replica(1));
            stage.replica(1).socket().send("here");
            assertThat(client.text()).isEqualTo("here");
        }
    }

    @Test
    void twoLossesInARow() {
        try (SocketStage stage = SocketStage.of(3).start()) {
            RawSocket client = stage.client();
            for (int i = 0; i < 2; i++) {
                RawSocket socket = stage.replica(i).socket();
                stage.replica(i).deafen();
                socket.reset();
            }
            // a thread that reads a socket keeps it open for a moment after its close
            Patience.until(
                    "both losses are seen", () -> stage.engine().incidents().count("lost") == 2);
            client.send("still here");
            assertThat(stage.replica(2).socket().text()).isEqualTo("still here");
        }
    }

    @Test
    void aConversationThatKillsEverySocketIsGivenUp() {
        byte[] oops = RawSocket.bytes(RawSocket.FIN | RawSocket.CLOSE, new byte[] {0x03, (byte) 0xf3}, false); // 1011
        try (SocketStage stage = SocketStage.of(2).start()) {
            stage.replica(0).always(agreeAnd(oops));
            stage.replica(1).always(agreeAnd(oops));
            stage.ask().agreed().closed(1012);
            int dials = stage.replica(0).requests().size()
                    + stage.replica(1).requests().size();
            assertThat(dials).isEqualTo(1 + ReattachRule.MOST_SHORT);
        }
    }

    @Test
    void aReplicaFoundDownWhileTheClientsAnswerIsOnItsWayIsReplaced() {
        try (SocketStage stage = SocketStage.of(2).start()) {
            for (int i = 0; i < 20; i++) {
                stage.engine().up(stage.engine().replica(0));
                stage.client();
                stage.engine().down(stage.engine().replica(0)); // the session may not have begun
                stage.awaitAttached(0, 0);
                stage.awaitAttached(1, i + 1);
            }
        }
    }

    @Test
    void aClientThatClosesWhileItIsAwayIsAnswered() {
        try (SocketStage stage = SocketStage.of(1).start()) {
            RawSocket client = stage.client();
            stage.engine().down(stage.engine().replica(0));
            stage.awaitAttached(0, 0);
            client.close(1000, "enough");
            assertThat(client.closed(1000).reason()).isEqualTo("enough");
            client.ended();
            assertThat(stage.front().away()).isZero();
        }
    }

    @Test
    void whatAClientSaidBeforeItClosedWhileAwayStillArrives() {
        try (SocketStage stage = SocketStage.of(1).start()) {
            RawSocket client = stage.client();
            stage.replica(0).socket();
            stage.engine().down(stage.engine().replica(0));
            stage.awaitAttached(0, 0);
            client.send("last words").close(1000, "enough");
            stage.front().awaitStandstill(0);
            stage.engine().up(stage.engine().replica(0));
            RawSocket again = stage.replica(0).socket();
            assertThat(again.text()).isEqualTo("last words");
            again.closed(1000);
            client.closed(1000);
        }
    }

    @Test
    void aClientThatGoesWhileItIsAwayIsForgotten() {
        try (SocketStage stage = SocketStage.of(1).start()) {
            RawSocket client = stage.client();
            stage.engine().down(stage.engine().replica(0));
            Patience.until("it waits", () -> stage.front().away() == 1);
            client.send("never mind").hangUp();
            Patience.until("it is forgotten", () -> stage.front().away() == 0);
        }
    }

    @Test
    void theClientsOwnPingIsAnsweredWhileItIsAway() {
        try (SocketStage stage =
                SocketStage.of(1).answerPing("ping ü", "pong ü").start()) {
            RawSocket client = stage.client();
            RawSocket first = stage.replica(0).socket();
            client.send("ping ü");
            assertThat(first.text()).isEqualTo("ping ü");
            stage.engine().down(stage.engine().replica(0));
            stage.awaitAttached(0, 0);
            client.send("ping ü").send("else");
            assertThat(client.text()).isEqualTo("pong ü");
            stage.engine().up(stage.engine().replica(0));
            assertThat(stage.replica(0).socket().text()).isEqualTo("else");
        }
    }

    @Test
    void theClientIsToldWhenThatIsAskedFor() {
        try (SocketStage stage =
                SocketStage.of(2).notice("{\"lost\":1}", "{\"back\":1}").start()) {
            RawSocket client = stage.client();
            stage.replica(0).socket().reset();
            assertThat(client.text()).isEqualTo("{\"lost\":1}");
            assertThat(client.text()).isEqualTo("{\"back\":1}");
        }
    }

    @Test
    void theOpeningIsSaidAgainWhenThatIsAskedFor() {
        try (SocketStage stage = SocketStage.of(2).replay("^subscribe").start()) {
            RawSocket client = stage.client();
            RawSocket first = stage.replica(0).socket();
            first.send("hello, who are you?"); // a greeting is no answer
            client.text();
            client.send("login").send("topics");
            assertThat(List.of(first.text(), first.text())).containsExactly("login", "topics");
            first.send("welcome");
            client.text();
            client.send("chat").send("subscribe a");
            assertThat(List.of(first.text(), first.text())).containsExactly("chat", "subscribe a");
            first.reset();
            RawSocket second = stage.replica(1).socket();
            client.send("next");
            List<String> heard = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                heard.add(second.text());
            }
            assertThat(heard).containsExactly("login", "topics", "subscribe a", "next");
        }
    }

    @Test
    void anOpeningThatNeverReachedAReplicaIsSaidOnce() {
        try (SocketStage stage = SocketStage.of(1).replay(null).start()) {
            RawSocket client = stage.client();
            stage.replica(0).socket();
            stage.engine().down(stage.engine().replica(0));
            stage.awaitAttached(0, 0);
            client.send("login").send("topics").ping("read?").ponged();
            stage.engine().up(stage.engine().replica(0));
            RawSocket again = stage.replica(0).socket();
            client.send("end");
            assertThat(List.of(again.text(), again.text(), again.text())).containsExactly("login", "topics", "end");
        }
    }

    @Test
    void withoutReplayNothingIsSaidAgain() {
        try (SocketStage stage = SocketStage.of(2).start()) {
            RawSocket client = stage.client();
            RawSocket first = stage.replica(0).socket();
            client.send("login");
            first.text();
            first.reset();
            RawSocket second = stage.replica(1).socket();
            client.send("next");
            assertThat(second.text()).isEqualTo("next");
        }
    }
}
