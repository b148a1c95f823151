package io.holdfast.gateway.upstream;

import io.holdfast.gateway.service.Alarm;
import io.holdfast.gateway.service.Replica;
import io.holdfast.gateway.service.Time;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.resolver.AddressResolverGroup;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The client side of one service on one event loop: its pools, and the one timer that watches all calls in them. */
final class LoopUpstream implements Runnable {

    /** How exact timeouts and silence are. */
    static final long TICK_NANOS = 50_000_000L;

    private final EventLoop eventLoop;
    private final UpstreamSettings settings;
    private final Alarm alarm;
    private final Time time;
    private final Bootstrap bootstrap;
    private final Map<Replica, ReplicaPool> pools = new IdentityHashMap<>();
    private boolean ticking;
    private long lastTick;

    LoopUpstream(
            EventLoop eventLoop,
            Class<? extends Channel> channelType,
            AddressResolverGroup<InetSocketAddress> resolver,
            UpstreamSettings settings,
            Alarm alarm,
            Time time) {
        this.eventLoop = eventLoop;
        this.settings = settings;
        this.alarm = alarm;
        this.time = time;
        this.bootstrap = new Bootstrap()
                .group(eventLoop)
                .channel(channelType)
                .resolver(resolver)
                .option(ChannelOption.AUTO_READ, false)
                // A replica may refuse a body and close: its answer is read though the rest cannot be written.
                .option(ChannelOption.AUTO_CLOSE, false)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.SO_KEEPALIVE, true)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) (settings.connectNanos() / 1_000_000));
    }

    Call call(Replica replica, HttpRequest head, boolean hasBody, AnswerListener listener) {
        return pool(replica).call(head, hasBody, listener);
    }

    private ReplicaPool pool(Replica replica) {
        ReplicaPool pool = pools.get(replica);
        if (pool == null) {
            pool = new ReplicaPool(this, replica);
            pools.put(replica, pool);
        }
        return pool;
    }

    void replicaDown(Replica replica) {
        ReplicaPool pool = pools.get(replica);
        if (pool != null) {
            pool.replicaDown();
        }
    }

    void replicaDraining(Replica replica) {
        ReplicaPool pool = pools.get(replica);
        if (pool != null) {
            pool.replicaDraining();
        }
    }

    void gatewayStopping() {
        for (ReplicaPool pool : pools.values().toArray(ReplicaPool[]::new)) {
            pool.gatewayStopping();
        }
    }

    void close() {
        pools.values().forEach(ReplicaPool::closeIdle);
    }

    /** Starts the timer when there is something to look after. */
    void wake() {
        if (!ticking) {
            ticking = true;
            lastTick = now();
            eventLoop.schedule(this, TICK_NANOS, TimeUnit.NANOSECONDS);
        }
    }

    @Override
    public void run() {
        long now = now();
        // A loop that was itself held up cannot tell a replica's silence from its own.
        boolean late = now - lastTick > 3 * TICK_NANOS;
        lastTick = now;
        for (ReplicaPool pool : pools.values().toArray(ReplicaPool[]::new)) {
            pool.tick(now, late);
        }
        pools.values().removeIf(ReplicaPool::unused);
        ticking = !pools.isEmpty(); // what ended in one may have begun anew in another, looked at before or not at all
        if (ticking) {
            eventLoop.schedule(this, TICK_NANOS, TimeUnit.NANOSECONDS);
        }
    }

    /** A literal address needs no resolver; a name is resolved anew for each connection, by TTL. */
    InetSocketAddress address(Replica replica) {
        byte[] literal = NetUtil.createByteArrayFromIpAddressString(replica.host());
        if (literal == null) {
            return InetSocketAddress.createUnresolved(replica.host(), replica.port());
        }
        try {
            return new InetSocketAddress(InetAddress.getByAddress(literal), replica.port());
        } catch (UnknownHostException e) {
            throw new IllegalStateException("an address of " + literal.length + " bytes", e);
        }
    }

    void later(Runnable work) {
        eventLoop.execute(work);
    }

    Bootstrap bootstrap() {
        return bootstrap;
    }

    UpstreamSettings settings() {
        return settings;
    }

    Alarm alarm() {
        return alarm;
    }

    long now() {
        return time.nanos();
    }
}
