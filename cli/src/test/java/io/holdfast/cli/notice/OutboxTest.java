package io.holdfast.cli.notice;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutboxTest {

    @TempDir
    Path directory;

    @Test
    void whatWaitsOutlivesTheProcessInOrder() {
        Outbox box = Outbox.open(directory, 10);
        box.add(Sample.notice("one"));
        box.add(Sample.notice("two"));
        box.remove(box.first().orElseThrow());
        box.add(Sample.notice("three"));

        Outbox again = Outbox.open(directory, 10);
        assertThat(again.size()).isEqualTo(2);
        assertThat(again.first().orElseThrow().notice()).isEqualTo(Sample.notice("two"));
        again.remove(again.first().orElseThrow());
        assertThat(again.first().orElseThrow().notice().id()).isEqualTo("three");
    }

    @Test
    void itIsBoundedTheOldestGoingFirst() throws IOException {
        Outbox box = Outbox.open(directory, 3);
        for (int i = 0; i < 10; i++) {
            box.add(Sample.notice("n" + i));
        }

        assertThat(box.size()).isEqualTo(3);
        assertThat(box.first().orElseThrow().notice().id()).isEqualTo("n7");
        assertThat(box.takeDropped()).isEqualTo(7);
        assertThat(box.takeDropped()).isZero();
        try (Stream<Path> files = Files.list(directory)) {
            assertThat(files).hasSize(3);
        }
    }

    @Test
    void aFileThatCannotBeReadIsDroppedAndCounted() throws IOException {
        Outbox.open(directory, 10).add(Sample.notice("one"));
        Files.writeString(directory.resolve("000000000002.json"), "{\"half\":");
        Files.writeString(directory.resolve("000000000003.json"), "{}");

        Outbox box = Outbox.open(directory, 10);
        assertThat(box.size()).isEqualTo(1);
        assertThat(box.takeDropped()).isEqualTo(2);
    }

    @Test
    void aDiskThatRefusesCostsOnlyTheMemoryOverARestart() throws IOException {
        Path file = Files.writeString(directory.resolve("in-the-way"), "");
        Outbox box = Outbox.open(file, 10);
        box.add(Sample.notice("one"));

        assertThat(box.first().orElseThrow().notice().id()).isEqualTo("one");
        box.remove(box.first().orElseThrow());
        assertThat(box.size()).isZero();
    }
}
