package io.holdfast.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HealthCommandTest {

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final AtomicReference<String> authorization = new AtomicReference<>();
    private final AtomicReference<String> path = new AtomicReference<>();
    private HttpServer management;
    private volatile int status = 200;

    @BeforeEach
    void startManagement() throws IOException {
        management = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        management.createContext("/", exchange -> {
            path.set(exchange.getRequestURI().getPath());
            authorization.set(exchange.getRequestHeaders().getFirst("Authorization"));
            byte[] body = ("{\"status\":\n\"" + (status == 200 ? "UP" : "OUT_OF_SERVICE") + "\"}")
                    .getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        management.start();
    }

    @AfterEach
    void stopManagement() {
        management.stop(0);
    }

    @Test
    void aReadyGatewayIsHealthy() {
        assertThat(run(port(), Map.of())).isZero();
        assertThat(path).hasValue("/actuator/health/readiness");
        assertThat(output()).isEqualTo("200 {\"status\": \"UP\"}");
    }

    @Test
    void aGatewayThatIsNotReadyIsNotHealthyAndSaysWhy() {
        status = 503;

        assertThat(run(port(), Map.of())).isEqualTo(1);
        assertThat(output()).isEqualTo("503 {\"status\": \"OUT_OF_SERVICE\"}");
    }

    @Test
    void aRedirectIsNoHealth() {
        status = 302;

        assertThat(run(port(), Map.of())).isEqualTo(1);
    }

    @Test
    void nobodyThereIsNotHealthy() throws IOException {
        int free;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            free = socket.getLocalPort();
        }

        assertThat(run(free, Map.of())).isEqualTo(1);
        assertThat(output()).contains("127.0.0.1:" + free).containsIgnoringCase("refused");
    }

    @Test
    void theTokenOfTheEnvironmentIsSentToTheOwnGatewayOnly() {
        Map<String, String> environment = Map.of("HOLDFAST_ADMIN_TOKEN", "secret");

        assertThat(run(port(), environment)).isZero();
        assertThat(authorization).hasValue("Bearer secret");

        String elsewhere = "http://127.0.0.1:" + port() + "/elsewhere";
        assertThat(HealthCommand.run(new String[] {elsewhere}, environment, stream()))
                .isZero();
        assertThat(path).hasValue("/elsewhere");
        assertThat(authorization).hasValue(null);
        assertThat(output()).doesNotContain("secret");
    }

    @Test
    void wrongUseIsSaidAndIsNotMistakenForHealth() {
        assertThat(HealthCommand.run(new String[] {"--help"}, Map.of(), stream()))
                .isEqualTo(2);
        assertThat(HealthCommand.run(new String[] {"http://a", "http://b"}, Map.of(), stream()))
                .isEqualTo(2);
        assertThat(HealthCommand.run(new String[] {"http://not a url"}, Map.of(), stream()))
                .isEqualTo(1);
        assertThat(output()).contains("usage: ");
    }

    private int run(int port, Map<String, String> more) {
        Map<String, String> environment = new HashMap<>(more);
        environment.put("MANAGEMENT_SERVER_PORT", Integer.toString(port));
        return HealthCommand.run(new String[0], environment, stream());
    }

    private int port() {
        return management.getAddress().getPort();
    }

    private PrintStream stream() {
        return new PrintStream(printed, true, StandardCharsets.UTF_8);
    }

    private String output() {
        return printed.toString(StandardCharsets.UTF_8).strip();
    }
}
