package io.holdfast.gateway;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.PrintStream;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * {@code java -XX:ArchiveClassesAtExit=FILE -jar holdfast-gateway.jar train} (on 25 and newer: {@code -XX:AOTCacheOutput}):
 * starts a gateway on free loopback ports in front of a replica of its own, asks it what every gateway is asked first,
 * and ends, so that the JVM can write down what it loaded and later gateways start faster (JEP 350, JEP 483).
 */
final class TrainCommand {

    static final String NAME = "train";

    private static final int ROUNDS = 50;
    private static final int TIMEOUT_MILLIS = 20_000;

    private TrainCommand() {}

    /** Runs it; 0 when the gateway answered. */
    static int run(PrintStream out) {
        try {
            HttpServer replica = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            replica.createContext("/", exchange -> {
                byte[] body = "{\"status\":\"UP\"}".getBytes(StandardCharsets.US_ASCII);
                exchange.getResponseHeaders().set("Content-Type", "application/json");
                exchange.sendResponseHeaders(200, body.length);
                exchange.getResponseBody().write(body);
                exchange.close();
            });
            replica.start();
            try {
                return run(replica.getAddress().getPort(), out);
            } finally {
                replica.stop(0);
            }
        } catch (IOException e) {
            out.println("train: " + e);
            return 1;
        }
    }

    private static int run(int replica, PrintStream out) throws IOException {
        try (ConfigurableApplicationContext gateway = SpringApplication.run(
                HoldfastGateway.class,
                "--server.port=0",
                "--server.address=127.0.0.1",
                "--management.server.port=0",
                "--management.server.address=127.0.0.1",
                "--logging.level.root=error",
                "--logging.level.holdfast=error",
                "--logging.level.io.holdfast=error",
                "--holdfast.services.train.replicas=http://127.0.0.1:" + replica)) {
            String entry = "http://127.0.0.1:" + port(gateway, "local.server.port");
            String management = "http://127.0.0.1:" + port(gateway, "local.management.port");
            for (int i = 0; i < ROUNDS; i++) {
                expect(200, entry + "/train?" + i);
            }
            expect(200, management + "/actuator/replicas");
            expect(200, management + "/actuator/health/readiness");
            return 0;
        } catch (IllegalStateException e) {
            out.println("train: " + e.getMessage());
            return 1;
        }
    }

    private static String port(ConfigurableApplicationContext gateway, String name) {
        return gateway.getEnvironment().getRequiredProperty(name);
    }

    private static void expect(int status, String url) throws IOException {
        HttpURLConnection connection =
                (HttpURLConnection) URI.create(url).toURL().openConnection(Proxy.NO_PROXY);
        connection.setConnectTimeout(TIMEOUT_MILLIS);
        connection.setReadTimeout(TIMEOUT_MILLIS);
        int answered = connection.getResponseCode();
        if (answered != status) {
            throw new IllegalStateException(url + " answered " + answered);
        }
        try (var body = connection.getInputStream()) {
            body.readAllBytes();
        }
    }
}
