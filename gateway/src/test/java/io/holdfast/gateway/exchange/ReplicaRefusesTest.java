package io.holdfast.gateway.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.gateway.testing.Client;
import io.holdfast.gateway.testing.ClosedPort;
import io.holdfast.gateway.testing.Script;
import io.holdfast.gateway.testing.ScriptedReplica;
import io.holdfast.gateway.testing.TestEngine;
import org.junit.jupiter.api.Test;

class ReplicaRefusesTest {

    @Test
    void aPlainPostMovesToAnotherReplica() {
        try (ClosedPort gone = new ClosedPort();
                ScriptedReplica b = ScriptedReplica.start().next(Script.ok("made"));
                TestEngine engine = TestEngine.of(gone, b)) {
            Client client = engine.post("/jobs", "x=1");
            assertThat(client.status()).isEqualTo(200);
            assertThat(client.text()).isEqualTo("made");
            assertThat(client.attempts()).isEqualTo(2);
            assertThat(b.received()).hasSize(1);
            assertThat(b.received(0).body()).isEqualTo("x=1");
            assertThat(engine.incidents().count("refused")).isEqualTo(1);
        }
    }
}
