package io.holdfast.cli.notice;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.holdfast.cli.gateway.ScriptedManagement;
import io.holdfast.cli.gateway.ScriptedManagement.Said;
import io.holdfast.cli.watch.CommandRun;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NotifyTestCommandTest {

    @TempDir
    Path here;

    private ScriptedManagement receiver;
    private CommandRun command;

    @BeforeEach
    void begin() throws Exception {
        receiver = new ScriptedManagement(asked -> new Said(asked.line().endsWith("/broken") ? 410 : 200, "{}"));
        command = new CommandRun(here.resolve("holdfast.yml"));
        configure("""
                notifications:
                  ops: {webhook: {url: "%1$s/good"}}
                  old: {webhook: {url: "%1$s/broken"}}
                """.formatted(receiver.url()));
    }

    @AfterEach
    void end() {
        receiver.close();
    }

    @Test
    void aChannelThatTookItIs0AndGotANoticeThatSaysItIsATest() throws Exception {
        assertThat(test("ops")).isZero();

        assertThat(command.out.toString().lines())
                .singleElement()
                .asString()
                .startsWith("ops (")
                .endsWith("): delivered");
        assertThat(receiver.asked()).singleElement().satisfies(asked -> {
            assertThat(asked.line()).isEqualTo("POST /good");
            assertThat(json(asked.body()).path("kind").asText()).isEqualTo("test");
        });
    }

    @Test
    void oneThatDidNotTakeItIs1AndTheOthersAreToldAllTheSame() {
        assertThat(test()).isEqualTo(1);
        assertThat(command.out.toString().lines())
                .satisfiesExactlyInAnyOrder(
                        line -> assertThat(line).startsWith("ops (").endsWith("): delivered"), line -> assertThat(line)
                                .startsWith("old (")
                                .contains("): FAILED: ")
                                .contains("410"));
    }

    @Test
    void jsonHasEveryChannel() {
        assertThat(test("--json")).isEqualTo(1);

        JsonNode report = json(command.out.toString());
        assertThat(report.path("delivered").asBoolean(true)).isFalse();
        assertThat(report.path("channels")).hasSize(2);
        assertThat(report.path("channels").findValuesAsText("problem"))
                .singleElement()
                .asString()
                .contains("410");
    }

    @Test
    void noChannelIs1() throws Exception {
        configure("state: state\n");

        assertThat(test()).isEqualTo(1);
        assertThat(command.out.toString()).contains("no channel is configured (expected: ");
        assertThat(test("pager")).isEqualTo(2);
        assertThat(command.err.toString())
                .contains("CHANNEL: pager (expected: a section notifications in holdfast.yml)");
    }

    @Test
    void aWrongNameIs2() {
        assertThat(test("pager")).isEqualTo(2);
        assertThat(command.err.toString()).contains("CHANNEL: pager (expected: one of ops, old)");
        assertThat(receiver.asked()).isEmpty();
    }

    @Test
    void aMissingSecretIs3AndNamesTheVariable() throws Exception {
        configure("notifications: {team: {slack: {url-env: HOLDFAST_TEST_NOT_SET}}}\n");

        assertThat(test()).isEqualTo(3);
        assertThat(command.err.toString()).contains("HOLDFAST_TEST_NOT_SET is not set");
    }

    private int test(String... arguments) {
        return command.run(new NotifyTestCommand(), arguments);
    }

    private void configure(String text) throws Exception {
        Files.writeString(here.resolve("holdfast.yml"), text);
    }

    private static JsonNode json(String text) {
        try {
            return new ObjectMapper().readTree(text);
        } catch (Exception wrong) {
            throw new AssertionError(text, wrong);
        }
    }
}
