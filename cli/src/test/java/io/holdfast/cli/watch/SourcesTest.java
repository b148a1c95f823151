package io.holdfast.cli.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.cli.config.ConfigFile;
import io.holdfast.cli.driver.Instance;
import io.holdfast.cli.process.ProcessTable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Names on the command line while a demo runs, without a configuration. */
class SourcesTest {

    @TempDir
    Path here;

    /** Kept by this process. */
    @BeforeEach
    void begin() throws Exception {
        ProcessHandle keeper = ProcessHandle.current();
        List<ProcessTable.Row> rows = Stream.of("1", "2")
                .map(number -> row("replica-" + number, "127.0.0.1:800" + number))
                .toList();
        Path demo = Files.createDirectories(here.resolve(".holdfast/demo"));
        new ProcessTable(keeper.pid(), ProcessTable.startOf(keeper), "", "", 0, rows).write(demo);
    }

    private static ProcessTable.Row row(String name, String address) {
        return new ProcessTable.Row(
                name,
                "api",
                address,
                "",
                0,
                ProcessTable.State.STOPPED,
                "2026-01-01T00:00:00Z",
                "2026-01-01T00:00:01Z",
                0,
                "",
                "",
                "");
    }

    @Test
    void aServiceOfTheDemoIsAllOfIt() throws Exception {
        assertThat(named("api")).containsExactly("replica-1", "replica-2");
    }

    @Test
    void aReplicaOfTheDemoIsFoundByItsNameAndItsAddress() throws Exception {
        assertThat(named("replica-1")).containsExactly("replica-1");
        assertThat(named("127.0.0.1:8002")).containsExactly("replica-2");
    }

    private List<String> named(String name) throws Exception {
        try (Sources sources = Sources.open(new ConfigFile(here, Map.of()).read(Optional.empty()), List.of(name))) {
            assertThat(sources.all()).hasSize(1);
            return sources.all().get(0).list().stream().map(Instance::name).toList();
        }
    }
}
