package io.holdfast.cli.gateway;

import io.holdfast.cli.config.GatewaySettings;
import io.holdfast.cli.notice.Secret;
import io.holdfast.cli.notice.Secrets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes gateways from settings. */
public final class Gateways {

    private Gateways() {}

    /**
     * One for each URL; nothing is asked yet.
     *
     * @throws IOException when the token cannot be read; the message never shows it
     */
    public static List<Gateway> open(GatewaySettings settings, Map<String, String> environment) throws IOException {
        Optional<Secret> token = token(settings, environment);
        return settings.urls().stream()
                .map(url -> (Gateway) new HttpGateway(url, token))
                .toList();
    }

    private static Optional<Secret> token(GatewaySettings settings, Map<String, String> environment)
            throws IOException {
        if (settings.tokenFile().isEmpty()) {
            return new Secrets(environment).find(settings.tokenVariable());
        }
        Path file = settings.tokenFile().get();
        // Read by the rules for every secret; only the name of the variable is made up.
        if (!Files.isReadable(file)) {
            throw new IOException("gateway.token-file: " + file + ": cannot be read (expected: a file with the token)");
        }
        return new Secrets(Map.of("gateway.token_FILE", file.toString())).find("gateway.token");
    }
}
