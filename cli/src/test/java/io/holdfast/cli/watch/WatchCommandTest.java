package io.holdfast.cli.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.holdfast.cli.driver.FakeEngine;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WatchCommandTest {

    @TempDir
    Path here;

    private CommandRun command;

    @BeforeEach
    void begin() throws Exception {
        command = new CommandRun(here.resolve("holdfast.yml"));
        configure("");
    }

    @Test
    void wrongWordsAre2() {
        assertThat(watch("--interval", "soon")).isEqualTo(2);
        assertThat(command.err.toString()).contains("--interval: soon (expected: a duration from 1s on, such as 60s)");
        assertThat(watch("--interval", "0")).isEqualTo(2);
        assertThat(watch("--log-format", "xml")).isEqualTo(2);
        assertThat(command.err.toString()).contains("xml").contains("TEXT");
    }

    @Test
    void wrongConfigurationIs2() throws Exception {
        configure("watch: {max-restarts: 0}\n");

        assertThat(watch()).isEqualTo(2);
        assertThat(command.err.toString()).contains("watch.max-restarts: 0 (expected: ");
    }

    @Test
    void aSecretThatIsMissingIsSaidBeforeAnythingIsWatched() throws Exception {
        configure("notifications: {team: {slack: {url-env: HOLDFAST_TEST_NOT_SET}}}\n");

        assertThat(watch()).isEqualTo(3);
        assertThat(command.err.toString())
                .contains("HOLDFAST_TEST_NOT_SET is not set (expected: the environment variable");
        assertThat(command.out.toString()).isEmpty();
    }

    @Test
    void withoutASocketItSaysSoOnceAndWatchesOnceThereIsOne() throws Exception {
        Path log = here.resolve("watch.log");
        Thread watching = new Thread(() ->
                watch("--continuous", "--interval", "1", "--log-file", log.toString(), "--log-format", "json", "api"));
        watching.start();
        try {
            await().until(() -> events(log).contains("engine-away"));
            try (FakeEngine engine = new FakeEngine(here.resolve("docker.sock"))) {
                engine.run("api-1", "api");
                await().until(() -> events(log).contains("status"));
            }
        } finally {
            watching.interrupt();
            watching.join();
        }

        assertThat(events(log)).containsSubsequence("begin", "engine-away", "engine-back", "status");
        assertThat(lines(log).get(0).path("message").asText()).isEqualTo("Watching each 1s, automatic restart off");
        assertThat(lines(log))
                .filteredOn(line -> line.path("event").asText().equals("engine-away"))
                .first()
                .satisfies(line ->
                        assertThat(line.path("message").asText()).contains("the socket does not exist (expected: "));
        assertThat(here.resolve("state/watch.json")).exists();
    }

    private void configure(String more) throws Exception {
        Files.writeString(here.resolve("holdfast.yml"), """
                state: state
                services: {api: {docker: {host: "unix://%s"}}}
                %s""".formatted(here.resolve("docker.sock"), more));
    }

    private int watch(String... arguments) {
        return command.run(new WatchCommand(), arguments);
    }

    private static List<String> events(Path log) throws Exception {
        return lines(log).stream().map(line -> line.path("event").asText()).toList();
    }

    private static List<JsonNode> lines(Path log) throws Exception {
        List<JsonNode> lines = new ArrayList<>();
        if (Files.exists(log)) {
            for (String line : Files.readAllLines(log)) {
                lines.add(new ObjectMapper().readTree(line));
            }
        }
        return lines;
    }
}
