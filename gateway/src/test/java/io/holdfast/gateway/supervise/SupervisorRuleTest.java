package io.holdfast.gateway.supervise;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.gateway.supervise.SupervisorRule.Wish;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class SupervisorRuleTest {

    private static final long PID = 42;

    @Test
    void withoutASocketNobodyAsks() {
        assertThat(read(Map.of())).isEqualTo(new Wish.None());
        assertThat(read(Map.of("NOTIFY_SOCKET", "", "WATCHDOG_USEC", "1000000")))
                .isEqualTo(new Wish.None());
    }

    @Test
    void aPathIsTakenAsItIs() {
        assertThat(read(Map.of("NOTIFY_SOCKET", "/run/systemd/notify")))
                .isEqualTo(new Wish.Tell("/run/systemd/notify", OptionalLong.empty()));
    }

    @Test
    void anAtStandsForTheNulOfAnAbstractName() {
        assertThat(read(Map.of("NOTIFY_SOCKET", "@holdfast")))
                .isEqualTo(new Wish.Tell("\0holdfast", OptionalLong.empty()));
    }

    @Test
    void otherKindsOfAddressesAreToldAsNotPossible() {
        assertThat(read(Map.of("NOTIFY_SOCKET", "vsock:2:1234")))
                .isEqualTo(new Wish.NotPossible("NOTIFY_SOCKET: vsock:2:1234 (expected: an absolute path or @name)"));
    }

    @Test
    void aBeatComesAtHalfOfWhatIsAllowed() {
        assertThat(beat(Map.of("WATCHDOG_USEC", "30000000"))).hasValue(15_000_000_000L);
        assertThat(beat(Map.of("WATCHDOG_USEC", "30000000", "WATCHDOG_PID", "42")))
                .hasValue(15_000_000_000L);
        assertThat(beat(Map.of("WATCHDOG_USEC", "999999999999999999"))).isPresent();
    }

    @Test
    void noBeatForAnotherProcessOrWithoutALength() {
        assertThat(beat(Map.of("WATCHDOG_USEC", "30000000", "WATCHDOG_PID", "43")))
                .isEmpty();
        assertThat(beat(Map.of("WATCHDOG_USEC", "0"))).isEmpty();
        assertThat(beat(Map.of("WATCHDOG_USEC", "soon"))).isEmpty();
    }

    private static OptionalLong beat(Map<String, String> watchdog) {
        Map<String, String> environment = new HashMap<>(watchdog);
        environment.put("NOTIFY_SOCKET", "/run/systemd/notify");
        return ((Wish.Tell) read(environment)).beatNanos();
    }

    private static Wish read(Map<String, String> environment) {
        return SupervisorRule.read(environment, PID);
    }
}
