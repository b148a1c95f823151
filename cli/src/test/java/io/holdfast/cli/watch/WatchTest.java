package io.holdfast.cli.watch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.holdfast.cli.driver.DriverEvent;
import io.holdfast.cli.driver.DriverEvent.What;
import io.holdfast.cli.driver.Instance;
import io.holdfast.cli.driver.Instance.Health;
import io.holdfast.cli.notice.Notice;
import io.holdfast.cli.notice.NoticeText;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Hours of a watch, in no time. */
class WatchTest {

    private static final long START = 1_763_393_736_000L;
    private static final String DOCKER = "docker";

    private long now = START;
    private WatchState state = new WatchState();
    private Watch watch = watch();
    private final List<Act> acts = new ArrayList<>();

    private Watch watch() {
        return new Watch(WatchPolicy.DEFAULT.withAutoRestart(true), state, "host", () -> 0.5);
    }

    @Test
    void oneIncidentIsOneNoticeAndOneRecoveryWithItsDuration() {
        look(unhealthy("a"));
        done("a");
        after(5, healthy("a"));
        after(29, healthy("a"));
        assertThat(kinds()).containsExactly(Notice.Kind.INCIDENT);
        after(1, healthy("a"));
        after(3600, healthy("a"));

        assertThat(kinds()).containsExactly(Notice.Kind.INCIDENT, Notice.Kind.RECOVERY);
        Notice recovery = notices().get(1);
        assertThat(recovery.lasted()).contains(Duration.ofSeconds(5));
        assertThat(recovery.restarts()).isEqualTo(1);
        assertThat(recovery.incident()).isEqualTo(notices().get(0).incident());
        assertThat(NoticeText.title(recovery)).isEqualTo("a: recovered after 5 s");
    }

    @Test
    void theReasonOfARestartIsInTheLogAndInTheNotice() {
        look(unhealthy("a"));

        assertThat(acts)
                .filteredOn(Act.Restart.class::isInstance)
                .singleElement()
                .satisfies(act ->
                        assertThat(((Act.Restart) act).line().message()).isEqualTo("unhealthy: connection refused"));
        assertThat(notices().get(0).reason()).isEqualTo("unhealthy: connection refused");
    }

    @Test
    void theFirstRestartComesAtOnceAndThePausesDouble() {
        List<Long> pauses = new ArrayList<>();
        long last = now;
        for (int second = 0; second < 600 && restarts().size() < 5; second++) {
            int before = restarts().size();
            look(unhealthy("a"));
            if (restarts().size() > before) {
                pauses.add((now - last) / 1000);
                last = now;
                done("a");
            }
            now += 1000;
        }

        assertThat(pauses).containsExactly(0L, 10L, 20L, 40L, 80L);
    }

    @Test
    void afterFiveRestartsWithinAnHourItGivesUpAndSaysSoOnce() {
        for (int i = 0; i < 3600; i++) {
            brokenFor("a");
        }

        assertThat(restarts()).hasSize(5);
        assertThat(kinds()).containsExactly(Notice.Kind.INCIDENT, Notice.Kind.GAVE_UP);
        assertThat(logs("gave-up")).hasSize(1);
    }

    @Test
    void givenUpItStaysSoForHoursUntilItIsWellAgain() {
        for (int i = 0; i < 3600; i++) {
            brokenFor("a");
        }
        now += Duration.ofHours(3).toMillis();
        look(unhealthy("a"));
        assertThat(restarts()).hasSize(5);

        after(1, healthy("a"));
        after(60, healthy("a"));
        after(1, unhealthy("a"));
        assertThat(restarts()).hasSize(6);
        assertThat(kinds()).contains(Notice.Kind.RECOVERY);
    }

    @Test
    void aFailedRestartIsSaidAndTriedAgain() {
        look(Instances.exited("a", 1));
        acts.addAll(watch.restarted(Instances.exited("a", 1), Optional.of("no space left on device"), now));
        after(10, Instances.exited("a", 1));

        assertThat(logs("restart-failed")).singleElement().satisfies(entry -> assertThat(entry.message())
                .contains("no space left on device"));
        assertThat(restarts()).hasSize(2);
    }

    @Test
    void aLookThatBeganBeforeARestartWasDoneTellsNothingOfIt() {
        look(Instances.exited("a", 1));
        long asked = now;
        now += 15_000;
        done("a");
        now += 11_000;
        acts.addAll(watch.looked(DOCKER, List.of(Instances.exited("a", 1)), Set.of(), Map.of(), asked, now));
        assertThat(restarts()).hasSize(1);

        look(Instances.exited("a", 1));
        assertThat(restarts()).hasSize(2);
    }

    @Test
    void twoReplicasOfAServiceAreNeverRestartedAtOnce() {
        look(unhealthy("a"), unhealthy("b"));
        assertThat(restarts()).containsExactly("a");
        after(5, unhealthy("a"), unhealthy("b"));
        assertThat(restarts()).containsExactly("a");

        done("a");
        after(1, starting("a"), unhealthy("b"));
        after(1, healthy("a"), unhealthy("b"));
        assertThat(restarts()).describedAs("a is not settled yet").containsExactly("a");
        after(30, healthy("a"), unhealthy("b"));
        assertThat(restarts()).containsExactly("a", "b");
    }

    @Test
    void oneThatNeverStartsWellBlocksTheOthersForFiveMinutesAtMost() {
        look(unhealthy("a"), unhealthy("b"));
        done("a");
        after(299, starting("a"), unhealthy("b"));
        assertThat(restarts()).containsExactly("a");
        after(2, starting("a"), unhealthy("b"));
        assertThat(restarts()).containsExactly("a", "b");
    }

    @Test
    void aReplicaTheGatewayStillUsesIsNotRestartedBelowTheMinimum() {
        acts.addAll(watch.looked(DOCKER, List.of(unhealthy("a")), Set.of(), Map.of("api/a", true), now));
        assertThat(restarts()).isEmpty();
        assertThat(logs("wait")).hasSize(1);

        now += 1000;
        acts.addAll(watch.looked(DOCKER, List.of(unhealthy("a")), Set.of(), Map.of("api/a", true), now));
        assertThat(logs("wait")).describedAs("said once").hasSize(1);

        now += 1000;
        acts.addAll(watch.looked(DOCKER, List.of(unhealthy("a")), Set.of(), Map.of("api/a", false), now));
        assertThat(restarts()).containsExactly("a");
    }

    @Test
    void aReplicaTheGatewayStillUsesIsRestartedWhileEnoughOthersAreUsable() {
        acts.addAll(watch.looked(
                DOCKER, List.of(unhealthy("a"), healthy("b")), Set.of(), Map.of("api/a", true, "api/b", true), now));

        assertThat(restarts()).containsExactly("a");
    }

    @Test
    void whatSomebodyStopsIsLeftAloneAndSaidOnce() {
        look(healthy("a"));
        heard(What.KILLED, "a", 15);
        heard(What.DIED, "a", 0);
        heard(What.STOPPED, "a", 0);
        after(1, Instances.exited("a", 143));
        after(60, Instances.exited("a", 143));

        assertThat(restarts()).isEmpty();
        assertThat(notices()).isEmpty();
        assertThat(logs("left-alone")).hasSize(1);
    }

    @Test
    void whatCrashesIsRestarted() {
        look(healthy("a"));
        heard(What.DIED, "a", 0);
        after(1, Instances.exited("a", 143));

        assertThat(restarts()).containsExactly("a");
    }

    @Test
    void stoppedDuringItsIncidentTheIncidentIsOver() {
        look(unhealthy("a"));
        done("a");
        now += 5000;
        heard(What.STOPPED, "a", 0);
        after(1, Instances.exited("a", 0));

        assertThat(kinds()).containsExactly(Notice.Kind.INCIDENT, Notice.Kind.RECOVERY);
        assertThat(notices().get(1).reason()).isEqualTo("stopped on purpose");
    }

    @Test
    void flappingIsSummarised() {
        for (int i = 0; i < 10; i++) {
            now += 1000;
            brokenFor("a");
            after(60, healthy("a"));
            after(60, healthy("a"));
        }
        assertThat(kinds())
                .filteredOn(kind -> kind != Notice.Kind.GAVE_UP)
                .containsExactly(
                        Notice.Kind.INCIDENT,
                        Notice.Kind.RECOVERY,
                        Notice.Kind.INCIDENT,
                        Notice.Kind.RECOVERY,
                        Notice.Kind.INCIDENT,
                        Notice.Kind.RECOVERY,
                        Notice.Kind.FLAPPING);

        after(3600, healthy("a"));
        Notice calm = notices().get(notices().size() - 1);
        assertThat(calm.kind()).isEqualTo(Notice.Kind.CALM);
        assertThat(calm.reason()).isEqualTo("10 incidents in all");

        after(60, unhealthy("a"));
        assertThat(notices().get(notices().size() - 1).kind()).isEqualTo(Notice.Kind.INCIDENT);
    }

    @Test
    void flappingForHoursIsSummarisedOnceAnHour() {
        for (int i = 0; i < 180; i++) {
            brokenFor("a");
            after(29, healthy("a"));
            after(30, healthy("a"));
        }

        assertThat(kinds()).filteredOn(Notice.Kind.STILL_FLAPPING::equals).hasSizeBetween(1, 3);
        assertThat(kinds()).filteredOn(Notice.Kind.FLAPPING::equals).hasSize(1);
    }

    @Test
    void anEngineThatIsAwayIsSaidOnceAndCountsAreKept() {
        look(unhealthy("a"));
        done("a");
        for (int i = 0; i < 100; i++) {
            now += 5000;
            acts.addAll(watch.away(DOCKER, "Docker Engine at unix:///x cannot be reached", now));
        }
        after(1, unhealthy("a"));

        assertThat(logs("engine-away")).hasSize(1);
        assertThat(kinds()).containsExactly(Notice.Kind.INCIDENT, Notice.Kind.ENGINE_AWAY, Notice.Kind.ENGINE_BACK);
        assertThat(notices().get(2).lasted()).contains(Duration.ofSeconds(496));
        assertThat(restarts()).hasSize(2);
        assertThat(state.instances.get("api/a").attempts).isEqualTo(1);
    }

    @Test
    void anEngineThatIsOnlyRestartedDisturbsNobody() {
        look(healthy("a"));
        acts.addAll(watch.away(DOCKER, "away", now));
        after(5, healthy("a"));

        assertThat(notices()).isEmpty();
        assertThat(logs("engine-away")).hasSize(1);
        assertThat(logs("engine-back")).hasSize(1);
    }

    @Test
    void itsMemorySurvivesItsOwnRestart() throws Exception {
        look(unhealthy("a"));
        done("a");
        again();
        after(5, unhealthy("a"));
        assertThat(restarts()).describedAs("the pause still holds").hasSize(1);
        after(5, unhealthy("a"));
        assertThat(restarts()).hasSize(2);
        assertThat(kinds()).describedAs("the incident is known").containsExactly(Notice.Kind.INCIDENT);
    }

    @Test
    void aWatchThatDiedInARestartGoesOn() throws Exception {
        look(unhealthy("a"));
        again();
        // The engine says that it was stopped on purpose: it was, by the watch.
        Instance stopped = Instances.of(
                "a",
                Instance.State.EXITED,
                Health.NONE,
                1,
                Instance.Ending.ON_PURPOSE,
                OptionalInt.of(137),
                false,
                "",
                Map.of());
        after(1, stopped);
        after(1, stopped);

        assertThat(restarts()).hasSize(2);
    }

    @Test
    void aContainerThatARestartLostIsSaidUntilItIsThereAgain() throws Exception {
        look(unhealthy("a"));
        again(); // the watch was killed between the removal of the old container and the making of the new one
        after(1);
        after(1);

        assertThat(kinds()).containsExactly(Notice.Kind.INCIDENT);
        assertThat(logs("lost"))
                .extracting(LogEntry::message)
                .containsExactly("gone since a restart that did not succeed");
        after(1, healthy("a"));
        after(60, healthy("a"));
        assertThat(kinds()).containsExactly(Notice.Kind.INCIDENT, Notice.Kind.RECOVERY);
    }

    @Test
    void aContainerThatShouldBeThereAndIsNotIsSaid() {
        acts.addAll(watch.looked(DOCKER, List.of(), Set.of("redis"), Map.of(), now));
        now += 60_000;
        acts.addAll(watch.looked(DOCKER, List.of(), Set.of("redis"), Map.of(), now));
        assertThat(NoticeText.title(notices().get(0))).isEqualTo("redis: there is no such container");
        assertThat(restarts()).isEmpty();

        now += 60_000;
        acts.addAll(watch.looked(DOCKER, List.of(healthy("redis")), Set.of("redis"), Map.of(), now));
        assertThat(kinds()).containsExactly(Notice.Kind.INCIDENT, Notice.Kind.RECOVERY);
    }

    @Test
    void withoutAutoRestartItOnlyTells() {
        watch = new Watch(WatchPolicy.DEFAULT, state, "host", () -> 0.5);
        look(unhealthy("a"));

        assertThat(restarts()).isEmpty();
        assertThat(notices().get(0).details()).contains("Automatic restart: off");
    }

    @Test
    void aKillForWantOfMemoryOfAProcessInsideIsAWarning() {
        look(healthy("a"));
        heard(What.OUT_OF_MEMORY, "a", 0);
        heard(What.OUT_OF_MEMORY, "a", 0);

        assertThat(kinds()).containsExactly(Notice.Kind.WARNING);
    }

    @Test
    void everyLookLeavesALineForEachContainer() {
        look(healthy("a"), unhealthy("b"));

        assertThat(logs("status")).extracting(LogEntry::health).containsExactly("healthy", "unhealthy");
    }

    private void brokenFor(String name) {
        int before = restarts().size();
        look(unhealthy(name));
        if (restarts().size() > before) {
            done(name);
        }
        now += 1000;
    }

    /** The watch is ended and another goes on with what it kept. */
    private void again() throws Exception {
        ObjectMapper json = new ObjectMapper();
        state = json.readValue(json.writeValueAsBytes(state), WatchState.class);
        watch = watch();
    }

    private void look(Instance... instances) {
        acts.addAll(watch.looked(DOCKER, List.of(instances), Set.of(), Map.of(), now));
    }

    private void after(int seconds, Instance... instances) {
        now += seconds * 1000L;
        look(instances);
    }

    private void done(String name) {
        acts.addAll(watch.restarted(healthy(name), Optional.empty(), now));
    }

    private void heard(What what, String name, int signal) {
        acts.addAll(watch.heard(
                DOCKER,
                new DriverEvent(
                        now * 1_000_000,
                        "id-" + name,
                        name,
                        "api",
                        what,
                        OptionalInt.empty(),
                        signal == 0 ? OptionalInt.empty() : OptionalInt.of(signal)),
                now));
    }

    private Instance healthy(String name) {
        return Instances.running(name, Health.HEALTHY, START - 1_000_000);
    }

    private Instance starting(String name) {
        return Instances.running(name, Health.STARTING, START - 1_000_000);
    }

    private Instance unhealthy(String name) {
        return Instances.unhealthy(name, "connection refused", START - 1_000_000);
    }

    private List<Notice> notices() {
        return acts.stream()
                .filter(Act.Tell.class::isInstance)
                .map(act -> ((Act.Tell) act).notice())
                .toList();
    }

    private List<Notice.Kind> kinds() {
        return notices().stream().map(Notice::kind).toList();
    }

    private List<String> restarts() {
        return acts.stream()
                .filter(Act.Restart.class::isInstance)
                .map(act -> ((Act.Restart) act).instance().name())
                .toList();
    }

    private List<LogEntry> logs(String event) {
        return acts.stream()
                .filter(Act.Log.class::isInstance)
                .map(act -> ((Act.Log) act).entry())
                .filter(entry -> entry.event().equals(event))
                .toList();
    }
}
