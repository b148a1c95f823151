package io.holdfast.cli.watch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.holdfast.cli.driver.FakeEngine;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckCommandTest {

    @TempDir
    Path here;

    private FakeEngine engine;
    private CommandRun command;

    @BeforeEach
    void begin() throws Exception {
        engine = new FakeEngine(here.resolve("docker.sock"));
        engine.run("api-1", "api");
        engine.run("api-2", "api");
        Path config = Files.writeString(
                here.resolve("holdfast.yml"), "services: {api: {docker: {host: \"%s\"}}}\n".formatted(engine.host()));
        command = new CommandRun(config);
    }

    @AfterEach
    void end() throws Exception {
        engine.close();
    }

    @Test
    void allWellIsALineForEachAnd0() {
        assertThat(check()).isZero();
        assertThat(command.out.toString().lines())
                .hasSize(2)
                .allMatch(
                        line -> line.matches("\\[[-0-9]{10} [:0-9]{8}] \\[INFO] Container: api-[12] \\| Status: running"
                                + " \\| Health: healthy"));
    }

    @Test
    void oneUnhealthyIs1AndDetailsSayWhy() {
        engine.turnUnhealthy("api-2", "connection refused");

        assertThat(check("--details")).isEqualTo(1);
        assertThat(command.out.toString())
                .contains("[WARNING] Container: api-2 | Status: running | Health: unhealthy")
                .contains("    Health output: connection refused");
    }

    @Test
    void oneInMaintenanceIsNotAsked() {
        engine.label("api-2", FaultRule.MAINTENANCE_LABEL, "true");
        engine.stop("api-2");

        assertThat(check()).isZero();
        assertThat(command.out.toString())
                .contains("Container: api-2 | Status: exited")
                .contains("maintenance");
    }

    @Test
    void aNameThatIsNotThereIsMissing() throws Exception {
        Files.writeString(
                here.resolve("holdfast.yml"),
                "services: {api: {docker: {host: \"%s\", containers: [api-1, ghost]}}}\n".formatted(engine.host()));

        assertThat(check("ghost")).isEqualTo(1);
        assertThat(command.out.toString().lines())
                .singleElement()
                .asString()
                .endsWith("[ERROR] Container: ghost | Status: missing | Health: none");
    }

    @Test
    void jsonHasEveryContainer() throws Exception {
        engine.crash("api-1", 4);

        assertThat(check("--json")).isEqualTo(1);
        JsonNode report = new ObjectMapper().readTree(command.out.toString());
        assertThat(report.path("healthy").asBoolean()).isFalse();
        assertThat(report.path("errors")).isEmpty();
        assertThat(report.path("containers")).hasSize(2);
        JsonNode first = report.path("containers").get(0);
        assertThat(first.path("container").asText()).isEqualTo("api-1");
        assertThat(first.path("service").asText()).isEqualTo("api");
        assertThat(first.path("status").asText()).isEqualTo("exited");
        assertThat(first.path("exitCode").asInt()).isEqualTo(4);
        assertThat(first.path("healthy").asBoolean()).isFalse();
    }

    @Test
    void withoutASocketItSaysSoAndEndsWith3() throws Exception {
        engine.close();

        assertThat(check()).isEqualTo(3);
        assertThat(command.err.toString())
                .startsWith("holdfast check: ")
                .contains("the socket does not exist (expected: a running engine");
        assertThat(check("--json")).isEqualTo(3);
        JsonNode report = new ObjectMapper().readTree(command.out.toString());
        assertThat(report.path("healthy").asBoolean(true)).isFalse();
        assertThat(report.path("errors").get(0).asText()).contains("the socket does not exist");
    }

    @Test
    void nothingToCheckIsNotWell() {
        engine.remove("api-1");
        engine.remove("api-2");

        assertThat(check()).isEqualTo(1);
        assertThat(command.err.toString()).contains("nothing to check (expected: ");
    }

    @Test
    void aNameThatNothingHasIsMissingBesideThoseThatAreThere() {
        assertThat(check("api-1", "nobody")).isEqualTo(1);
        assertThat(command.out.toString().lines())
                .satisfiesExactly(
                        line -> assertThat(line).endsWith("Container: api-1 | Status: running | Health: healthy"),
                        line -> assertThat(line).endsWith("Container: nobody | Status: missing | Health: none"));
    }

    @Test
    void wrongUsageAndWrongConfigurationAre2() throws Exception {
        assertThat(check("--often")).isEqualTo(2);
        assertThat(command.err.toString()).contains("--often");

        Files.writeString(here.resolve("holdfast.yml"), "watch: {interval: soon}\n");
        assertThat(check()).isEqualTo(2);
        assertThat(command.err.toString()).contains("watch.interval: soon (expected: ");
    }

    private int check(String... arguments) {
        return command.run(new CheckCommand(), arguments);
    }
}
