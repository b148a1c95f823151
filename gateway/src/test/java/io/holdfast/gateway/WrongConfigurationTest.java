package io.holdfast.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** A gateway that cannot start as it is configured says why in one message, whoever refused the value. */
@ExtendWith(OutputCaptureExtension.class)
class WrongConfigurationTest {

    private static final String REPLICA = "holdfast.services.api.replicas=http://127.0.0.1:1";
    private static final String ROUTES = "spring.cloud.gateway.server.webflux.routes";

    static List<Arguments> wrongValues() {
        return List.of(
                wrong(
                        "holdfast.services: nothing (expected: a service and its replicas, such as"
                                + " holdfast.services.api.replicas: http://127.0.0.1:8001)",
                        "server.port=0"),
                wrong("server.port: 99999 (expected: 0 to 65535)", REPLICA, "server.port=99999"),
                wrong(
                        "management.server.port: 18080 (expected: another port than server.port",
                        REPLICA,
                        "server.port=18080",
                        "management.server.port=18080"),
                wrong(
                        "spring.cloud.gateway.server.webflux.trusted-proxies: (( (expected: a regular expression)",
                        REPLICA,
                        "spring.cloud.gateway.server.webflux.trusted-proxies=(("),
                wrong(
                        ROUTES + ": route one: predicates: Paht (expected: one of After, Before, ",
                        REPLICA,
                        ROUTES + "[0].id=one",
                        ROUTES + "[0].uri=holdfast://api",
                        ROUTES + "[0].predicates[0]=Paht=/**"),
                wrong(
                        ROUTES + ": route one: filters: StripPrefx (expected: one of AddRequestHeader, ",
                        REPLICA,
                        ROUTES + "[0].id=one",
                        ROUTES + "[0].uri=holdfast://api",
                        ROUTES + "[0].predicates[0]=Path=/**",
                        ROUTES + "[0].filters[0]=StripPrefx=1"),
                wrong(
                        "spring.cloud.gateway.routes: no such property (expected: " + ROUTES + ")",
                        REPLICA,
                        "spring.cloud.gateway.routes[0].id=one"),
                wrong(
                        "ssl.bundle: entry (expected: a bundle that is configured as spring.ssl.bundle.pem.entry or",
                        REPLICA,
                        "server.ssl.bundle=entry"),
                wrong(
                        "/nowhere/entry.pem",
                        REPLICA,
                        "server.ssl.bundle=entry",
                        "spring.ssl.bundle.pem.entry.keystore.certificate=/nowhere/entry.pem"),
                wrong(
                        "Unable to create key store: ",
                        REPLICA,
                        "server.ssl.bundle=entry",
                        "spring.ssl.bundle.pem.entry.keystore.certificate=-----BEGIN CERTIFICATE-----\nx\n-----END"
                                + " CERTIFICATE-----"),
                wrong("/nowhere/gateway.yml", "spring.config.additional-location=file:/nowhere/gateway.yml"));
    }

    private static Arguments wrong(String said, String... properties) {
        return Arguments.of(said, properties);
    }

    private static void start(String... properties) {
        List<String> args = new ArrayList<>(List.of("--logging.level.holdfast=off"));
        if (Arrays.stream(properties).noneMatch(p -> p.startsWith("server.port"))) {
            args.add("--server.port=0");
        }
        if (Arrays.stream(properties).noneMatch(p -> p.startsWith("management.server.port"))) {
            args.add("--management.server.port=0");
        }
        Arrays.stream(properties).map(p -> "--" + p).forEach(args::add);
        SpringApplication.run(HoldfastGateway.class, args.toArray(String[]::new))
                .close();
    }

    private static void refuses(CapturedOutput output, String said, String... properties) {
        assertThatThrownBy(() -> start(properties)).isInstanceOf(Exception.class);
        assertThat(output.getAll())
                .contains("APPLICATION FAILED TO START")
                .contains(said)
                .doesNotContain("\tat ");
    }

    @ParameterizedTest
    @MethodSource("wrongValues")
    void aWrongValueIsSaidWithoutAStackTrace(String said, String[] properties, CapturedOutput output) {
        refuses(output, said, properties);
    }

    @Test
    void aFileThatIsNotYamlIsShownAtTheLine(@TempDir Path folder, CapturedOutput output) throws IOException {
        Path file = Files.writeString(folder.resolve("broken.yml"), "holdfast:\n  services: [\n   api: }\n");
        refuses(output, "A configuration file is not YAML: ", "spring.config.additional-location=file:" + file);
        assertThat(output.getAll()).contains("at line 3, column 9").contains("   api: }");
    }

    @Test
    void aPortInUseIsNamed(CapturedOutput output) throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("0.0.0.0"))) {
            String port = Integer.toString(taken.getLocalPort());
            refuses(output, "Port " + port + " was already in use", REPLICA, "server.port=" + port);
        }
    }
}
