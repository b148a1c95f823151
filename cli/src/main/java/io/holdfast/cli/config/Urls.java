package io.holdfast.cli.config;

import java.net.URI;
import java.util.Optional;

/** Addresses of gateways and of those who are told. */
public final class Urls {

    public static final String EXPECTED = "a URL such as http://127.0.0.1:8081";

    private Urls() {}

    /** Without a slash at its end; empty when it is none. */
    public static Optional<URI> parse(String text) {
        try {
            URI url = URI.create(text.strip().replaceFirst("/+$", ""));
            boolean web = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
            return web && url.getHost() != null ? Optional.of(url) : Optional.empty();
        } catch (IllegalArgumentException notAUrl) {
            return Optional.empty();
        }
    }
}
