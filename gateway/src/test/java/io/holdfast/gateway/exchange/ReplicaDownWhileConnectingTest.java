package io.holdfast.gateway.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.gateway.testing.Client;
import io.holdfast.gateway.testing.DeafPort;
import io.holdfast.gateway.testing.Patience;
import io.holdfast.gateway.testing.Script;
import io.holdfast.gateway.testing.ScriptedReplica;
import io.holdfast.gateway.testing.TestEngine;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rule 1: what waits for a connection was not sent, and need not wait for the connect timeout of a replica that is DOWN. */
class ReplicaDownWhileConnectingTest {

    @ParameterizedTest
    @ValueSource(strings = {"GET", "POST", "PUT", "DELETE"})
    void theRequestMovesAtOnce(String method) {
        try (DeafPort a = new DeafPort();
                ScriptedReplica b = ScriptedReplica.start().next(Script.ok("moved"));
                TestEngine engine =
                        TestEngine.setup(a, b).connect(Duration.ofMinutes(10)).start()) {
            Client client = engine.request(method, "/x").body("abc").send();
            Patience.until("connecting", () -> engine.replica(0).inFlight().get() == 1);
            engine.settle();
            engine.down(engine.replica(0));
            assertThat(client.text()).isEqualTo("moved");
            assertThat(client.attempts()).isEqualTo(2);
            assertThat(b.received(0).body()).isEqualTo("abc");
            engine.assertQuiet();
            assertThat(engine.gate(0).released()).isEqualTo(1);
            assertThat(engine.incidents().count("saved")).as("nothing hung").isZero();
        }
    }
}
