package io.holdfast.gateway.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.gateway.testing.Patience;
import io.holdfast.gateway.testing.RawAnswer;
import io.holdfast.gateway.testing.RawClient;
import io.holdfast.gateway.testing.Script;
import io.holdfast.gateway.testing.ScriptedReplica;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Too many connections, too long bodies and too many requests are refused before any lane, and said so. */
class EntryLimitsTest {

    private static final int MOST = 4;
    private static RunningGateway gateway;

    private final ScriptedReplica replica = ScriptedReplica.start();

    @BeforeAll
    static void start() {
        gateway = TwoRoutes.start(
                "holdfast.limits.connections=" + MOST,
                "holdfast.limits.body-size=1KB",
                "holdfast.limits.rate=1",
                "holdfast.limits.burst=3",
                "spring.cloud.gateway.server.webflux.trusted-proxies=127\\.0\\.0\\.1");
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @BeforeEach
    void connect() {
        gateway.replicas("api", replica);
        Patience.until(
                "no client is left", () -> gateway.bean(ClientConnections.class).size() == 0);
    }

    @AfterEach
    void everythingIsGivenBack() {
        try {
            gateway.awaitQuiet("api");
        } finally {
            gateway.service("api").replicas(List.of());
            replica.close();
        }
    }

    /** Each request of these tests is another client's, if it does not say otherwise. */
    private static int clients;

    private static String another() {
        return "X-Forwarded-For: 192.0.2." + ++clients;
    }

    @Test
    void aConnectionTooManyIsToldAndClosed() throws IOException {
        replica.always(Script.ok("x"));
        List<RawClient> open = new ArrayList<>();
        try {
            for (int i = 0; i < MOST; i++) {
                RawClient client = gateway.client();
                open.add(client);
                assertThat(client.get(TwoRoutes.FAST, another()).status()).isEqualTo(200);
            }
            for (String path : List.of(TwoRoutes.FAST, TwoRoutes.ORDINARY)) {
                try (RawClient surplus = gateway.client()) {
                    RawAnswer answer = surplus.get(path, another());
                    assertThat(answer.status()).isEqualTo(503);
                    assertThat(answer.header("retry-after")).isEqualTo("1");
                    assertThat(answer.text()).contains("limits.connections").contains("\"sent\":false");
                    assertThat(surplus.closed()).isTrue();
                }
            }
            try (RawClient silent = gateway.client()) {
                assertThat(silent.closed()).as("without a request too").isTrue();
            }
            assertThat(open.get(0).get(TwoRoutes.FAST, another()).status()).isEqualTo(200);
        } finally {
            for (RawClient client : open) {
                client.close();
            }
        }
        Patience.until(
                "no client is left", () -> gateway.bean(ClientConnections.class).size() == 0);
        try (RawClient client = gateway.client()) {
            assertThat(client.get(TwoRoutes.FAST, another()).status()).isEqualTo(200);
        }
    }

    @Test
    void howeverManyComeOnlySoManyStay() throws IOException {
        List<RawClient> open = new ArrayList<>();
        try {
            for (int i = 0; i < 10 * MOST; i++) {
                open.add(gateway.client());
            }
            Patience.until(
                    "only " + MOST + " are left",
                    () -> gateway.bean(ClientConnections.class).size() == MOST);
        } finally {
            for (RawClient client : open) {
                client.close();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {TwoRoutes.FAST, TwoRoutes.ORDINARY})
    void aLengthTooLongIs413AndReachesNoReplica(String path) throws IOException {
        try (RawClient client = gateway.client()) {
            client.send(
                    "POST " + path + " HTTP/1.1\r\nHost: e\r\n" + another() + "\r\nContent-Length: 9000000\r\n\r\n");
            Thread sending = sending(client, new byte[9_000_000]);
            RawAnswer answer = client.answer();
            assertThat(answer.status()).isEqualTo(413);
            assertThat(answer.text()).contains("limits.body-size").contains("\"sent\":false");
            assertThat(client.closed()).isTrue();
            sending.interrupt();
        }
        assertThat(replica.received()).isEmpty();
    }

    private static Thread sending(RawClient client, byte[] bytes) {
        Thread sending = new Thread(() -> {
            try {
                client.send(bytes);
            } catch (IOException e) {
                // refused meanwhile
            }
        });
        sending.setDaemon(true);
        sending.start();
        return sending;
    }

    @ParameterizedTest
    @ValueSource(strings = {TwoRoutes.FAST, TwoRoutes.ORDINARY})
    void chunksThatAreTooLongTogetherAre413AndNeverWhole(String path) throws IOException {
        replica.always(line -> {
            line.head();
            line.untilClosed();
        });
        try (RawClient client = gateway.client()) {
            client.send(
                    "POST " + path + " HTTP/1.1\r\nHost: e\r\n" + another() + "\r\nTransfer-Encoding: chunked\r\n\r\n");
            for (int i = 0; i < 3; i++) {
                client.send("200\r\n" + "x".repeat(512) + "\r\n");
            }
            RawAnswer answer = client.answer();
            assertThat(answer.status()).isEqualTo(413);
            assertThat(client.closed()).isTrue();
        }
        assertThat(replica.received()).noneMatch(r -> r.whole());
    }

    @ParameterizedTest
    @ValueSource(strings = {TwoRoutes.FAST, TwoRoutes.ORDINARY})
    void aBodyOfJustThatSizePasses(String path) throws IOException {
        replica.always(Script.ok("x"));
        try (RawClient client = gateway.client()) {
            assertThat(client.request("POST", path, "x".repeat(1024), another())
                            .answer()
                            .status())
                    .isEqualTo(200);
            client.send("POST " + path + " HTTP/1.1\r\nHost: e\r\n" + another()
                    + "\r\nTransfer-Encoding: chunked\r\n\r\n400\r\n" + "x".repeat(1024) + "\r\n0\r\n\r\n");
            assertThat(client.answer().status()).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {TwoRoutes.FAST, TwoRoutes.ORDINARY})
    void aClientThatAsksTooOftenIs429AndKeepsItsConnection(String path) throws IOException {
        replica.always(Script.ok("x"));
        String one = another();
        try (RawClient client = gateway.client()) {
            for (int i = 0; i < 3; i++) {
                assertThat(client.get(path, one).status()).isEqualTo(200);
            }
            RawAnswer answer = client.request("POST", path, "body", one).answer();
            assertThat(answer.status()).isEqualTo(429);
            assertThat(Integer.parseInt(answer.header("retry-after"))).isBetween(1, 2);
            assertThat(answer.text()).contains("limits.rate").contains("\"sent\":false");
            assertThat(client.get(path, another()).status())
                    .as("another client")
                    .isEqualTo(200);
        }
        assertThat(replica.received()).hasSize(4);
    }
}
