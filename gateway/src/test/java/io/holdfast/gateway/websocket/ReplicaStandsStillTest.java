package io.holdfast.gateway.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.gateway.route.SocketStage;
import io.holdfast.gateway.service.ManualTime;
import io.holdfast.gateway.service.Replica;
import io.holdfast.gateway.testing.Patience;
import io.holdfast.gateway.testing.RawSocket;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A replica that hangs with its connections open: its machine goes on taking what is sent to it. */
class ReplicaStandsStillTest {

    private final ManualTime time = new ManualTime();

    private SocketStage stage(int replicas) {
        return SocketStage.of(replicas)
                .engine(s -> s.time(time).suspect(Duration.ofMillis(20)))
                .start();
    }

    /** Nothing has come from replica 0 for a second, and for a second a probe has been under way there. */
    private void suspect(SocketStage stage) {
        Replica replica = stage.engine().replica(0);
        stage.engine().settle(); // else the end of the read that brought its 101 is a sign of life from after this
        time.advance(Duration.ofSeconds(1));
        replica.load().askedAt(time.nanos());
        time.advance(Duration.ofSeconds(1));
    }

    @Test
    void whatIsSentWhileItsProbeGoesUnansweredReachesTheNextReplica() {
        try (SocketStage stage = stage(2)) {
            RawSocket client = stage.client();
            RawSocket first = stage.replica(0).socket();
            client.send("one");
            assertThat(first.text()).isEqualTo("one");
            suspect(stage);
            client.send("two").send("three").ping("read?").ponged();
            stage.engine().down(stage.engine().replica(0));
            RawSocket second = stage.replica(1).socket();
            assertThat(second.text()).isEqualTo("two");
            assertThat(second.text()).isEqualTo("three");
            first.ended(); // it got neither
        }
    }

    @Test
    void whatWaitedGoesToItInOrderWhenItAnswersItsProbeAndTheCloseBehindIt() {
        try (SocketStage stage = stage(1)) {
            RawSocket client = stage.client();
            RawSocket first = stage.replica(0).socket();
            suspect(stage);
            client.send("one").send("two").ping("read?").ponged();
            client.close(1000, "enough");
            stage.engine().replica(0).load().aliveAt(time.nanos());
            assertThat(first.text()).isEqualTo("one");
            assertThat(first.text()).isEqualTo("two");
            first.closed(1000);
            client.closed(1000);
        }
    }

    @Test
    void whatWaitedGoesToItAtOnceWhenItSaysSomething() {
        try (SocketStage stage = stage(1)) {
            RawSocket client = stage.client();
            RawSocket first = stage.replica(0).socket();
            suspect(stage);
            client.send("one").ping("read?").ponged();
            first.send("here");
            assertThat(first.text()).isEqualTo("one");
            assertThat(client.text()).isEqualTo("here");
        }
    }

    @Test
    void aClientThatSendsMoreThanTheBufferMeanwhileIsPaused() {
        try (SocketStage stage = SocketStage.of(2)
                .buffer(1 << 17)
                .engine(s -> s.time(time).suspect(Duration.ofMillis(20)))
                .start()) {
            RawSocket client = stage.client();
            stage.replica(0).socket();
            suspect(stage);
            var all = client.sendInBackground(300, new byte[1 << 16]);
            stage.front().awaitStandstill(1 << 17);
            assertThat(all.fired()).isFalse();
            stage.engine().down(stage.engine().replica(0));
            RawSocket second = stage.replica(1).socket();
            for (int i = 0; i < 300; i++) {
                assertThat(second.next().payload()).hasSize(1 << 16);
            }
        }
    }

    @Test
    void healthIsAskedAboutAReplicaThatSaysNothingWhileAMessageWaits() {
        try (SocketStage stage = stage(1)) {
            RawSocket client = stage.client();
            RawSocket first = stage.replica(0).socket();
            client.send("question");
            first.text();
            stage.engine().settle();
            time.advance(Duration.ofSeconds(1));
            Patience.until(
                    "health is asked again and again",
                    () -> stage.engine().incidents().count("silent") >= 2);
        }
    }

    @Test
    void healthIsNotAskedAboutAReplicaThatAnswers() {
        try (SocketStage stage = stage(1)) {
            stage.replica(0).echo();
            RawSocket client = stage.client();
            client.send("question");
            client.text();
            time.advance(Duration.ofSeconds(1));
            client.send("another"); // later than the first look was due
            client.text();
            assertThat(stage.engine().incidents().count("silent")).isZero();
        }
    }
}
