package io.holdfast.cli.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.holdfast.cli.driver.Instance;
import io.holdfast.cli.gateway.Gateway;
import io.holdfast.cli.watch.Replicas.DrainRefused;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Drains that the watch says at several gateways, which may be away when they are to be taken back. */
class GatewayReplicasTest {

    private static final Duration WAIT = Duration.ofSeconds(30);
    private static final String OLD = "172.17.0.2:8000";
    private static final String NEW = "172.17.0.9:8000";

    @TempDir
    Path here;

    private final ManualTime time = new ManualTime();
    private final ScriptedGateway a = new ScriptedGateway("http://a:8081", OLD);
    private final ScriptedGateway b = new ScriptedGateway("http://b:8081", OLD);
    private final List<String> said = new ArrayList<>();
    private final Instance container = Instances.at("api-1", OLD);
    private GatewayReplicas replicas;

    @BeforeEach
    void begin() {
        again(a, b);
    }

    /** Another watch, with what the one before left on disk. */
    private void again(Gateway... gateways) {
        replicas = new GatewayReplicas(
                List.of(gateways),
                false,
                DrainBook.open(here.resolve("drains.json"), said::add),
                said::add,
                time,
                time);
    }

    @Test
    void itIsDrainedAtEveryGatewayBeforeAnyIsWaitedFor() throws Exception {
        a.busyUntil(time.nanos() + Duration.ofSeconds(5).toNanos(), time);

        replicas.drain(container, WAIT, () -> {
            assertThat(a.draining).containsExactly(OLD);
            assertThat(b.draining).containsExactly(OLD);
            return false;
        });

        assertThat(time.passed()).isBetween(Duration.ofSeconds(5), Duration.ofSeconds(6));
        replicas.undrain(container);
        assertThat(a.draining).isEmpty();
        assertThat(b.draining).isEmpty();
        assertThat(replicas.owes()).isFalse();
    }

    @Test
    void theWaitForItsWorkEndsWithThePatienceOrTheHurry() throws Exception {
        a.busyUntil(Long.MAX_VALUE, time);

        replicas.drain(container, WAIT, () -> false);
        assertThat(time.passed()).isEqualTo(WAIT);
        replicas.drain(container, WAIT, () -> true);
        assertThat(time.passed()).isEqualTo(WAIT);
    }

    @Test
    void aGatewayThatIsAwayAtTheUndrainIsToldWhenItIsBack() throws Exception {
        replicas.drain(container, WAIT, () -> false);
        a.away = true;
        replicas.undrain(container);
        assertThat(b.draining).isEmpty();
        assertThat(replicas.owes()).isTrue();
        replicas.settle();
        assertThat(said).hasSize(1).first().asString().contains("api " + OLD + " stays drained until");

        a.away = false;
        replicas.settle();

        assertThat(a.draining).isEmpty();
        assertThat(replicas.owes()).isFalse();
        assertThat(said).last().isEqualTo("api " + OLD + " is undrained at http://a:8081");
    }

    @Test
    void aDebtOutlivesTheWatch() throws Exception {
        replicas.drain(container, WAIT, () -> false);
        a.away = true;
        replicas.undrain(container);

        again(a, b);
        assertThat(replicas.owes()).isTrue();
        a.away = false;
        replicas.settle();

        assertThat(a.draining).isEmpty();
        again(a, b);
        assertThat(replicas.owes()).isFalse();
    }

    @Test
    void aWatchThatDiedInTheMiddleLeavesNoDrain() throws Exception {
        replicas.drain(container, WAIT, () -> false);

        again(a, b);
        replicas.settle();

        assertThat(a.draining).isEmpty();
        assertThat(b.draining).isEmpty();
    }

    @Test
    void aDrainThatIsStillNeededIsNoDebt() throws Exception {
        replicas.drain(container, WAIT, () -> false);

        assertThat(replicas.owes()).isFalse();
        replicas.settle();
        assertThat(a.draining).containsExactly(OLD);
    }

    @Test
    void theAddressThatWasDrainedIsUndrainedWhateverItIsNow() throws Exception {
        replicas.drain(container, WAIT, () -> false);
        a.lists(NEW); // discovery has found the new container, and forgotten the old one

        replicas.undrain(Instances.at("api-1", NEW));

        assertThat(a.draining).isEmpty();
        assertThat(a.told).containsExactly("drain " + OLD, "undrain " + OLD);
    }

    @Test
    void aDebtThatNobodyTakesIsGivenUpAfterADay() throws Exception {
        replicas.drain(container, WAIT, () -> false);
        again(b);
        replicas.settle();
        assertThat(replicas.owes()).isTrue();

        time.pass(GatewayReplicas.FORGIVEN.plusSeconds(1));
        replicas.settle();

        assertThat(replicas.owes()).isFalse();
        assertThat(said)
                .last()
                .asString()
                .contains("http://a:8081 was not told within 24 h")
                .contains("given up");
    }

    @Test
    void anOperatorsDrainIsLeftToThem() throws Exception {
        a.draining.add(OLD);

        replicas.drain(container, WAIT, () -> false);
        replicas.undrain(container);

        assertThat(a.draining).containsExactly(OLD);
        assertThat(b.draining).isEmpty();
    }

    @Test
    void whereOneGatewayRefusesTheOthersGetItBack() {
        b.refuses = true;

        assertThatThrownBy(() -> replicas.drain(container, WAIT, () -> false)).isInstanceOf(DrainRefused.class);

        assertThat(a.draining).isEmpty();
        assertThat(replicas.owes()).isFalse();
    }

    @Test
    void aGatewayThatMayHaveHeardTheDrainIsToldToo() throws Exception {
        a.losesAnswers = true;
        replicas.drain(container, WAIT, () -> false);
        assertThat(a.draining).containsExactly(OLD);

        a.losesAnswers = false;
        replicas.undrain(container);

        assertThat(a.draining).isEmpty();
    }

    @Test
    void aDamagedBookIsSaidAndBegunAnew() throws Exception {
        Files.writeString(here.resolve("drains.json"), "{");
        again(a, b);

        assertThat(said).hasSize(1).first().asString().contains("cannot be read");
        replicas.drain(container, WAIT, () -> false);
        again(a, b);
        assertThat(replicas.owes()).isTrue();
    }

    @Test
    void aRestartOfAContainerGivesItBackOnAThreadThatWasInterrupted() throws Exception {
        Source source =
                new Source("docker", new InterruptedDriver(), Set.of(), one -> true, WAIT, Duration.ofSeconds(1));
        a.refusesInterrupted = true;

        Restarter.Outcome outcome = new Restarter(replicas).restart(source, container);

        assertThat(Thread.interrupted()).isTrue();
        assertThat(outcome.failure()).contains("restart api-1: interrupted");
        assertThat(a.draining).isEmpty();
    }
}
