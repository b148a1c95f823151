package io.holdfast.gateway.discovery;

import io.holdfast.gateway.service.Service;
import io.holdfast.gateway.service.Time;
import io.netty.resolver.dns.DnsServerAddressStreamProviders;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** Gives every service its replicas, first of all, and keeps those that come from names up to date. */
public final class Discovery implements SmartLifecycle {

    /** Before whatever works on replicas. */
    public static final int PHASE = -100;

    /**
     * Where the replicas of one service come from.
     *
     * @param replicas a checked list, empty with {@code dns}
     * @param dns a checked URL, or null
     */
    public record Source(
            Service service,
            List<String> replicas,
            @Nullable String dns) {}

    private final List<Source> sources;
    private final ReplicaFactory factory;
    private final Supplier<NameLookup> lookups;
    private final Time time;
    private final List<DnsSource> names = new ArrayList<>();
    private @Nullable Scheduler scheduler;
    private @Nullable NameLookup lookup;
    private volatile boolean running;

    /** Nothing happens before {@link #start()}. */
    public Discovery(List<Source> sources, ReplicaFactory factory, Time time) {
        this(sources, factory, () -> new NettyLookup(DnsServerAddressStreamProviders.platformDefault()), time);
    }

    Discovery(List<Source> sources, ReplicaFactory factory, Supplier<NameLookup> lookups, Time time) {
        this.sources = List.copyOf(sources);
        this.factory = factory;
        this.lookups = lookups;
        this.time = time;
    }

    @Override
    public synchronized void start() {
        if (running) {
            return;
        }
        running = true;
        for (Source source : sources) {
            ReplicaSet set = new ReplicaSet(source.service(), factory);
            URI url = source.dns() == null ? null : DiscoveryRule.url(source.dns());
            if (url == null) {
                set.put(DiscoveryRule.urls(source.replicas()), null);
            } else {
                names.add(byName(url, set));
            }
        }
        names.forEach(DnsSource::start);
    }

    private DnsSource byName(URI url, ReplicaSet set) {
        if (scheduler == null || lookup == null) {
            scheduler = Schedulers.newSingle("holdfast-discovery", true);
            lookup = lookups.get();
        }
        return new DnsSource(url, set, lookup, scheduler.createWorker(), time);
    }

    @Override
    public synchronized void stop() {
        running = false;
        names.forEach(DnsSource::stop);
        names.clear();
        if (scheduler != null) {
            scheduler.dispose();
            scheduler = null;
        }
        if (lookup instanceof NettyLookup open) {
            open.close();
        }
        lookup = null;
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public int getPhase() {
        return PHASE;
    }
}
