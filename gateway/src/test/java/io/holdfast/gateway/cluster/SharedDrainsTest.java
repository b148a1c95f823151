package io.holdfast.gateway.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.gateway.drain.DrainActions;
import io.holdfast.gateway.service.Replica;
import io.holdfast.gateway.service.Services;
import io.holdfast.gateway.testing.Gateways;
import io.holdfast.gateway.testing.Patience;
import io.holdfast.gateway.testing.ScriptedReplica;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;
import redis.embedded.RedisServer;

/** Two whole gateways and a real Redis server, which dies, hangs, is emptied and is damaged. */
class SharedDrainsTest {

    private static final long TWO_SECONDS = 2_000_000_000L;

    @TempDir
    Path state;

    private ScriptedReplica replica;
    private int port;
    private RedisServer redis;
    private ConfigurableApplicationContext a;
    private ConfigurableApplicationContext b;

    @BeforeEach
    void start() throws Exception {
        replica = ScriptedReplica.start().always(line -> {
            line.request();
            line.answer(200, "ok");
        });
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        startRedis();
        a = gateway("a");
        b = gateway("b");
    }

    @AfterEach
    void stop() throws Exception {
        a.close();
        b.close();
        if (redis.isActive()) {
            redis.stop();
        }
        replica.close();
    }

    private void startRedis() throws IOException {
        redis = RedisServer.newRedisServer()
                .port(port)
                .setting("bind 127.0.0.1")
                .setting("save \"\"")
                .build();
        redis.start();
    }

    private ConfigurableApplicationContext gateway(String name) {
        return Gateways.start(
                replica.url() + ",http://127.0.0.1:9",
                "spring.data.redis.host=127.0.0.1",
                "spring.data.redis.port=" + port,
                "logging.level.io.lettuce=off",
                "holdfast.state-dir=" + state.resolve(name));
    }

    private void say(ConfigurableApplicationContext gateway, String action) {
        DrainActions.Result result = Patience.get(
                () -> action,
                gateway.getBean(DrainActions.class)
                        .act("api", replica.name(), action, null, "true")
                        .toFuture());
        assertThat(result.status()).isEqualTo(200);
    }

    private Replica at(ConfigurableApplicationContext gateway) {
        return gateway.getBean(Services.class)
                .find("api")
                .orElseThrow()
                .replica(replica.name())
                .orElseThrow();
    }

    private void awaitDraining(ConfigurableApplicationContext gateway, boolean draining) {
        Patience.until("draining " + draining, () -> at(gateway).draining() == draining);
    }

    /** Both have found Redis: a word said at one is heard at the other. */
    private void awaitJoined() {
        say(a, "drain");
        awaitDraining(b, true);
        say(b, "undrain");
        awaitDraining(a, false);
    }

    private void redis(Consumer<StatefulRedisConnection<String, String>> work) {
        try (RedisClient client = RedisClient.create(RedisURI.create("127.0.0.1", port));
                var connection = client.connect()) {
            work.accept(connection);
        }
    }

    private static ProcessHandle process() {
        return ProcessHandle.current()
                .descendants()
                .filter(p -> p.info().command().orElse("").contains("redis-server"))
                .findFirst()
                .orElseThrow();
    }

    private static void signal(String signal) throws Exception {
        Process kill =
                new ProcessBuilder("kill", "-" + signal, Long.toString(process().pid())).start();
        assertThat(kill.waitFor()).isZero();
    }

    private static long timed(Runnable work) {
        long began = System.nanoTime();
        work.run();
        return System.nanoTime() - began;
    }

    @Test
    void aWordIsObeyedByEveryGateway() {
        awaitJoined();
        long fastest = Long.MAX_VALUE;
        for (int i = 0; i < 5; i++) { // the best of five: a machine that is busy says nothing about the gateway
            fastest = Math.min(fastest, timed(() -> {
                say(a, "drain");
                awaitDraining(b, true);
            }));
            fastest = Math.min(fastest, timed(() -> {
                say(b, "undrain");
                awaitDraining(a, false);
            }));
        }
        assertThat(Duration.ofNanos(fastest)).isLessThan(Duration.ofMillis(200));
    }

    @Test
    void whileRedisIsAwayEachGoesOnAloneAndTheyAgreeWhenItIsBack() throws Exception {
        awaitJoined();
        redis.stop();
        say(a, "drain");
        assertThat(at(a).draining()).isTrue();
        assertThat(at(b).draining()).isFalse();
        startRedis();
        awaitDraining(b, true);
        // Redis came back empty: what was said before is there again as well
        redis(c -> assertThat(c.sync().hgetall(SharedDrains.KEY)).containsKey("api/" + replica.name()));
    }

    @Test
    void whileRedisHangsNobodyWaitsForIt() throws Exception {
        awaitJoined();
        signal("STOP");
        try {
            assertThat(timed(() -> say(a, "drain"))).isLessThan(TWO_SECONDS);
            assertThat(at(a).draining()).isTrue();
        } finally {
            signal("CONT");
        }
        awaitDraining(b, true);
    }

    @Test
    void aFlushedRedisForgetsNothing() {
        awaitJoined();
        say(a, "drain");
        awaitDraining(b, true);
        redis(c -> c.sync().flushall());
        redis(c -> Patience.until("the mark back", () -> c.sync().hexists(SharedDrains.KEY, "api/" + replica.name())));
        assertThat(at(a).draining()).isTrue();
        assertThat(at(b).draining()).isTrue();
    }

    @Test
    void aDamagedHashIsHealed() {
        awaitJoined();
        say(a, "drain");
        awaitDraining(b, true);
        redis(c -> c.sync().hset(SharedDrains.KEY, "api/" + replica.name(), "soon"));
        redis(c -> c.sync().hset(SharedDrains.KEY, "api/\n", "1:5"));
        redis(c -> Patience.until(
                "the mark back",
                () -> c.sync().hget(SharedDrains.KEY, "api/" + replica.name()).startsWith("1:")));
        redis(c -> c.sync().set(SharedDrains.KEY, "not a hash"));
        redis(c -> Patience.until(
                "a hash again", () -> c.sync().type(SharedDrains.KEY).equals("hash")));
        say(b, "undrain");
        awaitDraining(a, false);
    }

    @Test
    void aGatewayThatWasDownWhenAReplicaWasUndrainedDoesNotDrainItAgain() {
        awaitJoined();
        say(a, "drain");
        awaitDraining(b, true);
        b.close();
        say(a, "undrain");
        b = gateway("b"); // its file still says that it is drained
        awaitDraining(b, false);
        assertThat(at(a).draining()).isFalse();
    }

    @Test
    void anEarlierWordIsNotPutOverALaterOne() {
        awaitJoined();
        say(a, "drain");
        awaitDraining(b, true);
        String key = "api/" + replica.name();
        long later = System.currentTimeMillis() + 3_600_000; // said by a gateway whose clock is an hour ahead
        redis(c -> {
            c.sync().hset(SharedDrains.KEY, key, "0:" + later);
            c.sync().publish(SharedDrains.CHANNEL, "1");
        });
        awaitDraining(a, false);
        awaitDraining(b, false);
        say(b, "drain"); // counts all the same
        awaitDraining(a, true);
        redis(c -> assertThat(c.sync().hget(SharedDrains.KEY, key)).isEqualTo("1:" + (later + 1)));
    }
}
