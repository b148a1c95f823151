package io.holdfast.gateway.websocket;

import static io.holdfast.gateway.testing.ScriptedSocketReplica.refuse;
import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.gateway.route.SocketStage;
import io.holdfast.gateway.testing.Patience;
import io.holdfast.gateway.testing.RawSocket;
import io.holdfast.gateway.testing.RawSocketClient;
import io.holdfast.gateway.testing.ScriptedSocketReplica;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A replica that is being left: the new socket is there before the old one closes. */
class DrainTest {

    private static void drain(SocketStage stage, int index) {
        stage.engine().service().draining(stage.engine().replica(index), true);
    }

    @Test
    void theNewSocketIsOpenedBeforeTheOldOneCloses() {
        try (SocketStage stage = SocketStage.of(2).start()) {
            RawSocket client = stage.client();
            RawSocket old = stage.replica(0).socket();
            drain(stage, 0);
            RawSocket next = stage.replica(1).socket();
            old.closed(1001);
            client.send("to the new one");
            assertThat(next.text()).isEqualTo("to the new one");
            stage.awaitAttached(0, 0);
            assertThat(stage.engine().incidents().count("lost")).isZero();
        }
    }

    @Test
    void theOldReplicaStaysAttachedUntilAnotherIsFound() {
        try (SocketStage stage = SocketStage.of(2).start()) {
            stage.engine().down(stage.engine().replica(1));
            RawSocket client = stage.client();
            RawSocket old = stage.replica(0).socket().echo();
            drain(stage, 0);
            client.send("a");
            assertThat(client.text()).isEqualTo("a");
            stage.engine().up(stage.engine().replica(1));
            old.text();
            old.closed(1001);
            stage.awaitAttached(1, 1);
        }
    }

    @Test
    void answersOfTheOldReplicaStillReachTheClient() {
        try (SocketStage stage = SocketStage.of(2).start()) {
            stage.replica(0).prepare(RawSocket::neverAnswerClose);
            RawSocket client = stage.client();
            RawSocket old = stage.replica(0).socket();
            client.send("question");
            old.text();
            drain(stage, 0);
            old.closed(1001);
            old.send("answer").close(1001, "");
            assertThat(client.text()).isEqualTo("answer");
            stage.replica(1).socket().send("more");
            assertThat(client.text()).isEqualTo("more");
            stage.awaitAttached(0, 0);
        }
    }

    @Test
    void anOldReplicaThatDoesNotAnswerTheCloseIsLetGo() {
        try (SocketStage stage = SocketStage.of(2).start()) {
            stage.replica(0).prepare(RawSocket::neverAnswerClose);
            stage.client();
            RawSocket old = stage.replica(0).socket();
            drain(stage, 0);
            old.closed(1001);
            old.ended();
            stage.awaitAttached(0, 0);
        }
    }

    /** In the switch nothing is lost, doubled or put in another order. */
    @Test
    void aStreamOfMessagesIsCutBetweenTwo() {
        try (SocketStage stage = SocketStage.of(2).start()) {
            stage.replica(0).echo();
            stage.replica(1).echo();
            RawSocket client = stage.client();
            int count = 4000;
            Thread sender = new Thread(() -> {
                for (int i = 0; i < count; i++) {
                    client.send(String.valueOf(i));
                }
            });
            sender.start();
            for (int i = 0; i < 500; i++) {
                assertThat(client.text()).isEqualTo(String.valueOf(i));
            }
            drain(stage, 0);
            boolean[] answered = new boolean[count];
            for (int i = 500; i < count; i++) {
                int number = Integer.parseInt(client.text());
                assertThat(answered[number]).isFalse();
                answered[number] = true;
            }
            RawSocket old = stage.replica(0).socket();
            RawSocket next = stage.replica(1).socket();
            int expected = 0;
            RawSocket.Frame frame = old.next();
            for (; frame.opcode() == RawSocket.TEXT; frame = old.next()) {
                assertThat(frame.text()).isEqualTo(String.valueOf(expected++));
            }
            assertThat(frame.code()).isEqualTo(1001);
            while (expected < count) {
                assertThat(next.text()).isEqualTo(String.valueOf(expected++));
            }
        }
    }

    @Test
    void whatAStuckReplicaDoesNotTakeGoesToTheNext() {
        ScriptedSocketReplica stuck = ScriptedSocketReplica.narrow().prepare(RawSocket::stopReading);
        ScriptedSocketReplica other = ScriptedSocketReplica.start();
        int count = 200;
        try (SocketStage stage = new SocketStage(stuck, other).start()) {
            RawSocket client = stage.client();
            stuck.socket();
            Thread sender = new Thread(() -> {
                for (int i = 0; i < count; i++) {
                    byte[] bytes = new byte[1 << 16];
                    bytes[0] = (byte) i;
                    client.send(bytes);
                }
            });
            sender.start();
            stage.front().awaitStandstill(1 << 20);
            drain(stage, 0);
            RawSocket second = other.socket();
            int next = second.next().payload()[0] & 0xff;
            for (int i = next + 1; i < count; i++) {
                assertThat(second.next().payload()[0] & 0xff).isEqualTo(i);
            }
        }
    }

    /** The old replica takes nothing more, so that for a while the new one has a socket and no messages. */
    @Test
    void aReplicaThatGoesDownBeforeItHasTakenOverIsNotMovedTo() {
        ScriptedSocketReplica stuck = ScriptedSocketReplica.narrow().prepare(RawSocket::stopReading);
        ScriptedSocketReplica dying = ScriptedSocketReplica.start();
        ScriptedSocketReplica third = ScriptedSocketReplica.start();
        try (SocketStage stage = new SocketStage(stuck, dying, third).start()) {
            RawSocket client = stage.client();
            stuck.socket();
            client.sendInBackground(200, new byte[1 << 16]);
            stage.front().awaitStandstill(1 << 20);
            // On the event loop, so that it comes before what the session has scheduled, however busy the machine is.
            var down = stage.engine()
                    .loop()
                    .scheduleAtFixedRate(
                            () -> {
                                if (stage.attached(1) == 1) {
                                    stage.engine().down(stage.engine().replica(1));
                                }
                            },
                            0,
                            1,
                            TimeUnit.MILLISECONDS);
            drain(stage, 0);
            dying.socket().ended();
            down.cancel(false);
            assertThat(third.socket().next().payload()).hasSize(1 << 16);
        }
    }

    @Test
    void aReplicaThatDiscoveryNoLongerFindsIsLeft() {
        try (SocketStage stage = SocketStage.of(2).start()) {
            stage.client();
            RawSocket old = stage.replica(0).socket();
            var gone = stage.engine().replica(0);
            stage.engine().service().replicas(List.of(stage.engine().replica(1)));
            stage.replica(1).socket();
            old.closed(1001);
            Patience.until("it is no longer counted", () -> gone.webSockets().get() == 0);
        }
    }

    @Test
    void aDrainThatFindsNoOtherReplicaIsTriedAgain() {
        try (SocketStage stage =
                SocketStage.of(2).timeout(Duration.ofMillis(200)).start()) {
            stage.replica(1).always(refuse(503, ""));
            RawSocket client = stage.client();
            RawSocket old = stage.replica(0).socket();
            drain(stage, 0);
            stage.replica(1).awaitRequests(1);
            client.send("here still");
            assertThat(old.text()).isEqualTo("here still");
            stage.replica(1).always(ScriptedSocketReplica.agree());
            old.closed(1001);
            stage.awaitAttached(1, 1);
        }
    }

    @Test
    void aReplicaThatDiesWhileItIsBeingLeftIsReplacedByTheSearchUnderWay() {
        try (SocketStage stage = SocketStage.of(2).start()) {
            stage.engine().down(stage.engine().replica(1));
            RawSocket client = stage.client();
            RawSocket old = stage.replica(0).socket();
            drain(stage, 0);
            stage.front().awaitStandstill(0);
            old.reset();
            stage.awaitAttached(0, 0);
            client.send("kept");
            stage.engine().up(stage.engine().replica(1));
            assertThat(stage.replica(1).socket().text()).isEqualTo("kept");
        }
    }

    /** The loss comes in the middle of the drain's search, whose end comes before a replica does. */
    @Test
    void aSocketLostWhileItIsBeingLeftIsGivenTheWholeTime() {
        try (SocketStage stage =
                SocketStage.of(2).timeout(Duration.ofSeconds(4)).start()) {
            stage.engine().down(stage.engine().replica(1));
            RawSocket client = stage.client();
            RawSocket old = stage.replica(0).socket();
            // On the event loop, so that all is in this order however busy the machine is.
            stage.engine().onLoop(() -> {
                drain(stage, 0);
                var loop = stage.engine().loop();
                loop.schedule(old::reset, 2, TimeUnit.SECONDS);
                loop.schedule(() -> stage.engine().up(stage.engine().replica(1)), 4500, TimeUnit.MILLISECONDS);
                return true;
            });
            client.send("kept");
            stage.replica(1).socket().send("here");
            assertThat(client.text()).isEqualTo("here");
        }
    }

    /** The client says goodbye while another replica is looked for: the one it has is told, and no other begins. */
    @Test
    void aClientThatClosesMeanwhileIsNotMoved() {
        try (SocketStage stage = SocketStage.of(2).replay(null).start()) {
            stage.replica(0).prepare(RawSocket::neverAnswerClose);
            stage.engine().down(stage.engine().replica(1));
            RawSocket client = stage.client();
            RawSocket old = stage.replica(0).socket();
            client.send("opening");
            assertThat(old.text()).isEqualTo("opening");
            drain(stage, 0);
            stage.front().awaitStandstill(0);
            client.close(1000, "done");
            old.closed(1000);
            stage.engine().up(stage.engine().replica(1));
            client.closed(1000);
            stage.awaitAttached(0, 0);
            assertThat(stage.replica(1).requests()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1000, 1001, 1003, 1008, 1011, 4000})
    void whateverCodeADrainingReplicaClosesWithTheConversationGoesOn(int code) {
        try (SocketStage stage = SocketStage.of(2).start()) {
            stage.engine().down(stage.engine().replica(1));
            RawSocket client = stage.client();
            RawSocket old = stage.replica(0).socket();
            drain(stage, 0);
            old.close(code, "shutting down");
            stage.awaitAttached(0, 0);
            client.send("kept");
            stage.engine().up(stage.engine().replica(1));
            RawSocket next = stage.replica(1).socket();
            assertThat(next.text()).isEqualTo("kept");
            next.send("here");
            assertThat(client.text()).isEqualTo("here");
        }
    }

    /** Its goodbye comes after the new one has taken over. */
    @Test
    void theLastCodeOfTheReplicaThatWasLeftReachesNobody() {
        try (SocketStage stage = SocketStage.of(2).start()) {
            stage.replica(0).prepare(RawSocket::neverAnswerClose);
            RawSocket client = stage.client();
            RawSocket old = stage.replica(0).socket();
            drain(stage, 0);
            old.closed(1001);
            old.close(4000, "who are you?");
            stage.awaitAttached(0, 0);
            stage.replica(1).socket().send("here");
            assertThat(client.text()).isEqualTo("here");
        }
    }

    @Test
    void aDrainingReplicaThatFallsSilentIsALoss() {
        try (SocketStage stage =
                SocketStage.of(2).keepAlive(Duration.ofMillis(300)).start()) {
            stage.replica(0).prepare(RawSocket::neverPong);
            stage.engine().down(stage.engine().replica(1));
            RawSocket client = stage.client();
            stage.replica(0).socket();
            drain(stage, 0);
            stage.awaitAttached(0, 0);
            client.send("kept");
            stage.engine().up(stage.engine().replica(1));
            assertThat(stage.replica(1).socket().text()).isEqualTo("kept");
        }
    }

    @Test
    void aHandshakeThatWaitsIsTurnedAwayWhenTheGatewayStops() {
        try (SocketStage stage = SocketStage.of(1).start()) {
            stage.engine().down(stage.engine().replica(0));
            RawSocketClient client = stage.ask();
            stage.engine().awaitHeld(1);
            stage.engine().engine().hold().turnAway();
            assertThat(client.status()).isEqualTo(503);
            assertThat(client.body()).contains("This gateway stops.").contains("\"sent\":false");
        }
    }

    @Test
    void aClientThatIsAwayIsAskedToReconnectWhenTheGatewayStops() {
        try (SocketStage stage = SocketStage.of(1).start()) {
            RawSocket client = stage.client();
            stage.engine().down(stage.engine().replica(0));
            Patience.until("it waits", () -> stage.front().away() == 1);
            stage.front().sockets().closeAll();
            client.closed(1012);
            client.ended();
        }
    }

    @Test
    void theGatewayAsksAllClientsToReconnectWhenItStops() {
        try (SocketStage stage = SocketStage.of(1).start()) {
            RawSocket client = stage.client();
            stage.front().sockets().closeAll();
            client.closed(1012);
            client.ended();
            stage.replica(0).socket().closed(1001);
        }
    }
}
