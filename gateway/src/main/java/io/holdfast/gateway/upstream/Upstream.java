package io.holdfast.gateway.upstream;

import io.holdfast.gateway.service.Alarm;
import io.holdfast.gateway.service.Gate;
import io.holdfast.gateway.service.Health;
import io.holdfast.gateway.service.Replica;
import io.holdfast.gateway.service.Service;
import io.holdfast.gateway.service.ServiceListener;
import io.holdfast.gateway.service.Time;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.channel.IoEventLoop;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.resolver.AddressResolverGroup;
import io.netty.resolver.dns.DnsAddressResolverGroup;
import io.netty.resolver.dns.DnsNameResolverBuilder;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;

/** The client side of one service: a set of pools for each event loop that carries clients. */
public final class Upstream implements ServiceListener, AutoCloseable {

    /** A name is asked again after this long at most, so that a container that came back elsewhere is found. */
    private static final int NAME_TTL_SECONDS = 5;

    private final UpstreamSettings settings;
    private final Alarm alarm;
    private final Time time;
    private final Map<EventLoop, LoopUpstream> loops = new ConcurrentHashMap<>();
    private volatile boolean stopping;

    public Upstream(UpstreamSettings settings, Alarm alarm, Time time) {
        this.settings = settings;
        this.alarm = alarm;
        this.time = time;
    }

    /**
     * Starts a call; to be called on {@code loop}, where the listener is called too, possibly before this returns.
     *
     * @param head method, target and headers as they go out; without a body unless {@code hasBody}
     */
    public Call call(EventLoop loop, Replica replica, HttpRequest head, boolean hasBody, AnswerListener listener) {
        LoopUpstream here = loops.get(loop);
        if (here == null) {
            here = first(loop, replica);
        }
        return here.call(replica, head, hasBody, listener);
    }

    /** A loop that joins may have been left out of what is being told about a replica: it catches up with it. */
    private LoopUpstream first(EventLoop loop, Replica replica) {
        LoopUpstream here = loops.computeIfAbsent(loop, this::create);
        here.later(() -> {
            if (replica.health().unreachable()) {
                here.replicaDown(replica);
            }
            if (replica.draining()) {
                here.replicaDraining(replica);
            }
            if (stopping) {
                here.gatewayStopping();
            }
        });
        return here;
    }

    private LoopUpstream create(EventLoop loop) {
        boolean epoll = loop instanceof IoEventLoop io && io.isIoType(EpollIoHandler.class);
        Class<? extends Channel> type = epoll ? EpollSocketChannel.class : NioSocketChannel.class;
        AddressResolverGroup<InetSocketAddress> names = new DnsAddressResolverGroup(new DnsNameResolverBuilder()
                .datagramChannelType(epoll ? EpollDatagramChannel.class : NioDatagramChannel.class)
                .ttl(0, NAME_TTL_SECONDS)
                .negativeTtl(0));
        return new LoopUpstream(loop, type, names, settings, alarm, time);
    }

    @Override
    public void healthChanged(Service service, Replica replica, Health before, Health now) {
        if (now.unreachable() && !before.unreachable()) {
            onEachLoop(replica, LoopUpstream::replicaDown);
        } else if (now.up() && !before.up()) {
            moveFromDraining(service);
        }
    }

    @Override
    public void gateChanged(Service service, Replica replica, Gate.State before, Gate.State now) {
        if (before == Gate.State.OPEN) {
            moveFromDraining(service);
        }
    }

    /** What could not leave a draining replica, since no other was usable, may do so now. */
    private void moveFromDraining(Service service) {
        for (Replica replica : service.replicas()) {
            if (replica.draining()) {
                onEachLoop(replica, LoopUpstream::replicaDraining);
            }
        }
    }

    @Override
    public void drainChanged(Service service, Replica replica, boolean draining) {
        if (draining) {
            onEachLoop(replica, LoopUpstream::replicaDraining);
        } else {
            moveFromDraining(service);
        }
    }

    @Override
    public void removed(Service service, Replica replica) {
        onEachLoop(replica, LoopUpstream::replicaDraining);
    }

    /** This gateway stops: event streams end where they can be continued, whatever else is under way goes on. */
    public void stopping() {
        stopping = true;
        loops.forEach((loop, upstream) -> loop.execute(upstream::gatewayStopping));
    }

    /** Silence of a replica with requests waiting after which health is told; 0: never. */
    public long suspectNanos() {
        return settings.suspectNanos();
    }

    /** Whether this gateway stops. */
    public boolean isStopping() {
        return stopping;
    }

    private void onEachLoop(Replica replica, BiConsumer<LoopUpstream, Replica> action) {
        loops.forEach((loop, upstream) -> loop.execute(() -> action.accept(upstream, replica)));
    }

    @Override
    public void close() {
        loops.forEach((loop, upstream) -> {
            if (!loop.isShuttingDown()) {
                loop.execute(upstream::close);
            }
        });
    }
}
