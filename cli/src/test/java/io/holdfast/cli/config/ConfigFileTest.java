package io.holdfast.cli.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.holdfast.cli.config.RestartPolicy.Order;
import io.holdfast.cli.config.RestartPolicy.WhenBusy;
import io.holdfast.cli.driver.DriverSettings;
import io.holdfast.cli.process.ProcessTable;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigFileTest {

    @TempDir
    Path here;

    @Test
    void noFileAtAllIsTheGatewayOfThisMachineAndLabelledContainers() throws Exception {
        Config config = read(Optional.empty(), Map.of());

        assertThat(config.gateway().urls()).containsExactly(URI.create("http://127.0.0.1:8081"));
        assertThat(config.gateway().tokenVariable()).isEqualTo("HOLDFAST_ADMIN_TOKEN");
        assertThat(config.drivers()).containsExactly(DriverSettings.Docker.local());
        assertThat(config.service("anything").orElseThrow().restart()).isEqualTo(RestartPolicy.DEFAULT);
        assertThat(config.state()).isEqualTo(here.resolve(".holdfast"));
    }

    @Test
    void noFileButADemoIsTheDemosProcesses() throws Exception {
        Path demo = Files.createDirectories(here.resolve(".holdfast/demo"));
        new ProcessTable(1, 0, "http://127.0.0.1:8080", "http://127.0.0.1:8081", 2, List.of()).write(demo);

        assertThat(read(Optional.empty(), Map.of()).drivers())
                .containsExactly(new DriverSettings.Processes(here.resolve(".holdfast/demo")));
    }

    @Test
    void theOptionComesBeforeTheVariableAndTheVariableBeforeTheUsualName() throws Exception {
        write("option.yml", "state: /a");
        write("variable.yml", "state: /b");
        Map<String, String> environment = Map.of("HOLDFAST_CONFIG", "variable.yml");

        assertThat(read(Optional.of(Path.of("option.yml")), environment).state())
                .isEqualTo(Path.of("/a"));
        assertThat(read(Optional.empty(), environment).state()).isEqualTo(Path.of("/b"));

        write("holdfast.yml", "state: /c");
        assertThat(read(Optional.empty(), environment).state()).isEqualTo(Path.of("/b"));
        assertThat(read(Optional.empty(), Map.of()).state()).isEqualTo(Path.of("/c"));
    }

    @Test
    void anEmptyFileIsComplete() throws Exception {
        assertThat(config("# nothing yet\n").drivers()).containsExactly(DriverSettings.Docker.local());
    }

    @Test
    void everyDriverIsRead() throws Exception {
        Config config = config("""
                services:
                  a: {docker: {host: "tcp://10.0.0.1:2375", project: shop, service: web, containers: x}}
                  b: {compose: {project: shop, files: [a.yml, /b.yml], command: docker-compose, recreate: false}}
                  c: {systemd: {units: ["c@*.service"], address: "127.0.0.1:{instance}", user: true}}
                  d: {processes: {directory: demo}}
                  e: {command: {replicas: "h:1", restart: "ssh {host} restart {port}", log: [tail, "a b"], timeout: 5s}}
                  f:
                """);

        assertThat(config.drivers())
                .containsExactly(
                        new DriverSettings.Docker(
                                Optional.of("tcp://10.0.0.1:2375"),
                                Optional.of("shop"),
                                List.of("web"),
                                List.of("x"),
                                Optional.of("a")),
                        new DriverSettings.Compose(
                                new DriverSettings.Docker(
                                        Optional.empty(),
                                        Optional.of("shop"),
                                        List.of("b"),
                                        List.of(),
                                        Optional.of("b")),
                                List.of(here.resolve("a.yml"), Path.of("/b.yml")),
                                here,
                                List.of("docker-compose"),
                                false),
                        new DriverSettings.Systemd(Map.of("c", List.of("c@*.service")), "127.0.0.1:{instance}", true),
                        new DriverSettings.Processes(here.resolve("demo")),
                        new DriverSettings.Command(
                                Map.of("e", List.of("h:1")),
                                List.of(),
                                List.of(),
                                List.of(),
                                List.of("ssh", "{host}", "restart", "{port}"),
                                List.of("tail", "a b"),
                                Duration.ofSeconds(5)),
                        new DriverSettings.Docker(
                                Optional.empty(), Optional.empty(), List.of("f"), List.of(), Optional.of("f")));
        assertThat(config.service("g")).isEmpty();
    }

    @Test
    void aServicesOwnRestartSectionStandsBeforeTheGeneralOne() throws Exception {
        Config config = config("""
                restart: {order: idle-first, max-unavailable: 2, settle: 0, up: 90s}
                services:
                  api: {restart: {settle: 250ms, when-busy: stop}}
                """);

        assertThat(config.service("api").orElseThrow().restart())
                .isEqualTo(new RestartPolicy(
                        Order.IDLE_FIRST,
                        2,
                        Duration.ofSeconds(30),
                        WhenBusy.STOP,
                        Duration.ofSeconds(30),
                        Duration.ofSeconds(90),
                        Duration.ofMillis(250)));
    }

    @Test
    void oneReadingFindsEveryMistakeAndNamesKeyValueAndWhatIsExpected() {
        assertThat(problems("""
                gatway: {}
                gateway: {urls: [ftp://x, "http://10.0.0.1:8081/"], tokn: x}
                restart: {order: random, max-unavailable: 0, settle: soon, when-busy: 7}
                services:
                  a: {docker: {host: /var/run/docker.sock}, systemd: {}}
                  b: {compose: {}, restart: 5}
                  c: {systemd: {address: "x:1"}}
                  d: {command: {restart: "ssh {hots} 'x'", start: "go {prot}"}}
                """))
                .containsExactlyInAnyOrder(
                        "holdfast.yml: gatway: unknown key (expected: restart, services, state, gateway, watch, notifications)",
                        "holdfast.yml: gateway.urls: ftp://x (expected: a URL such as http://127.0.0.1:8081)",
                        "holdfast.yml: gateway.tokn: unknown key (expected: urls, token-file, token-env)",
                        "holdfast.yml: restart.order: random (expected: down-first, listed, reverse, idle-first)",
                        "holdfast.yml: restart.max-unavailable: 0 (expected: a number from 1 to 1000)",
                        "holdfast.yml: restart.settle: soon (expected: a duration from 0s to 1d, such as 10s)",
                        "holdfast.yml: restart.when-busy: 7 (expected: restart, stop)",
                        "holdfast.yml: services.a.systemd: {} (expected: one driver, not also docker)",
                        "holdfast.yml: services.a.docker.host: /var/run/docker.sock (expected: unix:///path or tcp://host:port)",
                        "holdfast.yml: services.b.compose.project: missing (expected: the project's name, as docker compose ls shows it)",
                        "holdfast.yml: services.b.restart: 5 (expected: a mapping of keys to values)",
                        "holdfast.yml: services.c.systemd.units: missing (expected: units or patterns such as c@*.service)",
                        "holdfast.yml: services.d.command.start: go {prot} (expected: only {service} {replica} {name} {host} {port})",
                        "holdfast.yml: services.d.command.restart: ssh {hots} 'x' (expected: a command without quotes, or a list of its words; no shell reads it)");
    }

    @Test
    void brokenYamlNamesTheLine() {
        assertThat(problems("restart:\n  settle: 5s\n  settle: 6s\n"))
                .singleElement()
                .asString()
                .startsWith("holdfast.yml: line 3: ")
                .contains("duplicate key settle");
        assertThat(problems("- a\n")).containsExactly("holdfast.yml: [a] (expected: a mapping of keys to values)");
        assertThat(problems("x: !!java.net.URL [http://x]\n")).hasSize(1);
    }

    @Test
    void aFileThatIsNotThereSaysWhoNamedIt() {
        assertThat(catchThrowableOfType(ConfigException.class, () -> read(Optional.of(Path.of("none.yml")), Map.of()))
                        .problems())
                .containsExactly("--config: none.yml: no such file (expected: a YAML file)");
        assertThat(catchThrowableOfType(
                                ConfigException.class,
                                () -> read(Optional.empty(), Map.of("HOLDFAST_CONFIG", "gone.yml")))
                        .problems())
                .containsExactly("HOLDFAST_CONFIG: gone.yml: no such file (expected: a YAML file)");
    }

    @Test
    void theExampleIsReadWithoutComplaint() throws Exception {
        Path example = Path.of("..", "config", "holdfast.yml").toAbsolutePath();

        Config config = read(Optional.of(example), Map.of());

        assertThat(config.services()).containsOnlyKeys("api", "reports", "search", "legacy");
        assertThat(config.restart()).isEqualTo(RestartPolicy.DEFAULT);
    }

    private Config config(String text) throws IOException {
        write("holdfast.yml", text);
        return read(Optional.empty(), Map.of());
    }

    private List<String> problems(String text) {
        return catchThrowableOfType(ConfigException.class, () -> config(text)).problems();
    }

    private Config read(Optional<Path> given, Map<String, String> environment) throws ConfigException {
        return new ConfigFile(here, environment).read(given);
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(here.resolve(name), text);
    }
}
