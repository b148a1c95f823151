package io.holdfast.cli.driver;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.cli.driver.Instance.State;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What every driver must do; a subclass makes a driver that looks after two running instances of {@code api}. */
@Timeout(120)
abstract class DriverContract {

    private static final Duration GRACE = Duration.ofSeconds(10);

    abstract Driver driver();

    /** The addresses of the two, in the order of their names. */
    abstract List<String> addresses();

    @Test
    void listsItsInstancesInOrder() throws Exception {
        List<Instance> list = driver().list("api");

        assertThat(list).hasSize(2).allMatch(instance -> instance.service().equals("api"));
        assertThat(list).extracting(Instance::state).containsOnly(State.RUNNING);
        assertThat(list).extracting(Instance::name).isSorted();
        assertThat(driver().list()).containsAll(list.stream().map(this::anew).toList());
        assertThat(driver().list("other")).isEmpty();
    }

    /** Times and health may have moved on: what it is has not. */
    private Instance anew(Instance seen) {
        try {
            return driver().list().stream()
                    .filter(instance -> instance.id().equals(seen.id()))
                    .findFirst()
                    .orElse(seen);
        } catch (DriverException failed) {
            throw new AssertionError(failed);
        }
    }

    @Test
    void findsAnInstanceByAddressNameAndId() throws Exception {
        Instance second = driver().find("api", addresses().get(1)).orElseThrow();

        assertThat(second.id()).isEqualTo(driver().list("api").get(1).id());
        assertThat(driver().find("api", second.name()).orElseThrow().id()).isEqualTo(second.id());
        assertThat(driver().find("api", second.id()).orElseThrow().id()).isEqualTo(second.id());
        assertThat(driver().find("api", "127.0.0.1:1")).isEmpty();
        assertThat(driver().find("other", addresses().get(1))).isEmpty();
    }

    @Test
    void stopsOneAndStartsItAgainAndDoingItTwiceIsNoError() throws Exception {
        Instance first = driver().list("api").get(0);

        driver().stop(first, GRACE);
        driver().stop(first, GRACE);
        assertThat(driver().inspect(first).state()).isEqualTo(State.EXITED);
        assertThat(driver().list("api").get(1).state()).isEqualTo(State.RUNNING);

        driver().start(first);
        driver().start(first);
        assertThat(driver().inspect(first).state()).isEqualTo(State.RUNNING);
    }

    @Test
    void restartsOneAndLeavesTheOtherAlone() throws Exception {
        List<Instance> before = driver().list("api");

        Instance after = driver().restart(before.get(0), GRACE);

        assertThat(after.state()).isEqualTo(State.RUNNING);
        assertThat(after.isCalled(addresses().get(0))).isTrue();
        Instance other = driver().list("api").get(1);
        assertThat(other.startedAt()).isEqualTo(before.get(1).startedAt());
    }

    @Test
    void restartsOneThatDoesNotRun() throws Exception {
        Instance first = driver().list("api").get(0);
        driver().stop(first, GRACE);

        assertThat(driver().restart(first, GRACE).state()).isEqualTo(State.RUNNING);
    }

    @Test
    void readsTheLastLines() throws Exception {
        Instance first = driver().list("api").get(0);

        assertThat(Until.until(() -> driver().lastLines(first, 5), lines -> !lines.isEmpty()))
                .hasSizeLessThanOrEqualTo(5)
                .allMatch(line -> line.chars().noneMatch(c -> c < ' '));
    }
}
