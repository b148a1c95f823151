package io.holdfast.gateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.gateway.service.Health.Phase;
import io.holdfast.gateway.service.Health.Reason;
import io.holdfast.gateway.service.ManualTime;
import io.holdfast.gateway.service.Replica;
import io.holdfast.gateway.service.Replicas;
import io.holdfast.gateway.service.ScriptedGate;
import io.holdfast.gateway.service.Service;
import io.holdfast.gateway.testing.Incidents;
import io.holdfast.gateway.testing.Patience;
import io.holdfast.gateway.testing.ScriptedReplica;
import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpVersion;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The first call of an event loop, begun while others are being told that its replica is lost: the replica was up when
 * it was picked, and the loop was not yet among those that are told.
 */
class FirstCallOfALoopTest {

    private final MultiThreadIoEventLoopGroup group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final EventLoop loop = group.next();
    private final ManualTime time = new ManualTime();
    private final ScriptedReplica endpoint =
            ScriptedReplica.start().always(line -> {}); // takes requests and says nothing
    private final Replica replica = Replicas.replica(endpoint.port(), time);
    private final Service service = new Service("api", new ScriptedGate());
    private final Upstream upstream = new Upstream(
            new UpstreamSettings(1L << 40, 1L << 40, 1L << 40, 0, 1L << 32, 8, null), new Incidents(), time);
    private final Queue<String> told = new ConcurrentLinkedQueue<>();

    @BeforeEach
    void start() {
        service.replicas(List.of(replica));
        Replicas.health(service, replica, Phase.UP, Reason.NONE);
    }

    @AfterEach
    void stop() {
        endpoint.close();
        upstream.close();
        group.shutdownGracefully(0, 20, TimeUnit.SECONDS).syncUninterruptibly();
    }

    private void call() {
        loop.execute(() -> upstream.call(
                loop,
                replica,
                new DefaultHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, "/x"),
                false,
                new Listener()));
    }

    @Test
    void isToldThatItsReplicaIsDown() {
        Replicas.unreachable(service, replica);
        call();
        Patience.until("told", () -> told.contains("down"));
    }

    @Test
    void isToldThatItsReplicaIsDraining() {
        service.draining(replica, true);
        call();
        Patience.until("told", () -> told.contains("draining"));
        assertThat(told).doesNotContain("down");
    }

    @Test
    void isToldThatTheGatewayStops() {
        upstream.stopping();
        call();
        Patience.until("told", () -> told.contains("stopping"));
        assertThat(told).doesNotContain("down", "draining");
    }

    private final class Listener extends QuietListener {

        @Override
        public void onReplicaDown() {
            told.add("down");
        }

        @Override
        public void onReplicaDraining() {
            told.add("draining");
        }

        @Override
        public void onGatewayStopping() {
            told.add("stopping");
        }
    }
}
