package io.holdfast.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What a user sees of a wrong configuration: the process itself, its output and its exit code. */
class StartTest {

    private record Ended(int exitCode, String output) {}

    /** Without the tests' own resources, whose logging is another one. */
    private static String classPath() {
        String all = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        return Arrays.stream(all.split(File.pathSeparator))
                .filter(entry -> !entry.endsWith("test-classes"))
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static Ended run(String... args) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                System.getProperty("java.home") + File.separator + "bin" + File.separator + "java",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                classPath(),
                HoldfastGateway.class.getName(),
                "--server.port=0",
                "--management.server.port=0"));
        command.addAll(List.of(args));
        File output = File.createTempFile("start", ".log", new File("target"));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output)
                .start();
        process.getOutputStream().close();
        try {
            assertThat(process.waitFor(60, TimeUnit.SECONDS))
                    .as("it ends by itself")
                    .isTrue();
            return new Ended(process.exitValue(), Files.readString(output.toPath(), StandardCharsets.UTF_8));
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void wrongValuesStopTheStartWithOneMessageAndNoStackTrace() throws Exception {
        Ended ended = run(
                "--holdfast.services.api.replicas=http://127.0.0.1:8001",
                "--holdfast.services.api.hold.max-wait=-1s",
                "--holdfast.services.api.hold.max-wiat=5s");
        assertThat(ended.exitCode()).isEqualTo(1);
        assertThat(ended.output())
                .contains("The configuration has 2 problems:")
                .contains("    holdfast.services.api.hold.max-wait: -1s (expected: > 0s)")
                .contains("    holdfast.services.api.hold.max-wiat: no such property (expected: one of max-wait,")
                .doesNotContain("\tat ")
                .doesNotContain("Exception");
    }

    @Test
    void aManagementPortBeyondLoopbackAsksForAToken() throws Exception {
        Ended ended = run("--management.server.address=0.0.0.0");
        assertThat(ended.exitCode()).isEqualTo(1);
        assertThat(ended.output())
                .contains("    holdfast.admin.token: nothing (expected: a token, since the management port listens on"
                        + " 0.0.0.0; or management.server.address: 127.0.0.1)")
                .doesNotContain("\tat ");
    }

    @Test
    void itEndsWithItsInputWhereItIsToldTo() throws Exception {
        Ended ended = run("--end-with-input", "--holdfast.services.api.replicas=http://127.0.0.1:8001");
        assertThat(ended.exitCode()).isZero();
    }

    @Test
    void severalServicesAskForRoutes() throws Exception {
        Ended ended = run(
                "--holdfast.services.a.replicas=http://127.0.0.1:8001",
                "--holdfast.services.b.replicas=http://127.0.0.1:8002");
        assertThat(ended.exitCode()).isEqualTo(1);
        assertThat(ended.output())
                .contains("    spring.cloud.gateway.server.webflux.routes: nothing (expected: a route to each of the"
                        + " services a, b, since there are several)")
                .doesNotContain("\tat ");
    }

    @Test
    void aRouteToAnUnknownServiceStopsTheStart() throws Exception {
        Ended ended = run(
                "--holdfast.services.api.replicas=http://127.0.0.1:8001",
                "--spring.cloud.gateway.server.webflux.routes[0].id=one",
                "--spring.cloud.gateway.server.webflux.routes[0].uri=holdfast://apj",
                "--spring.cloud.gateway.server.webflux.routes[1].id=two",
                "--spring.cloud.gateway.server.webflux.routes[1].uri=holdfast://api:80/v1",
                "--spring.cloud.gateway.server.webflux.routes[1].predicates[0]=Path=/two/**",
                "--spring.cloud.gateway.server.webflux.routes[0].predicates[0]=Path=/**");
        assertThat(ended.exitCode()).isEqualTo(1);
        assertThat(ended.output())
                .contains("route one: uri: holdfast://apj (expected: holdfast:// and one of api)")
                .contains("route two: uri: holdfast://api:80/v1 (expected: holdfast:// and one of api)")
                .doesNotContain("\tat ");
    }
}
