package io.holdfast.cli.driver;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;

/** Why an engine's socket does not answer, and what usually helps. */
final class SocketHint {

    private SocketHint() {}

    static String of(URI host, IOException lost) {
        String said = String.valueOf(lost.getMessage());
        if (!"unix".equals(host.getScheme())) {
            return said;
        }
        Path socket = Path.of(host.getPath());
        if (said.contains("Permission denied")) {
            return "permission denied (expected: a user of the group that owns the socket, often docker; or root)";
        }
        if (!Files.exists(socket)) {
            return "the socket does not exist (expected: a running engine; in a container, the socket mounted into it; "
                    + "elsewhere, DOCKER_HOST or services.NAME.docker.host)";
        }
        return said.contains("refused")
                ? said + " (expected: a running engine; the socket is there, nobody answers)"
                : said;
    }
}
