package io.holdfast.gateway.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.gateway.service.ManualTime;
import io.holdfast.gateway.testing.Client;
import io.holdfast.gateway.testing.Script;
import io.holdfast.gateway.testing.ScriptedReplica;
import io.holdfast.gateway.testing.TestEngine;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A request in flight at the loss of two replicas is not tried on a third. */
class PoisonRequestTest {

    private final ManualTime time = new ManualTime();

    private Script diesAfter(Duration duration) {
        return line -> {
            line.request();
            time.advance(duration);
            line.reset();
        };
    }

    @Test
    void itIsNotGivenToAThirdReplicaAndTheClientIsTold() {
        try (ScriptedReplica a = ScriptedReplica.start().next(diesAfter(Duration.ofSeconds(5)));
                ScriptedReplica b = ScriptedReplica.start().next(diesAfter(Duration.ofSeconds(2)));
                ScriptedReplica c = ScriptedReplica.start();
                TestEngine engine = TestEngine.setup(a, b, c).time(time).start()) {
            Client client = engine.get("/boom");
            assertThat(client.status()).isEqualTo(502);
            assertThat(client.text()).contains("Poison request").contains("\"sent\":\"unknown\"");
            assertThat(client.attempts()).isEqualTo(2);
            assertThat(c.received()).isEmpty();
        }
    }

    @Test
    void replicasThatFallTogetherCountOnce() {
        try (ScriptedReplica a = ScriptedReplica.start().next(diesAfter(Duration.ofSeconds(5)));
                ScriptedReplica b = ScriptedReplica.start().next(diesAfter(Duration.ofMillis(1_999)));
                ScriptedReplica c = ScriptedReplica.start().next(Script.ok("innocent"));
                TestEngine engine = TestEngine.setup(a, b, c).time(time).start()) {
            Client client = engine.get("/x");
            assertThat(client.text()).isEqualTo("innocent");
            assertThat(client.attempts()).isEqualTo(3);
        }
    }

    @Test
    void aBodyThatBreaksOffIsALossToo() {
        try (ScriptedReplica a = ScriptedReplica.start().next(line -> {
                    line.request();
                    line.head(200, 10);
                    line.send("12345");
                    line.reset();
                });
                ScriptedReplica b = ScriptedReplica.start().next(diesAfter(Duration.ofSeconds(3)));
                ScriptedReplica c = ScriptedReplica.start();
                TestEngine engine = TestEngine.setup(a, b, c).time(time).start()) {
            assertThat(engine.get("/boom").status()).isEqualTo(502);
            assertThat(c.received()).isEmpty();
        }
    }

    @Test
    void whatWasNeverSentIsNoLoss() {
        try (ScriptedReplica a = ScriptedReplica.start().next(diesAfter(Duration.ofSeconds(5)));
                ScriptedReplica b = ScriptedReplica.start();
                ScriptedReplica c = ScriptedReplica.start().next(Script.ok("yes"));
                TestEngine engine = TestEngine.setup(a, b, c).time(time).start()) {
            b.kill();
            Client client = engine.get("/x");
            assertThat(client.text()).isEqualTo("yes");
            assertThat(client.attempts()).isEqualTo(3);
        }
    }
}
