package io.holdfast.cli.config;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * {@code gateway}: where the gateways' management ports are.
 *
 * @param urls each gateway's; a drain is said to all of them
 * @param tokenVariable the environment variable that holds {@code holdfast.admin.token}; with {@code _FILE} behind it, one
 *     that names a file
 * @param tokenFile the file that holds it, before any variable
 */
public record GatewaySettings(List<URI> urls, String tokenVariable, Optional<Path> tokenFile) {

    static final URI DEFAULT_URL = URI.create("http://127.0.0.1:8081");
    static final String DEFAULT_VARIABLE = "HOLDFAST_ADMIN_TOKEN";

    public GatewaySettings {
        urls = List.copyOf(urls);
    }

    static GatewaySettings read(Section section) {
        List<URI> urls = section.urls("urls");
        Optional<Path> tokenFile = section.paths("token-file").stream().findFirst();
        return new GatewaySettings(
                urls.isEmpty() ? List.of(DEFAULT_URL) : urls,
                section.text("token-env").orElse(DEFAULT_VARIABLE),
                tokenFile);
    }
}
