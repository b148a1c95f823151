package io.holdfast.gateway.route;

import io.holdfast.gateway.drain.DrainActions;
import io.holdfast.gateway.exchange.Engine;
import io.holdfast.gateway.exchange.Engines;
import io.holdfast.gateway.service.Time;
import io.holdfast.gateway.websocket.ServiceSockets;
import io.holdfast.gateway.websocket.WebSockets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.web.server.context.WebServerGracefulShutdownLifecycle;
import org.springframework.context.SmartLifecycle;

/**
 * The planned end of this gateway: takes no more connections, asks WebSockets and event streams to connect elsewhere,
 * and waits until the rest is done, at most for the grace. Runs before the web server's own graceful stop, which then
 * finds nothing left to wait for.
 */
public final class EntranceStop implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger("holdfast.stop");
    private static final long LOOK_MILLIS = 10;

    /** How long all of it may take. */
    public record Grace(Duration duration) {}

    private final ClientConnections clients;
    private final Engines engines;
    private final ServiceSockets sockets;
    private final DrainActions drains;
    private final long graceNanos;
    private final Time time;
    private volatile boolean running;

    EntranceStop(
            ClientConnections clients,
            Engines engines,
            ServiceSockets sockets,
            DrainActions drains,
            Grace grace,
            Time time) {
        this.clients = clients;
        this.engines = engines;
        this.sockets = sockets;
        this.drains = drains;
        this.graceNanos = grace.duration().toNanos();
        this.time = time;
    }

    @Override
    public void start() {
        running = true;
    }

    /** Blocks, so that no other limit than the grace applies. */
    @Override
    public void stop() {
        running = false;
        stopClients();
        drains.endWaits(); // the management port, which is closed next, would wait for them
    }

    private void stopClients() {
        long startedAt = time.nanos();
        // First, so that whoever is refused and asks on a connection that it has is told to leave that too.
        clients.closeAfterAnswers();
        clients.closePort();
        if (clients.size() > 0) {
            LOG.info("Stopping: {} client connections, up to {} s for what is under way", clients.size(), seconds());
        }
        engines.byService().values().forEach(engine -> engine.upstream().stopping());
        sockets.byService().values().forEach(WebSockets::closeAll);
        boolean turnedAway = false;
        while (clients.size() > 0) {
            StopRule.Step step = StopRule.next(time.nanos() - startedAt, graceNanos);
            if (step == StopRule.Step.CUT) {
                LOG.warn("Stopped with {} client connections cut: holdfast.grace is over", clients.size());
                return;
            }
            if (step != StopRule.Step.WAIT) {
                clients.closeIdle();
            }
            if (step == StopRule.Step.TURN_AWAY && !turnedAway) {
                turnedAway = true;
                engines.byService().values().stream().map(Engine::hold).forEach(hold -> hold.turnAway());
            }
            if (interrupted()) {
                return;
            }
        }
    }

    private long seconds() {
        return TimeUnit.NANOSECONDS.toSeconds(graceNanos);
    }

    private static boolean interrupted() {
        try {
            new CountDownLatch(1).await(LOOK_MILLIS, TimeUnit.MILLISECONDS);
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public int getPhase() {
        return WebServerGracefulShutdownLifecycle.SMART_LIFECYCLE_PHASE + 1;
    }
}
