package io.holdfast.bench.proxy;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/** Asks again and again until something answers. */
public final class Knock {

    private static final Duration PAUSE = Duration.ofMillis(10);
    private static final int CONNECT_MILLIS = 2000;
    private static final HttpClient CLIENT = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(2))
            .sslContext(trusting())
            .build();

    private Knock() {}

    /**
     * Returns when the address gives a 2xx.
     *
     * @throws IOException when the process ended or the time is over
     */
    public static void until(URI address, Child child, Duration patience) throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(address).timeout(Duration.ofSeconds(5)).build();
        long end = System.nanoTime() + patience.toNanos();
        String last = "nothing";
        while (System.nanoTime() < end) {
            if (!child.alive()) {
                throw new IOException(child.name() + " ended at its start, see " + child.log());
            }
            try {
                int status = CLIENT.send(request, HttpResponse.BodyHandlers.discarding())
                        .statusCode();
                if (status / 100 == 2) {
                    return;
                }
                last = "status " + status;
            } catch (IOException e) {
                last = e.toString();
            }
            Thread.sleep(PAUSE.toMillis());
        }
        throw new IOException(child.name() + " did not answer " + address + " within " + patience + " (" + last
                + "), see " + child.log());
    }

    /** Returns when the port of loopback takes connections. */
    static void untilConnected(int port, Child child, Duration patience) throws IOException, InterruptedException {
        long end = System.nanoTime() + patience.toNanos();
        while (System.nanoTime() < end && child.alive()) {
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress("127.0.0.1", port), CONNECT_MILLIS);
                return;
            } catch (IOException e) {
                Thread.sleep(PAUSE.toMillis());
            }
        }
        throw new IOException(child.name() + " took no connection on port " + port + ", see " + child.log());
    }

    private static SSLContext trusting() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {new Anyone()}, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** For certificates that this run made itself, on loopback: takes any, for any name. */
    private static final class Anyone extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, java.net.Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, java.net.Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
