package io.holdfast.cli.driver;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.ConnectException;
import java.net.SocketException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SocketHintTest {

    @TempDir
    Path here;

    private Path socket;

    @BeforeEach
    void begin() throws Exception {
        socket = Files.createFile(here.resolve("docker.sock"));
    }

    @Test
    void permissionDeniedNamesTheGroup() {
        assertThat(SocketHint.of(unix(), new SocketException("Permission denied")))
                .isEqualTo(
                        "permission denied (expected: a user of the group that owns the socket, often docker; or root)");
    }

    @Test
    void aSocketThatIsNotThereSaysWhereOneIsNamed() throws Exception {
        Files.delete(socket);

        assertThat(SocketHint.of(unix(), new SocketException("No such file or directory")))
                .startsWith("the socket does not exist (expected: ")
                .contains("DOCKER_HOST");
    }

    @Test
    void aSocketThatNobodyListensToSaysSo() {
        assertThat(SocketHint.of(unix(), new ConnectException("Connection refused")))
                .isEqualTo("Connection refused (expected: a running engine; the socket is there, nobody answers)");
    }

    @Test
    void anEngineBehindTcpKeepsItsOwnWords() {
        assertThat(SocketHint.of(URI.create("tcp://10.0.0.5:2375"), new ConnectException("No route to host")))
                .isEqualTo("No route to host");
    }

    private URI unix() {
        return URI.create("unix://" + socket);
    }
}
