package io.holdfast.gateway.drain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.holdfast.gateway.service.ManualTime;
import io.holdfast.gateway.service.Replica;
import io.holdfast.gateway.service.Replicas;
import io.holdfast.gateway.service.Service;
import io.holdfast.gateway.service.Services;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The words on drains: which one counts, and how they outlive the gateway. */
class DrainsTest {

    private static final String ONE = "127.0.0.1:8001";

    @TempDir
    Path folder;

    private final ManualTime time = new ManualTime();

    /** A life of a gateway, up to its end. */
    private final class Life implements AutoCloseable {
        final Service service = Replicas.up(3, time);
        final DrainFile file;
        final Drains drains;

        Life(Path where) {
            file = new DrainFile(where);
            drains = new Drains(new Services(List.of(service)), file, time);
            drains.start();
        }

        Replica one() {
            return service.replica(ONE).orElseThrow();
        }

        @Override
        public void close() {
            file.close();
        }
    }

    private Path file() {
        return folder.resolve("drains.properties");
    }

    @Test
    void aDrainOutlivesTheGatewayAndSoDoesItsEnd() {
        try (Life life = new Life(folder)) {
            life.drains.mark(life.service, ONE, true);
        }
        try (Life life = new Life(folder)) {
            assertThat(life.one().draining()).isTrue();
            assertThat(life.service.replicas().get(1).draining()).isFalse();
            life.drains.mark(life.service, ONE, false);
        }
        try (Life life = new Life(folder)) {
            assertThat(life.one().draining()).isFalse();
        }
    }

    @Test
    void aReplicaThatComesLaterIsDrainedBeforeAnybodyCanPickIt() {
        try (Life life = new Life(folder)) {
            life.drains.merge(Map.of("api/127.0.0.1:9999", new Mark(true, 1)));
            Replica fresh = Replicas.replica(9999, time);
            List<Replica> next = new ArrayList<>(life.service.replicas());
            next.add(fresh);
            life.service.replicas(next);
            assertThat(fresh.draining()).isTrue();
        }
    }

    @Test
    void whatIsDamagedInTheFileCostsNothingElse() throws IOException {
        Files.writeString(
                file(), "api/127.0.0.1\\:8001=1\\:1763393736000\napi/127.0.0.1\\:8002=yes\nnonsense\n\\u00zz");
        try (Life life = new Life(folder)) {
            // the bad escape makes the end of the file unreadable; what stands before it counts
            assertThat(life.one().draining()).isTrue();
            assertThat(life.service.replicas().get(1).draining()).isFalse();
        }
    }

    @Test
    void aFolderInThePlaceOfTheFileStopsNothing() throws IOException {
        Files.createDirectories(file().resolve("in the way"));
        try (Life life = new Life(folder)) {
            life.drains.mark(life.service, ONE, true);
            assertThat(life.one().draining()).isTrue();
        }
    }

    @Test
    void aFolderThatCannotBeMadeStopsNothing() throws IOException {
        Path inTheWay = Files.writeString(folder.resolve("file"), "");
        try (Life life = new Life(inTheWay.resolve("state"))) {
            life.drains.mark(life.service, ONE, true);
            life.drains.mark(life.service, ONE, false);
            life.drains.mark(life.service, ONE, true);
            assertThat(life.one().draining()).isTrue();
        }
    }

    @Test
    void withoutAFolderNothingIsKept() {
        try (Life life = new Life(null)) {
            life.drains.mark(life.service, ONE, true);
            assertThat(life.one().draining()).isTrue();
        }
    }

    @Test
    void theLaterWordCountsWhereverItWasSaid() {
        try (Life life = new Life(null)) {
            long now = time.now().toEpochMilli();
            assertThat(life.drains.merge(Map.of("api/" + ONE, new Mark(true, now))))
                    .isTrue();
            assertThat(life.drains.merge(Map.of("api/" + ONE, new Mark(false, now - 1))))
                    .isFalse();
            assertThat(life.one().draining()).isTrue();
            assertThat(life.drains.merge(Map.of("api/" + ONE, new Mark(false, now + 1))))
                    .isTrue();
            assertThat(life.one().draining()).isFalse();
        }
    }

    @Test
    void aWordOnWhatAFastClockSaidCountsAllTheSame() {
        try (Life life = new Life(null)) {
            long ahead = time.now().plus(Duration.ofDays(3)).toEpochMilli();
            life.drains.merge(Map.of("api/" + ONE, new Mark(true, ahead)));
            life.drains.mark(life.service, ONE, false);
            assertThat(life.one().draining()).isFalse();
            assertThat(life.drains.laterThan(Map.of("api/" + ONE, new Mark(true, ahead))))
                    .containsExactly(Map.entry("api/" + ONE, new Mark(false, ahead + 1)));
        }
    }

    @Test
    void theSameWordAgainIsNotPassedOn() {
        try (Life life = new Life(null)) {
            List<Mark> heard = new ArrayList<>();
            life.drains.listen((replica, mark) -> heard.add(mark));
            life.drains.mark(life.service, ONE, false);
            life.drains.mark(life.service, ONE, true);
            life.drains.mark(life.service, ONE, true);
            assertThat(heard).extracting(Mark::draining).containsExactly(true);
        }
    }

    @Test
    void namesThatNoReplicaHasAreNotTakenOver() {
        try (Life life = new Life(folder)) {
            assertThat(life.drains.merge(Map.of("api/x\n127.0.0.1:8001", new Mark(true, 1), "", new Mark(true, 1))))
                    .isFalse();
        }
        assertThat(file()).doesNotExist();
    }

    @Test
    void twoThreadsLeaveTheLaterWordInPlace() throws InterruptedException {
        for (int round = 0; round < 200; round++) {
            try (Life life = new Life(null)) {
                CountDownLatch go = new CountDownLatch(1);
                Thread drains = new Thread(() -> merge(life, go, new Mark(true, 10)));
                Thread undrains = new Thread(() -> merge(life, go, new Mark(false, 20)));
                drains.start();
                undrains.start();
                go.countDown();
                drains.join();
                undrains.join();
                assertThat(life.one().draining()).isFalse();
            }
        }
    }

    private static void merge(Life life, CountDownLatch go, Mark mark) {
        try {
            go.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        life.drains.merge(Map.of("api/" + ONE, mark));
    }

    @Test
    void wordsBeyondTheMostPushOutTheOldest() {
        try (Life life = new Life(null)) {
            for (int i = 1; i <= 10_001; i++) {
                life.drains.merge(Map.of("api/10.0.0.1:" + i, new Mark(true, i)));
            }
            assertThat(life.drains.laterThan(Map.of()))
                    .hasSize(10_000)
                    .doesNotContainKey("api/10.0.0.1:1")
                    .containsKey("api/10.0.0.1:10001");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1", "1:", "2:5", "1;5", "1:x", "1:-5", "1:99999999999999999999", "1:1000000000000001"})
    void whatIsNoMarkIsSaidToBeNone(String text) {
        assertThatThrownBy(() -> Mark.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("(expected: 1:<millis> or 0:<millis>)");
    }

    @Test
    void aMarkIsReadAsItWasWritten() {
        assertThat(Mark.parse(new Mark(true, 1763393736000L).text())).isEqualTo(new Mark(true, 1763393736000L));
        assertThat(Mark.parse("0:0")).isEqualTo(new Mark(false, 0));
    }
}
