package io.holdfast.gateway.testing;

import io.holdfast.gateway.exchange.Backoff;
import io.holdfast.gateway.exchange.Continuation;
import io.holdfast.gateway.exchange.ExchangeSettings;
import io.holdfast.gateway.exchange.HedgeDelay;
import io.holdfast.gateway.exchange.StaleAnswers;
import io.holdfast.gateway.service.Time;
import io.holdfast.gateway.upstream.UpstreamSettings;
import io.netty.handler.ssl.SslContext;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** How a {@link TestEngine} is set: the defaults of the product, with short back-off. */
public final class Setup {

    final List<Endpoint> endpoints;
    Time time = Time.system();
    boolean nio = Boolean.getBoolean("holdfast.test.nio");
    boolean up = true;
    int holdRequests = 10_000;
    long holdBytes = 64 << 20;
    double budgetShare = 0.2;
    int budgetFloor = 20;
    Continuation.Factory continuations = TestEngine.noContinuations();

    @Nullable StaleAnswers stale;

    private int maxRetries = 3;
    private Backoff backoff = new Backoff(2_000_000, 2, 20_000_000);
    private int replayBuffer = 256 << 10;
    private boolean honourKeys = true;
    private boolean exposed = true;
    private Duration total = Duration.ZERO;
    private Duration hedge = Duration.ZERO;
    private Duration maxHold = Duration.ofSeconds(10);
    private int wholeBodyUnder = 64 << 10;
    private Duration connect = Duration.ofMillis(500);
    private Duration firstByte = Duration.ofSeconds(120);
    private Duration idle = Duration.ofMinutes(5);
    private Duration suspect = Duration.ZERO;
    private Duration keepIdle = Duration.ofNanos(UpstreamSettings.KEEP_IDLE_NANOS);
    private int maxIdle = 256;
    private @Nullable SslContext ssl;

    Setup(List<Endpoint> endpoints) {
        this.endpoints = endpoints;
    }

    public Setup time(Time next) {
        time = next;
        return this;
    }

    public Setup nio() {
        nio = true;
        return this;
    }

    /** Replicas begin as STARTING. */
    public Setup notUp() {
        up = false;
        return this;
    }

    public Setup hold(int requests, long bytes) {
        holdRequests = requests;
        holdBytes = bytes;
        return this;
    }

    public Setup budget(double share, int floor) {
        budgetShare = share;
        budgetFloor = floor;
        return this;
    }

    public Setup continuations(Continuation.Factory next) {
        continuations = next;
        return this;
    }

    public Setup stale(Duration maxAge) {
        stale = new StaleAnswers(maxAge.toNanos());
        return this;
    }

    public Setup maxRetries(int next) {
        maxRetries = next;
        return this;
    }

    public Setup backoff(Backoff next) {
        backoff = next;
        return this;
    }

    public Setup replayBuffer(int bytes) {
        replayBuffer = bytes;
        return this;
    }

    public Setup ignoreKeys() {
        honourKeys = false;
        return this;
    }

    public Setup total(Duration next) {
        total = next;
        return this;
    }

    /** As it is by default: answers do not name their replica. */
    public Setup unexposed() {
        exposed = false;
        return this;
    }

    public Setup hedge(Duration next) {
        hedge = next;
        return this;
    }

    public Setup maxHold(Duration next) {
        maxHold = next;
        return this;
    }

    public Setup wholeBodyUnder(int bytes) {
        wholeBodyUnder = bytes;
        return this;
    }

    public Setup connect(Duration next) {
        connect = next;
        return this;
    }

    public Setup firstByte(Duration next) {
        firstByte = next;
        return this;
    }

    public Setup idle(Duration next) {
        idle = next;
        return this;
    }

    public Setup suspect(Duration next) {
        suspect = next;
        return this;
    }

    public Setup keepIdle(Duration next) {
        keepIdle = next;
        return this;
    }

    public Setup maxIdle(int next) {
        maxIdle = next;
        return this;
    }

    public Setup ssl(SslContext next) {
        ssl = next;
        return this;
    }

    ExchangeSettings settings() {
        return new ExchangeSettings(
                maxRetries,
                Set.of(502, 503, 504),
                backoff,
                replayBuffer,
                honourKeys,
                total.toNanos(),
                new HedgeDelay(hedge.toNanos()),
                maxHold.toNanos(),
                wholeBodyUnder,
                exposed);
    }

    UpstreamSettings upstream() {
        return new UpstreamSettings(
                connect.toNanos(),
                firstByte.toNanos(),
                idle.toNanos(),
                suspect.toNanos(),
                keepIdle.toNanos(),
                maxIdle,
                ssl == null ? null : () -> ssl);
    }

    public TestEngine start() {
        return new TestEngine(this);
    }
}
