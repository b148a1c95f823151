package io.holdfast.stub;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** Asks a replica whether it is up, for the health check of a container that has no curl. */
final class HealthCommand {
    private static final int TIMEOUT_MILLIS = 4000;
    private static final int UP = 0;
    private static final int NOT_UP = 1;

    private HealthCommand() {}

    /** @return exit code */
    static int run(List<String> arguments, Map<String, String> environment, PrintStream out, PrintStream err) {
        if (arguments.size() > 1) {
            err.println("holdfast-api-stub health: " + arguments.get(1) + " is too much (expected: at most one URL)");
            return NOT_UP;
        }
        String port = environment.getOrDefault("STUB_PORT", "");
        String url = arguments.isEmpty()
                ? "http://127.0.0.1:" + (port.isEmpty() ? "8000" : port) + "/api/health"
                : arguments.get(0);
        try {
            int status = ask(url);
            boolean up = status >= 200 && status < 300;
            (up ? out : err).println(url + " answered " + status);
            return up ? UP : NOT_UP;
        } catch (IllegalArgumentException e) {
            err.println("holdfast-api-stub health: " + url + " (expected: http://host[:port]/path)");
        } catch (IOException e) {
            err.println(url + ": " + e.getMessage());
        }
        return NOT_UP;
    }

    /** By a plain socket, which a short-lived JVM has up in half the time of its HTTP client. */
    private static int ask(String url) throws IOException {
        URI uri = URI.create(url);
        if (!"http".equalsIgnoreCase(uri.getScheme()) || uri.getHost() == null) {
            throw new IllegalArgumentException(url);
        }
        String host = uri.getHost();
        int port = uri.getPort() < 0 ? 80 : uri.getPort();
        String path = uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        String target = uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery();
        try (Socket socket = new Socket()) {
            String bare = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
            socket.connect(new InetSocketAddress(bare, port), TIMEOUT_MILLIS);
            socket.setSoTimeout(TIMEOUT_MILLIS);
            String request = "GET " + target + " HTTP/1.1\r\nHost: " + host + ":" + port
                    + "\r\nUser-Agent: holdfast-api-stub-health\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
            return status(in.readLine());
        }
    }

    private static int status(String line) throws IOException {
        if (line == null) {
            throw new IOException("closed without an answer");
        }
        if (!line.matches("HTTP/1\\.[01] [1-5][0-9][0-9]( .*)?")) {
            throw new IOException("no HTTP answer: " + line);
        }
        return Integer.parseInt(line.substring(9, 12));
    }
}
