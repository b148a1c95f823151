package io.holdfast.cli.replicas;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.holdfast.cli.gateway.ScriptedManagement;
import io.holdfast.cli.gateway.ScriptedManagement.Said;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class ReplicaCommandsTest {

    private static final String LISTING = """
            {"services":[{"service":"api","panic":true,"held":2,"breaker":"OPEN","replicas":[
              {"replica":"127.0.0.1:8001","state":"UP","health":"UP","breaker":"CLOSED","inFlight":3,"latencyMillis":12.5},
              {"replica":"127.0.0.1:8002","state":"DOWN","health":"DOWN","reason":"UNREACHABLE","breaker":"CLOSED",
               "lastFailure":"connection refused"}]},
             {"service":"web","replicas":[]}]}""";

    private final ScriptedManagement management;
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    ReplicaCommandsTest() throws Exception {
        management = new ScriptedManagement(asked -> new Said(200, LISTING));
    }

    @AfterEach
    void end() {
        management.close();
    }

    @Test
    void replicasAreATableWithRemarks() {
        assertThat(run(new ReplicasCommand())).isZero();

        assertThat(out.toString().lines().toList())
                .satisfiesExactly(
                        line -> assertThat(line).matches("SERVICE +REPLICA +STATE .*LAST FAILURE"),
                        line -> assertThat(line).matches("api +127.0.0.1:8001 +UP +- +3 +0 +0 +12.5 ms +CLOSED +0 +-"),
                        line -> assertThat(line)
                                .matches("api +127.0.0.1:8002 +DOWN \\(unreachable\\) .* connection refused"),
                        line -> assertThat(line).contains("api: no replica is well"),
                        line -> assertThat(line).isEqualTo("api: 2 requests wait for a replica"),
                        line -> assertThat(line).isEqualTo("api: breaker OPEN"),
                        line -> assertThat(line).isEqualTo("web: no replicas"));
    }

    @Test
    void statesAreColouredWhereThereIsATerminal() {
        CommandLine line = new CommandLine(new ReplicasCommand())
                .setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.ON));

        assertThat(run(line)).isZero();

        assertThat(out.toString()).contains("\u001b[32mUP\u001b", "\u001b[31mDOWN (unreachable)\u001b");
    }

    @Test
    void replicasOfOneServiceAsJson() throws Exception {
        assertThat(run(new ReplicasCommand(), "api", "--json")).isZero();

        JsonNode gateway =
                new ObjectMapper().readTree(out.toString()).path("gateways").get(0);
        assertThat(gateway.path("gateway").asText()).isEqualTo(management.url().toString());
        assertThat(gateway.path("services")).hasSize(1);
        assertThat(gateway.at("/services/0/replicas/1/state").asText()).isEqualTo("DOWN");
    }

    @Test
    void aServiceThatIsNotThereNamesThoseThatAre() {
        assertThat(run(new ReplicasCommand(), "apo")).isEqualTo(2);
        assertThat(err.toString()).startsWith("SERVICE: apo (expected: one of api, web)");
    }

    @Test
    void aGatewayThatIsAwayIsExitCode3AndOneLine() {
        management.close();

        assertThat(run(new ReplicasCommand())).isEqualTo(3);
        assertThat(err.toString().lines()).hasSize(1);
        assertThat(err.toString()).contains("cannot be reached");
    }

    @Test
    void drainWaitsAndSaysNoWhenWorkIsLeft() {
        management.script(
                asked -> new Said(200, "{\"state\":\"DRAINING\",\"inFlight\":2,\"webSockets\":1,\"idle\":false}"));

        assertThat(run(new DrainCommand(), "api", "127.0.0.1:8001", "--wait", "30s"))
                .isEqualTo(1);
        assertThat(run(new DrainCommand(), "api", "127.0.0.1:8001")).isZero();

        assertThat(out.toString().lines()).containsOnly("127.0.0.1:8001: DRAINING, 2 in flight, 1 WebSockets");
        assertThat(management.asked().get(0).body()).isEqualTo("{\"action\":\"drain\",\"wait\":\"30s\"}");
        assertThat(management.asked().get(1).body()).isEqualTo("{\"action\":\"drain\"}");
    }

    @Test
    void theLastUsableReplicaIsARefusalUnlessForced() {
        management.script(asked -> asked.body().contains("\"force\":true")
                ? new Said(200, "{\"state\":\"DRAINING\",\"idle\":true}")
                : Said.problem(409, "x is the last usable replica of api"));

        assertThat(run(new DrainCommand(), "api", "x")).isEqualTo(1);
        assertThat(err.toString()).contains("x is the last usable replica of api");
        assertThat(run(new DrainCommand(), "api", "x", "--force")).isZero();
    }

    @Test
    void wrongWordsAreWrongUsage() {
        management.script(asked -> Said.problem(404, "No replica x of api; there is y."));

        assertThat(run(new UndrainCommand(), "api", "x")).isEqualTo(2);
        assertThat(err.toString()).contains("No replica x of api; there is y.");
        assertThat(run(new DrainCommand(), "api", "x", "--wait", "soon")).isEqualTo(2);
        assertThat(err.toString()).contains("--wait: soon (expected: a duration up to 10m, such as 30s)");
    }

    @Test
    void everyGatewayIsToldThoughOneIsAway() throws Exception {
        management.script(asked -> new Said(200, "{\"state\":\"UP\",\"idle\":true}"));
        ScriptedManagement gone = new ScriptedManagement(asked -> new Said(200, ""));
        gone.close();

        assertThat(run(new UndrainCommand(), "api", "x", "--gateway", gone.url().toString(), "--json"))
                .isEqualTo(3);

        assertThat(management.asked()).hasSize(1);
        JsonNode said = new ObjectMapper().readTree(out.toString()).path("gateways");
        assertThat(said).hasSize(2);
        assertThat(said.get(0).path("state").asText()).isEqualTo("UP");
        assertThat(said.get(1).path("error").asText()).contains("cannot be reached");
    }

    private int run(Object command, String... arguments) {
        return run(new CommandLine(command), arguments);
    }

    private int run(CommandLine line, String... arguments) {
        List<String> words =
                new ArrayList<>(List.of("--gateway", management.url().toString()));
        words.addAll(List.of(arguments));
        return line.setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(words.toArray(String[]::new));
    }
}
