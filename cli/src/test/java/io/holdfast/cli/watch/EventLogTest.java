package io.holdfast.cli.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.holdfast.cli.config.WatchSettings.Format;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class EventLogTest {

    private static final LogLine FORM = new LogLine(Format.TEXT, ZoneOffset.UTC);

    @TempDir
    Path directory;

    @Test
    @Timeout(30)
    void aSinkThatBlocksNeverHoldsUpTheWatchAndWhatIsDroppedIsSaid() {
        CountDownLatch released = new CountDownLatch(1);
        List<String> written = new CopyOnWriteArrayList<>();
        EventLog log = new EventLog(
                line -> {
                    uninterrupted(released);
                    written.add(line);
                },
                FORM,
                "test",
                10);
        log.start();
        log.add(entry("first"));
        for (int i = 0; i < 1000; i++) {
            log.add(entry("line " + i));
        }
        long dropped = log.dropped();
        assertThat(dropped).isGreaterThan(980);

        released.countDown();
        await().until(() -> log.dropped() == 0);
        log.close();
        long said = written.stream()
                .filter(line -> line.contains("dropped: "))
                .mapToLong(line -> Long.parseLong(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
        long kept = written.stream().filter(line -> line.contains("[INFO]")).count();
        assertThat(said).isEqualTo(dropped);
        assertThat(kept + said).isEqualTo(1001);
    }

    @Test
    void aDiskThatRefusesIsSaidWhenItWorksAgain() throws Exception {
        Path file = directory.resolve("sub/watch.log");
        Files.writeString(directory.resolve("sub"), "in the way");
        EventLog log = new EventLog(new RotatingFile(file, 1000, 2), FORM, "test", 10);
        log.start();
        log.add(entry("lost"));
        await().until(() -> log.dropped() == 1);
        Files.delete(directory.resolve("sub"));
        log.add(entry("kept"));
        log.close();

        assertThat(Files.readAllLines(file))
                .satisfiesExactly(
                        line -> assertThat(line).endsWith("lines of this log were dropped: 1"),
                        line -> assertThat(line).endsWith("kept"));
    }

    @Test
    void filesAreBoundedInSizeAndNumber() throws IOException {
        Path file = directory.resolve("watch.log");
        RotatingFile rotating = new RotatingFile(file, 100, 3);
        for (int i = 0; i < 50; i++) {
            rotating.write(String.format("%029d", i));
        }
        rotating.close();

        try (Stream<Path> files = Files.list(directory)) {
            assertThat(files).hasSize(3).allSatisfy(one -> assertThat(Files.size(one))
                    .isLessThanOrEqualTo(100));
        }
        assertThat(Files.readAllLines(file)).endsWith(String.format("%029d", 49));
        assertThat(Files.readAllLines(directory.resolve("watch.log.1"))).hasSize(3);
    }

    @Test
    void aRestartGoesOnInTheSameFileAndAMovedOneIsBegunAnew() throws IOException {
        Path file = directory.resolve("watch.log");
        RotatingFile first = new RotatingFile(file, 1000, 3);
        first.write("one");
        first.close();
        RotatingFile second = new RotatingFile(file, 1000, 3);
        second.write("two");
        assertThat(Files.readAllLines(file)).containsExactly("one", "two");

        Files.move(file, directory.resolve("moved"));
        second.write("three");
        second.close();
        assertThat(Files.readAllLines(file)).containsExactly("three");
    }

    private static LogEntry entry(String message) {
        return LogEntry.of(LogEntry.Level.INFO, "test", message, 0);
    }

    private static void uninterrupted(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
