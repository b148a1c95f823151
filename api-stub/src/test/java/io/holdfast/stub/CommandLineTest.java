package io.holdfast.stub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CommandLineTest {
    @Test
    void withoutArgumentsItIsTheDefault() {
        assertThat(CommandLine.parse(List.of(), Map.of())).isEqualTo(Settings.defaults());
    }

    @Test
    void argumentsAreReadInBothForms() {
        Settings settings = CommandLine.parse(
                List.of("--port=8001", "--name", "a", "--state", "/tmp/x", "--faults", "--keep-alive", "750ms"),
                Map.of());
        assertThat(settings)
                .isEqualTo(Settings.defaults()
                        .withPort(8001)
                        .withName("a")
                        .withState(Path.of("/tmp/x"))
                        .withFaults(true)
                        .withKeepAlive(Duration.ofMillis(750)));
    }

    @Test
    void argumentsGoOverTheEnvironment() {
        Settings settings = CommandLine.parse(
                List.of("--port", "8002"),
                Map.of("STUB_PORT", "8001", "STUB_NAME", "b", "STUB_FAULTS", "true", "STUB_SHUTDOWN_GRACE", "3s"));
        assertThat(settings)
                .isEqualTo(Settings.defaults()
                        .withPort(8002)
                        .withName("b")
                        .withFaults(true)
                        .withShutdownGrace(Duration.ofSeconds(3)));
    }

    @Test
    void beyondLoopbackItIsNamedAfterItsHostUnlessNamed() {
        Map<String, String> container = Map.of("STUB_HOST", "0.0.0.0", "HOSTNAME", "4f1d2c");
        assertThat(CommandLine.parse(List.of(), container).name()).isEqualTo("4f1d2c");
        assertThat(CommandLine.parse(List.of("--name", "c"), container).name()).isEqualTo("c");
        assertThat(CommandLine.parse(List.of(), Map.of("HOSTNAME", "4f1d2c")).name())
                .isEqualTo("replica-1");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--port 99999     | --port: 99999 (expected: 0 to 65535)",
                "--port x         | --port: x (expected: 0 to 65535)",
                "--name a'\t'b    | --name: a'\t'b (expected: 1 to 100 visible ASCII characters without spaces)",
                "--keep-alive 0   | --keep-alive: 0 (expected: > 0s)",
                "--keep-alive 5h  | --keep-alive: 5h (expected: a duration such as 500ms, 5s or 2m)",
                "--shutdown-grace -1s | --shutdown-grace: -1s (expected: a duration such as 500ms, 5s or 2m)",
                "--faults=maybe   | --faults: maybe (expected: true or false)",
                "--state          | --state needs a value",
                "--prot 1         | --prot is not known (expected: health, --help, --port, --host, --name, --state, --faults, --keep-alive, --shutdown-grace, --end-with-input)",
                "start            | start is not known (expected: health, --help, --port, --host, --name, --state, --faults, --keep-alive, --shutdown-grace, --end-with-input)",
            })
    void aWrongArgumentIsNamedWithWhatIsExpected(String arguments, String message) {
        assertThatThrownBy(() -> CommandLine.parse(List.of(arguments.trim().split(" ")), Map.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    @Test
    void aWrongVariableIsNamedAsSuch() {
        assertThatThrownBy(() -> CommandLine.parse(List.of(), Map.of("STUB_PORT", "http")))
                .hasMessage("STUB_PORT: http (expected: 0 to 65535)");
    }
}
