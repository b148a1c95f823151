package io.holdfast.gateway.discovery;

import io.holdfast.gateway.service.Health;
import io.holdfast.gateway.service.Replica;
import io.holdfast.gateway.service.Service;
import io.holdfast.gateway.service.ServiceListener;
import io.holdfast.gateway.service.Time;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.URI;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.scheduler.Scheduler;

/**
 * The addresses of a name as replicas. An answer replaces the set; no answer, or an empty one, leaves it as it is: a name
 * server that is away takes no replica away. Confined to its worker's thread.
 */
final class DnsSource implements ServiceListener {

    private static final Logger LOG = LoggerFactory.getLogger("holdfast.discovery");

    private final URI url;
    private final ReplicaSet set;
    private final NameLookup lookup;
    private final Scheduler.Worker worker;
    private final Time time;
    private @Nullable Disposable timer;
    private @Nullable Disposable asking;
    private long askedAt;
    private boolean complained;

    DnsSource(URI url, ReplicaSet set, NameLookup lookup, Scheduler.Worker worker, Time time) {
        this.url = url;
        this.set = set;
        this.lookup = lookup;
        this.worker = worker;
        this.time = time;
    }

    void start() {
        set.service().listen(this);
        later(this::ask, 0);
    }

    void stop() {
        set.service().unlisten(this);
        if (asking != null) {
            asking.dispose();
        }
    }

    private void ask() {
        timer = null;
        askedAt = time.nanos();
        asking = lookup.find(url.getHost())
                .subscribe(found -> later(() -> answered(found), 0), error -> later(() -> failed(error), 0));
    }

    private void answered(NameLookup.Addresses found) {
        asking = null;
        if (found.addresses().isEmpty()) {
            failed(new IllegalStateException("it has no address"));
            return;
        }
        complained = false;
        List<URI> urls = found.addresses().stream().map(this::url).toList();
        if (set.put(urls, url.getHost())) {
            LOG.info("{} is {}", set.service(), set.service().replicas());
        }
        boolean lost =
                set.service().replicas().stream().anyMatch(r -> r.health().unreachable());
        askIn(DnsRule.afterAnswer(found.ttlNanos(), lost));
    }

    private void failed(Throwable error) {
        asking = null;
        if (!complained) {
            complained = true;
            LOG.warn(
                    "{}: {} was not found, its replicas stay as they are: {}",
                    set.service(),
                    url.getHost(),
                    error.getMessage());
        }
        askIn(DnsRule.AFTER_FAILURE);
    }

    private URI url(InetAddress address) {
        String host = address.getHostAddress();
        int scope = host.indexOf('%');
        String literal = scope < 0 ? host : host.substring(0, scope);
        String bracketed = address instanceof Inet6Address ? "[" + literal + "]" : literal;
        return URI.create(url.getScheme() + "://" + bracketed + (url.getPort() < 0 ? "" : ":" + url.getPort()));
    }

    private void askIn(long nanos) {
        if (timer != null) {
            timer.dispose();
        }
        timer = later(this::ask, nanos);
    }

    private @Nullable Disposable later(Runnable task, long nanos) {
        try {
            return worker.schedule(task, nanos, TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
            return null; // stopped
        }
    }

    @Override
    public void healthChanged(Service service, Replica replica, Health before, Health now) {
        if (now.unreachable() && !before.unreachable()) {
            later(this::lost, 0);
        }
    }

    private void lost() {
        if (asking == null) {
            askIn(DnsRule.afterLoss(time.nanos() - askedAt));
        }
    }
}
