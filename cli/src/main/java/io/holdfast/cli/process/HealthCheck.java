package io.holdfast.cli.process;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.time.Duration;

/** One question to a URL: is it well? Without the JDK's HTTP client, which takes longer to load than this to answer. */
public final class HealthCheck {

    private HealthCheck() {}

    /**
     * What came of it.
     *
     * @param well it answered 2xx
     * @param said its status, or why there is none
     */
    public record Answer(boolean well, String said) {}

    public static Answer ask(String url, Duration timeout) {
        try {
            HttpURLConnection connection =
                    (HttpURLConnection) URI.create(url).toURL().openConnection(Proxy.NO_PROXY);
            connection.setConnectTimeout((int) timeout.toMillis());
            connection.setReadTimeout((int) timeout.toMillis());
            connection.setInstanceFollowRedirects(false);
            connection.setRequestProperty("Connection", "close");
            try {
                int status = connection.getResponseCode();
                return new Answer(status / 100 == 2, "status " + status);
            } finally {
                connection.disconnect();
            }
        } catch (IOException | IllegalArgumentException failed) {
            return new Answer(false, String.valueOf(failed.getMessage()));
        }
    }
}
