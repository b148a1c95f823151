package io.holdfast.gateway.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.gateway.health.HealthProperties.Match;
import io.holdfast.gateway.health.Outcome.Kind;
import io.holdfast.gateway.service.Gate;
import io.holdfast.gateway.service.Replica;
import io.holdfast.gateway.service.Time;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HttpProbeTest {

    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 15\r\n\r\n{\"status\":\"UP\"}";

    private final BlockingQueue<String> requests = new LinkedBlockingQueue<>();
    private ServerSocket server;
    private volatile String answer = OK;
    private volatile int resetAfter = -1;

    /** One answer for each connection, by bytes; an empty one closes, null hangs. */
    @BeforeEach
    void listen() throws IOException {
        server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread thread = new Thread(this::serve, "scripted replica");
        thread.setDaemon(true);
        thread.start();
    }

    @AfterEach
    void close() throws IOException {
        server.close();
    }

    private void serve() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                requests.add(head(socket.getInputStream()));
                String bytes = answer;
                if (bytes == null) {
                    continue;
                }
                socket.getOutputStream().write(bytes.getBytes(StandardCharsets.UTF_8));
                socket.getOutputStream().flush();
                if (resetAfter >= 0) {
                    socket.setSoLinger(true, 0);
                }
                socket.close();
            } catch (IOException e) {
                // the probe left, or the test is over
            }
        }
    }

    private static String head(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0) {
                break;
            }
            head.append((char) next);
        }
        return head.toString();
    }

    private static HealthProperties properties(@Nullable String path, @Nullable Match match, Duration timeout) {
        return new HealthProperties(
                path, Duration.ofSeconds(2), timeout, timeout, 1, 2, Duration.ZERO, List.of("200-399"), match);
    }

    private Outcome ask(HealthProperties properties) {
        Replica replica =
                new Replica("api", URI.create("http://127.0.0.1:" + server.getLocalPort()), Gate.open(), Time.system());
        Outcome outcome = new HttpProbe(properties, null).ask(replica).block(Duration.ofSeconds(20));
        assertThat(outcome).isNotNull();
        return outcome;
    }

    private Outcome ask() {
        return ask(properties("/health?full=1", null, Duration.ofSeconds(10)));
    }

    @Test
    void asksForThePathOnAConnectionOfItsOwn() throws InterruptedException {
        assertThat(ask()).isEqualTo(Outcome.GOOD);
        String request = requests.poll(5, TimeUnit.SECONDS);
        assertThat(request)
                .startsWith("GET /health?full=1 HTTP/1.1\r\n")
                .containsIgnoringCase("host: 127.0.0.1:" + server.getLocalPort())
                .containsIgnoringCase("connection: close")
                .containsIgnoringCase("user-agent: holdfast-health");
        assertThat(ask()).isEqualTo(Outcome.GOOD);
        assertThat(requests.poll(5, TimeUnit.SECONDS)).isNotNull();
    }

    @Test
    void withoutAPathItAsksForTheRoot() throws InterruptedException {
        answer = "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n";
        assertThat(ask(properties(null, null, Duration.ofSeconds(10)))).isEqualTo(Outcome.GOOD);
        assertThat(requests.poll(5, TimeUnit.SECONDS)).startsWith("GET / HTTP/1.1\r\n");
    }

    @Test
    void readsTheBodyOnlyWhenItIsToMatch() {
        HealthProperties matching = properties("/health", new Match("/status", "UP"), Duration.ofSeconds(10));
        assertThat(ask(matching)).isEqualTo(Outcome.GOOD);
        answer = OK.replace("UP", "NO");
        assertThat(ask(matching).why()).isEqualTo("health check: /status is NO, not UP");
        assertThat(ask()).isEqualTo(Outcome.GOOD);
        answer = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nf\r\n{\"status\":\"UP\"}\r\n0\r\n\r\n";
        assertThat(ask(matching)).isEqualTo(Outcome.GOOD);
    }

    @Test
    void aBodyBeyondAllMeasureDoesNotMatch() {
        answer = "HTTP/1.1 200 OK\r\n\r\n{\"status\":\"UP\",\"x\":\"" + "y".repeat(600_000) + "\"}";
        assertThat(ask(properties("/health", new Match("/status", "UP"), Duration.ofSeconds(10)))
                        .kind())
                .isEqualTo(Kind.NOT_READY);
    }

    @Test
    void tellsRefusedFromEverythingElse() throws IOException {
        server.close();
        assertThat(ask()).isEqualTo(new Outcome(Kind.REFUSED, "connection refused"));
    }

    @Test
    void isLostWhenNothingIsAnsweredInTime() {
        answer = null;
        assertThat(ask(properties("/health", null, Duration.ofMillis(200))))
                .isEqualTo(new Outcome(Kind.LOST, "no answer within 200ms"));
    }

    @Test
    void isLostWhenTheBodyToMatchDoesNotComeInTime() {
        answer = "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{";
        assertThat(ask(properties("/health", new Match("/status", "UP"), Duration.ofMillis(300)))
                        .kind())
                .isEqualTo(Kind.LOST);
    }

    @Test
    void isLostWhenTheConnectionIsClosedOrReset() {
        answer = "";
        assertThat(ask()).isEqualTo(new Outcome(Kind.LOST, "connection closed without an answer"));
        resetAfter = 0;
        assertThat(ask().kind()).isEqualTo(Kind.LOST);
    }

    @Test
    void isLostWhenTheAnswerIsNotHttp() {
        answer = "SSH-2.0-OpenSSH_9.2\r\n\r\n";
        assertThat(ask().kind()).isEqualTo(Kind.LOST);
    }

    @Test
    void doesNotFollowRedirects() {
        answer = "HTTP/1.1 302 Found\r\nLocation: /elsewhere\r\nContent-Length: 0\r\n\r\n";
        assertThat(ask()).isEqualTo(Outcome.GOOD);
        assertThat(requests).hasSize(1);
    }
}
