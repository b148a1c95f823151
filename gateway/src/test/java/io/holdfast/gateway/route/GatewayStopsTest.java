package io.holdfast.gateway.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.holdfast.gateway.exchange.Engines;
import io.holdfast.gateway.service.Replica;
import io.holdfast.gateway.service.Services;
import io.holdfast.gateway.testing.Certificates;
import io.holdfast.gateway.testing.Gateways;
import io.holdfast.gateway.testing.Http2Client;
import io.holdfast.gateway.testing.Line;
import io.holdfast.gateway.testing.Patience;
import io.holdfast.gateway.testing.ScriptedReplica;
import io.holdfast.gateway.testing.Signal;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;

/** A gateway that is told to stop: what its clients see. */
class GatewayStopsTest {

    private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

    private final Signal answer = new Signal();
    private ScriptedReplica replica;
    private ConfigurableApplicationContext gateway;

    @BeforeEach
    void start() {
        replica = ScriptedReplica.start().always(this::serve);
    }

    private void serve(Line line) throws IOException {
        var request = line.request();
        switch (request.target) {
            case "/slow" -> {
                answer.await();
                line.answer(200, "late");
            }
            case "/events" -> {
                line.send("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\nid: 1\ndata: one\n\nid: 2\nda");
                line.untilClosed();
            }
            case "/silent" -> line.untilClosed();
            case "/ws" -> {
                line.send("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                        + "Sec-WebSocket-Accept: " + accept(request.header("sec-websocket-key")) + "\r\n\r\n");
                line.untilClosed();
            }
            default -> line.answer(200, "ok");
        }
    }

    private static String accept(String key) {
        try {
            return Base64.getEncoder()
                    .encodeToString(MessageDigest.getInstance("SHA-1")
                            .digest((key + GUID).getBytes(StandardCharsets.US_ASCII)));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    private void run(String... properties) {
        gateway = Gateways.start(replica.url().toString(), properties);
        var api = gateway.getBean(Services.class).find("api").orElseThrow();
        Patience.until("the replica up", () -> api.replicas().stream().allMatch(Replica::usable));
    }

    @AfterEach
    void stop() {
        answer.fire();
        gateway.close();
        replica.close();
    }

    private int port() {
        return URI.create(Gateways.entry(gateway)).getPort();
    }

    private int requestsAtReplica(String target) {
        return (int)
                replica.received().stream().filter(r -> r.target.equals(target)).count();
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket("127.0.0.1", port());
        socket.setSoTimeout(20_000);
        return socket;
    }

    private static void ask(Socket socket, String target) throws IOException {
        socket.getOutputStream()
                .write(("GET " + target + " HTTP/1.1\r\nHost: test\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().flush();
    }

    /** Reads up to and with this text. */
    private static String until(Socket socket, String end) throws IOException {
        StringBuilder text = new StringBuilder();
        InputStream in = socket.getInputStream();
        while (text.indexOf(end) < 0) {
            int c = in.read();
            if (c < 0) {
                throw new AssertionError("closed behind: " + text);
            }
            text.append((char) c);
        }
        return text.toString();
    }

    private static String rest(Socket socket) throws IOException {
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    }

    private CompletableFuture<Void> closing() {
        return CompletableFuture.runAsync(gateway::close);
    }

    private void awaitRefused() {
        Patience.until("connections refused", () -> {
            try (Socket probe = connect()) {
                return false;
            } catch (ConnectException e) {
                return true;
            } catch (IOException e) {
                return false;
            }
        });
    }

    @Test
    void requestsUnderWayFinishIdleConnectionsCloseAndNewOnesAreRefused() throws Exception {
        run();
        try (Socket slow = connect();
                Socket idle = connect();
                Socket late = connect()) {
            ask(idle, "/");
            until(idle, "\r\n\r\nok");
            ask(late, "/");
            assertThat(until(late, "\r\n\r\nok")).doesNotContainIgnoringCase("connection: close");
            ask(slow, "/slow");
            Patience.until("/slow at the replica", () -> requestsAtReplica("/slow") == 1);
            CompletableFuture<Void> closing = closing();
            awaitRefused();
            ask(late, "/");
            assertThat(rest(late))
                    .as("a request on its way when the stop began")
                    .startsWith("HTTP/1.1 200")
                    .containsIgnoringCase("connection: close")
                    .endsWith("\r\n\r\nok");
            assertThat(rest(idle)).isEmpty();
            assertThat(closing).isNotDone();
            answer.fire();
            assertThat(rest(slow))
                    .startsWith("HTTP/1.1 200")
                    .containsIgnoringCase("connection: close")
                    .endsWith("\r\n\r\nlate");
            Patience.get(() -> "the end of the gateway", closing);
        }
    }

    @Test
    void clientsOfHttp2AreToldToLeaveWhileTheirRequestsFinish(@TempDir Path folder) throws Exception {
        Path entry = new Certificates(folder).keyStore("entry", "dns:localhost", "ip:127.0.0.1");
        List<String> properties = new ArrayList<>(Certificates.bundle("entry", entry, null));
        properties.addAll(List.of("server.ssl.bundle=entry", "server.http2.enabled=true"));
        run(properties.toArray(String[]::new));
        try (Http2Client client = Http2Client.to(port())) {
            Http2Client.Stream slow = client.request(true, "GET", "/slow");
            Patience.until("/slow at the replica", () -> requestsAtReplica("/slow") == 1);
            CompletableFuture<Void> closing = closing();
            client.awaitFarewell();
            assertThat(closing).isNotDone();
            answer.fire();
            assertThat(slow.status()).isEqualTo(200);
            assertThat(slow.text()).isEqualTo("late");
            client.awaitClosed();
            Patience.get(() -> "the end of the gateway", closing);
        }
    }

    @Test
    void webSocketsGet1012AndEventStreamsEndBetweenTwoEvents() throws Exception {
        run();
        CompletableFuture<Integer> code = new CompletableFuture<>();
        HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .buildAsync(URI.create("ws://127.0.0.1:" + port() + "/ws"), new WebSocket.Listener() {
                    @Override
                    public CompletionStage<?> onClose(WebSocket socket, int status, String reason) {
                        code.complete(status);
                        return null;
                    }

                    @Override
                    public void onError(WebSocket socket, Throwable error) {
                        code.completeExceptionally(error);
                    }
                })
                .join();
        try (Socket events = connect()) {
            ask(events, "/events");
            until(events, "data: one\n\n");
            CompletableFuture<Void> closing = closing();
            assertThat(rest(events)).isEqualTo("\r\n0\r\n\r\n");
            assertThat(Patience.get(() -> "the close frame", code)).isEqualTo(1012);
            Patience.get(() -> "the end of the gateway", closing);
        }
    }

    @Test
    void whatIsNotDoneWithinTheGraceIsCutAndWhoIsHeldIsToldBefore() throws Exception {
        run("holdfast.grace=2s", "holdfast.services.api.hold.max-wait=60s");
        try (Socket silent = connect();
                Socket held = connect()) {
            ask(silent, "/silent");
            Patience.until("/silent at the replica", () -> requestsAtReplica("/silent") == 1);
            var api = gateway.getBean(Services.class).find("api").orElseThrow();
            api.draining(api.replicas().get(0), true);
            ask(held, "/");
            var engine = gateway.getBean(Engines.class).find("api");
            Patience.until("one held", () -> engine.hold().size() == 1);
            CompletableFuture<Void> closing = closing();
            assertThat(rest(held)).startsWith("HTTP/1.1 503").contains("\"sent\":false");
            Patience.get(() -> "the end of the gateway", closing);
            assertThatThrownBy(() -> {
                        if (rest(silent).isEmpty()) {
                            throw new IOException("cut");
                        }
                    })
                    .isInstanceOf(IOException.class);
        }
    }
}
