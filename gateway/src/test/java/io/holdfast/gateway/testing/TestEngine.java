package io.holdfast.gateway.testing;

import io.holdfast.gateway.exchange.Continuation;
import io.holdfast.gateway.exchange.Engine;
import io.holdfast.gateway.exchange.RetryBudget;
import io.holdfast.gateway.hold.HoldRoom;
import io.holdfast.gateway.service.Health;
import io.holdfast.gateway.service.Health.Phase;
import io.holdfast.gateway.service.Health.Reason;
import io.holdfast.gateway.service.Replica;
import io.holdfast.gateway.service.Service;
import io.holdfast.gateway.service.Time;
import io.holdfast.gateway.upstream.Upstream;
import io.netty.channel.EventLoop;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.nio.NioIoHandler;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * An engine as in production, on one real event loop, in front of scripted replicas; only balance is simple (in the
 * order of the list) and health is what the test says. Closing it checks the books: nothing in flight, every permit
 * back, nobody waiting, no connection left.
 */
public final class TestEngine implements AutoCloseable {

    private final TestLoop ownLoop;
    private final EventLoop loop;
    private final boolean epoll;
    private final Service service;
    private final Engine engine;
    private final Incidents incidents = new Incidents();
    private final Upstream upstream;
    private final Time time;
    private final List<Endpoint> endpoints;

    TestEngine(Setup setup) {
        LeaksFailTheRun.suspect();
        epoll = Epoll.isAvailable() && !setup.nio;
        IoHandlerFactory io = epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
        ownLoop = new TestLoop(io);
        loop = ownLoop.loop();
        time = setup.time;
        endpoints = setup.endpoints;
        service = new Service("api", new RecordingGate());
        List<Replica> replicas = new ArrayList<>();
        for (Endpoint endpoint : setup.endpoints) {
            replicas.add(new Replica("api", endpoint.url(), new RecordingGate(), time));
        }
        service.replicas(replicas);
        upstream = new Upstream(setup.upstream(), incidents, time);
        HoldRoom hold = new HoldRoom(service, setup.holdRequests, setup.holdBytes);
        service.listen(upstream);
        service.listen(hold);
        engine = new Engine(
                service,
                new InOrder(),
                upstream,
                hold,
                new RetryBudget(setup.budgetShare, setup.budgetFloor),
                setup.settings(),
                setup.continuations,
                incidents,
                setup.stale,
                incidents,
                time,
                bound -> bound / 2);
        if (setup.up) {
            replicas.forEach(this::up);
        }
    }

    /** An engine with default settings in front of these replicas, all up. */
    public static TestEngine of(Endpoint... endpoints) {
        return setup(endpoints).start();
    }

    public static Setup setup(Endpoint... endpoints) {
        return new Setup(List.of(endpoints));
    }

    // ---- what a test does

    public Request request(String method, String target) {
        return new Request(this, method, target);
    }

    public Client get(String target) {
        return request("GET", target).send();
    }

    public Client post(String target, String body) {
        return request("POST", target).body(body).send();
    }

    /** A body of a request, given part by part on the event loop. */
    public ScriptedBody body() {
        return new ScriptedBody(loop);
    }

    public Replica replica(int index) {
        return service.replicas().get(index);
    }

    public void up(Replica replica) {
        health(replica, Phase.UP, Reason.NONE);
    }

    /** Health found that nothing answers there. */
    public void down(Replica replica) {
        health(replica, Phase.DOWN, Reason.UNREACHABLE);
    }

    public void unhealthy(Replica replica) {
        health(replica, Phase.DOWN, Reason.UNHEALTHY);
    }

    /** The operator's word. */
    public void drain(Replica replica, boolean draining) {
        service.draining(replica, draining);
    }

    private void health(Replica replica, Phase phase, Reason reason) {
        service.health(replica, new Health(phase, reason, Instant.EPOCH, time.nanos(), 0, null));
    }

    /** From now on a refusal makes a replica DOWN at once, as health does. */
    public TestEngine refusedIsDown() {
        incidents.react((what, replica) -> {
            if (what.equals("refused")) {
                down(replica);
            }
        });
        return this;
    }

    // ---- what a test looks at

    public Engine engine() {
        return engine;
    }

    public Service service() {
        return service;
    }

    public Upstream upstream() {
        return upstream;
    }

    public EventLoop loop() {
        return loop;
    }

    /** Whether the event loop is on epoll, as in production on Linux. */
    public boolean epoll() {
        return epoll;
    }

    public Incidents incidents() {
        return incidents;
    }

    public RecordingGate gate(int index) {
        return (RecordingGate) replica(index).gate();
    }

    public RecordingGate serviceGate() {
        return (RecordingGate) service.gate();
    }

    /** Runs something on the event loop and waits for what it gives. */
    public <T> T onLoop(Supplier<T> work) {
        CompletableFuture<T> result = new CompletableFuture<>();
        loop.execute(() -> {
            try {
                result.complete(work.get());
            } catch (RuntimeException | Error e) {
                result.completeExceptionally(e);
            }
        });
        return Patience.get(() -> "work on the event loop", result);
    }

    /** Waits until the event loop has done what was given to it so far. */
    public void settle() {
        onLoop(() -> true);
    }

    public void awaitHeld(int count) {
        Patience.until(count + " held", () -> engine.hold().size() == count);
    }

    /** Waits until nothing is under way, and checks that everything was given back, once. */
    public void assertQuiet() {
        for (Replica replica : service.replicas()) {
            Patience.until(
                    "nothing in flight at " + replica, () -> replica.inFlight().get() == 0);
            Patience.until("no stream at " + replica, () -> replica.streams().get() == 0);
            Patience.until(
                    "no WebSocket at " + replica, () -> replica.webSockets().get() == 0);
            RecordingGate gate = (RecordingGate) replica.gate();
            Patience.until("permits back at " + replica + ": " + gate, () -> gate.out() == 0);
        }
        Patience.until(
                "permits back at the service: " + serviceGate(),
                () -> serviceGate().out() == 0);
        awaitHeld(0);
        settle();
        for (Replica replica : service.replicas()) {
            equal("in flight at " + replica, replica.inFlight().get(), 0);
            equal("permits of " + replica, ((RecordingGate) replica.gate()).out(), 0);
        }
        equal("permits of the service", serviceGate().out(), 0);
    }

    private static void equal(String what, int is, int expected) {
        if (is != expected) {
            throw new AssertionError(what + ": " + is + " (expected: " + expected + ")");
        }
    }

    @Override
    public void close() {
        try {
            assertQuiet();
            upstream.close();
            for (Endpoint endpoint : endpoints) {
                Patience.until("no connection left at " + endpoint, () -> endpoint.open() == 0);
            }
        } finally {
            ownLoop.close();
        }
    }

    /** Continuations for answers that go on elsewhere, or none. */
    static Continuation.Factory noContinuations() {
        return (request, repeatable, status, headers) -> null;
    }
}
