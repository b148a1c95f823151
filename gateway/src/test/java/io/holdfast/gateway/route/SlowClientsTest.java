package io.holdfast.gateway.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.gateway.testing.Patience;
import io.holdfast.gateway.testing.RawAnswer;
import io.holdfast.gateway.testing.RawClient;
import io.holdfast.gateway.testing.Script;
import io.holdfast.gateway.testing.ScriptedReplica;
import io.holdfast.gateway.testing.Signal;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A client that does not go on with its request, or does not take its answer, is let go; one that only waits is not. */
class SlowClientsTest {

    private static final Duration LIMIT = Duration.ofMillis(300);
    private static RunningGateway gateway;

    private final ScriptedReplica replica = ScriptedReplica.start();

    @BeforeAll
    static void start() {
        gateway = TwoRoutes.start(
                "holdfast.limits.header=300ms",
                "holdfast.limits.body-pause=300ms",
                "holdfast.limits.answer-pause=300ms");
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @BeforeEach
    void connect() {
        gateway.replicas("api", replica);
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

    /** Longer than any limit: what was to be cut has been cut. */
    private static void beyondTheLimits() {
        try {
            new CountDownLatch(1).await(5 * LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aHeaderThatDoesNotEndIs408() throws IOException {
        try (RawClient client = gateway.client()) {
            client.send("GET /fast/x HTTP/1.1\r\nHost: e\r\n");
            RawAnswer answer = client.answer();
            assertThat(answer.status()).isEqualTo(408);
            assertThat(answer.header("connection")).isEqualTo("close");
            assertThat(answer.text()).contains("limits.header").contains("\"sent\":false");
            assertThat(client.closed()).isTrue();
        }
    }

    @Test
    void aHeaderOfWhichAByteComesNowAndThenIsNoFaster() throws IOException {
        try (RawClient client = gateway.client()) {
            long startedAt = System.currentTimeMillis();
            String status = drip(client);
            assertThat(status).contains("408");
            assertThat(System.currentTimeMillis() - startedAt).isLessThan(10_000);
        }
    }

    /** Sends the next byte of a header each 20 ms until an answer is there. */
    private static String drip(RawClient client) throws IOException {
        client.send("GET /fast/x HTTP/1.1\r\nHost: e\r\nX: ");
        Thread dripping = new Thread(() -> {
            try {
                while (true) {
                    client.send("a");
                    new CountDownLatch(1).await(20, TimeUnit.MILLISECONDS);
                }
            } catch (IOException | InterruptedException e) {
                // closed: what was waited for
            }
        });
        dripping.setDaemon(true);
        dripping.start();
        return client.line();
    }

    @Test
    void theSecondHeaderOfAConnectionHasTheSameLimit() throws IOException {
        replica.always(Script.ok("x"));
        try (RawClient client = gateway.client()) {
            assertThat(client.get(TwoRoutes.FAST).status()).isEqualTo(200);
            client.send("GET /fas");
            assertThat(client.answer().status()).isEqualTo(408);
        }
    }

    @Test
    void aConnectionWithoutARequestIsLeftToTheIdleTimeout() throws IOException {
        replica.always(Script.ok("x"));
        try (RawClient client = gateway.client()) {
            beyondTheLimits();
            assertThat(client.get(TwoRoutes.FAST).status()).isEqualTo(200);
            beyondTheLimits();
            assertThat(client.get(TwoRoutes.FAST).status()).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {TwoRoutes.FAST, TwoRoutes.ORDINARY})
    void aBodyThatPausesIs408AndFreesTheReplica(String path) throws IOException {
        Signal gone = new Signal();
        replica.always(line -> {
            line.head();
            line.untilClosed();
            gone.fire();
        });
        try (RawClient client = gateway.client()) {
            client.send("POST " + path + " HTTP/1.1\r\nHost: e\r\nContent-Length: 10\r\n\r\nabc");
            RawAnswer answer = client.answer();
            assertThat(answer.status()).isEqualTo(408);
            assertThat(answer.text()).contains("limits.body-pause").contains("\"sent\":\"unknown\"");
            assertThat(client.closed()).isTrue();
            gone.await();
        }
        assertThat(replica.received()).noneMatch(r -> r.whole());
    }

    @ParameterizedTest
    @ValueSource(strings = {TwoRoutes.FAST, TwoRoutes.ORDINARY})
    void aChunkedBodyThatPausesInsideItsAnswerIsCut(String path) throws IOException {
        replica.always(line -> {
            line.head();
            line.head(200, -1, "Transfer-Encoding: chunked");
            line.chunk("x".repeat(100_000));
            line.untilClosed();
        });
        try (RawClient client = gateway.client()) {
            client.send("POST " + path + " HTTP/1.1\r\nHost: e\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n");
            RawAnswer answer = client.answer();
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.end()).isEqualTo(RawAnswer.End.CUT);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {TwoRoutes.FAST, TwoRoutes.ORDINARY})
    void aClientThatDoesNotTakeItsAnswerIsCutAndFreesTheReplica(String path) throws IOException {
        Signal gone = new Signal();
        replica.always(line -> {
            line.request();
            line.head(200, 1L << 40);
            try {
                for (byte[] part = new byte[65536]; ; ) {
                    line.send(part);
                }
            } catch (IOException e) {
                gone.fire();
            }
        });
        try (RawClient client = RawClient.slowTo(gateway.port())) {
            client.request("GET", path, "").head();
            replica.awaitReceived(1);
            gone.await();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {TwoRoutes.FAST, TwoRoutes.ORDINARY})
    void aLongHeldRequestIsNotHit(String path) throws IOException {
        replica.always(Script.ok("late"));
        replica.kill();
        Patience.until(
                "down", () -> gateway.service("api").replicas().get(0).health().unreachable());
        try (RawClient client = gateway.client()) {
            client.send("POST " + path + " HTTP/1.1\r\nHost: e\r\nContent-Length: 3\r\nExpect: 100-continue\r\n\r\n");
            Patience.until("held", () -> gateway.held("api") == 1);
            assertThat(client.answer().status()).isEqualTo(100);
            client.send("abc");
            beyondTheLimits();
            replica.listen();
            assertThat(client.answer().text()).isEqualTo("late");
        }
        assertThat(replica.received(0).body()).isEqualTo("abc");
    }

    @ParameterizedTest
    @ValueSource(strings = {TwoRoutes.FAST, TwoRoutes.ORDINARY})
    void aLargeBodyThatTheReplicaDoesNotTakeIsNotHit(String path) throws IOException {
        Signal go = new Signal();
        int size = 32 << 20;
        replica.always(line -> {
            line.head();
            go.await();
            line.body();
            line.answer(200, "whole");
        });
        try (RawClient client = gateway.client()) {
            client.send("POST " + path + " HTTP/1.1\r\nHost: e\r\nContent-Length: " + size + "\r\n\r\n");
            Thread sending = new Thread(() -> {
                try {
                    client.send(new byte[size]);
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
            });
            sending.setDaemon(true);
            sending.start();
            replica.awaitReceived(1);
            beyondTheLimits();
            go.fire();
            assertThat(client.answer().text()).isEqualTo("whole");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {TwoRoutes.FAST, TwoRoutes.ORDINARY})
    void anIdleEventStreamIsNotHit(String path) throws IOException {
        Signal go = new Signal();
        replica.always(line -> {
            line.request();
            line.head(200, -1, "Content-Type: text/event-stream", "Transfer-Encoding: chunked");
            line.chunk("data: 1\n\n");
            go.await();
            line.chunk("event: end\ndata: 2\n\n");
            line.send("0\r\n\r\n");
        });
        try (RawClient client = gateway.client()) {
            RawAnswer head = client.request("GET", path, "").head();
            beyondTheLimits();
            go.fire();
            assertThat(client.body(head).text()).isEqualTo("data: 1\n\nevent: end\ndata: 2\n\n");
        }
    }
}
