package io.holdfast.stub.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileJournalTest {
    @TempDir
    Path directory;

    private static List<String> read(Journal journal) throws IOException {
        List<String> lines = new ArrayList<>();
        journal.read(() -> lines.add("anew"), lines::add);
        return lines;
    }

    @Test
    void everyReaderSeesTheLinesOfAllOnce() throws IOException {
        Journal one = new FileJournal(directory.resolve("j"));
        Journal two = new FileJournal(directory.resolve("j"));
        one.append("a");
        two.append("b ü");
        assertThat(read(one)).containsExactly("a", "b ü");
        assertThat(read(one)).isEmpty();
        one.append("c");
        assertThat(read(one)).containsExactly("c");
        assertThat(read(two)).containsExactly("a", "b ü", "c");
    }

    @Test
    void aLineThatIsNotWholeYetIsLeftForLater() throws IOException {
        Path file = directory.resolve("j");
        Journal journal = new FileJournal(file);
        Files.writeString(file, "a\nhal");
        assertThat(read(journal)).containsExactly("a");
        Files.writeString(file, "a\nhalf\n");
        assertThat(read(journal)).containsExactly("half");
    }

    @Test
    void linesLongerThanAPieceAreRead() throws IOException {
        Journal journal = new FileJournal(directory.resolve("j"));
        String large = "x".repeat(300_000);
        journal.append("a");
        journal.append(large);
        journal.append("b");
        assertThat(read(journal)).containsExactly("a", large, "b");
    }

    @Test
    void aFileThatWasRemovedIsBegunAnew() throws IOException {
        Path file = directory.resolve("j");
        Journal journal = new FileJournal(file);
        journal.append("a long line");
        read(journal);
        Files.delete(file);
        journal.append("b");
        assertThat(read(journal)).containsExactly("anew", "b");
    }

    @Test
    void executionsAreCountedOverAllReplicas() throws IOException {
        Executions one = new Executions(new FileJournal(directory.resolve("e")));
        Executions two = new Executions(new FileJournal(directory.resolve("e")));
        one.record("q 1", "a", "");
        two.record("q 1", "b", "hash");
        two.record("q2", "b", "");
        assertThat(one.counts()).isEqualTo(Map.of("q_1", 2, "q2", 1));
        assertThat(one.count("q 1")).isEqualTo(2);
        assertThat(one.done("hash")).isTrue();
        assertThat(one.done("-")).isFalse();
        assertThat(Files.readAllLines(directory.resolve("e"))).containsExactly("q_1 a -", "q_1 b hash", "q2 b -");
    }
}
