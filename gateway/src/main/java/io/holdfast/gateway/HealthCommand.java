package io.holdfast.gateway;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code java -jar holdfast-gateway.jar health [URL]}: asks a running gateway whether it serves, for container health
 * checks in images that have no curl. Starts no Spring. Exit code 0: it answered 2xx; 1: it did not, and one line says
 * why (engines keep it as the output of the check); 2: wrong use.
 */
final class HealthCommand {

    static final String NAME = "health";

    /** Longer than a ready gateway ever needs, below the 10 s that compose files give a check. */
    private static final int TIMEOUT_MILLIS = 5_000;

    private static final int ANSWER_LIMIT = 300;

    private HealthCommand() {}

    /**
     * Runs the check.
     *
     * @param args behind the word {@code health}: nothing, or the URL to ask
     * @param environment of the process: {@code MANAGEMENT_SERVER_PORT} moves the default URL, and
     *     {@code HOLDFAST_ADMIN_TOKEN} is sent as bearer token to the default URL only
     * @return the exit code
     */
    static int run(String[] args, Map<String, String> environment, PrintStream out) {
        if (args.length > 1 || args.length == 1 && !args[0].startsWith("http")) {
            out.println("usage: java -jar holdfast-gateway.jar health [http://host:port/path]");
            return 2;
        }
        String url = args.length == 1 ? args[0] : defaultUrl(environment);
        String token = args.length == 1 ? null : environment.get("HOLDFAST_ADMIN_TOKEN");
        try {
            return ask(url, token, out);
        } catch (IOException | IllegalArgumentException e) {
            out.println(url + ": " + (e.getMessage() == null ? e.toString() : e.getMessage()));
            return 1;
        }
    }

    private static String defaultUrl(Map<String, String> environment) {
        String port = environment.getOrDefault("MANAGEMENT_SERVER_PORT", "8081");
        return "http://127.0.0.1:" + port + "/actuator/health/readiness";
    }

    private static int ask(String url, @Nullable String token, PrintStream out) throws IOException {
        HttpURLConnection connection =
                (HttpURLConnection) URI.create(url).toURL().openConnection(Proxy.NO_PROXY);
        connection.setConnectTimeout(TIMEOUT_MILLIS);
        connection.setReadTimeout(TIMEOUT_MILLIS);
        connection.setInstanceFollowRedirects(false);
        if (token != null && !token.isBlank()) {
            connection.setRequestProperty("Authorization", "Bearer " + token);
        }
        try {
            int status = connection.getResponseCode();
            boolean well = status >= 200 && status < 300;
            out.println(status + " " + text(well ? connection.getInputStream() : connection.getErrorStream()));
            return well ? 0 : 1;
        } finally {
            connection.disconnect();
        }
    }

    private static String text(@Nullable InputStream body) throws IOException {
        if (body == null) {
            return "";
        }
        try (body) {
            return new String(body.readNBytes(ANSWER_LIMIT), StandardCharsets.UTF_8).replaceAll("\\s+", " ");
        }
    }
}
