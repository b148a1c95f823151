package io.holdfast.cli.watch;

import io.holdfast.cli.driver.Instance;
import io.holdfast.cli.gateway.Gateway;
import io.holdfast.cli.gateway.GatewayException;
import io.holdfast.cli.gateway.GatewayException.Kind;
import io.holdfast.cli.gateway.Listing;
import io.holdfast.cli.gateway.ReplicaStatus;
import io.holdfast.cli.time.Ticker;
import io.holdfast.cli.watch.DrainBook.Entry;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** The gateways, asked through their management ports. One that is away is as if there were none: the watch goes on. */
final class GatewayReplicas implements Replicas {

    /** A gateway that is away for longer has been given up by its people, or has another URL now. */
    static final Duration FORGIVEN = Duration.ofDays(1);

    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    private final List<Gateway> gateways;
    private final boolean force;
    private final DrainBook book;
    private final Consumer<String> say;
    private final Clock clock;
    private final Ticker ticker;

    /** By {@link Watched#keyOf}: instances that are drained for a reason that lasts. */
    private final Set<String> atWork = ConcurrentHashMap.newKeySet();

    /** Owed, and said so. */
    private final Set<Entry> complained = ConcurrentHashMap.newKeySet();

    private final AtomicBoolean settling = new AtomicBoolean();

    /**
     * @param force whether even the last usable replica may be drained
     * @param book the drains that are to be taken back; those of an earlier watch are owed
     * @param say told of drains that stay, in one line
     */
    GatewayReplicas(
            List<Gateway> gateways, boolean force, DrainBook book, Consumer<String> say, Clock clock, Ticker ticker) {
        this.gateways = List.copyOf(gateways);
        this.force = force;
        this.book = book;
        this.say = say;
        this.clock = clock;
        this.ticker = ticker;
    }

    @Override
    public Map<String, Boolean> usable(List<Instance> instances) {
        Map<String, Boolean> usable = new HashMap<>();
        for (Gateway gateway : gateways) {
            list(gateway).ifPresent(listing -> {
                for (Instance instance : instances) {
                    find(listing, instance)
                            .ifPresent(
                                    replica -> usable.merge(keyOf(instance), replica.isUsable(), Boolean::logicalOr));
                }
            });
        }
        return usable;
    }

    @Override
    public void drain(Instance instance, Duration wait, BooleanSupplier hurried) throws DrainRefused {
        atWork.add(keyOf(instance));
        Map<Gateway, Entry> drained = new HashMap<>();
        // At all of them before any is waited for: each would go on sending work.
        for (Gateway gateway : gateways) {
            Optional<ReplicaStatus> replica = list(gateway).flatMap(listing -> find(listing, instance));
            if (replica.isPresent()) {
                drain(gateway, instance, replica.get()).ifPresent(entry -> drained.put(gateway, entry));
            }
        }
        long end = ticker.nanos() + wait.toNanos();
        try {
            while (!hurried.getAsBoolean() && ticker.nanos() < end && busy(drained)) {
                ticker.sleepUntil(Math.min(end, ticker.nanos() + LOOK_NANOS));
            }
        } catch (InterruptedException ending) {
            Thread.currentThread().interrupt();
        }
    }

    private Optional<Entry> drain(Gateway gateway, Instance instance, ReplicaStatus replica) throws DrainRefused {
        Entry entry = new Entry(gateway.name(), keyOf(instance), instance.service(), replica.replica(), clock.millis());
        if (replica.draining() && !book.has(entry)) {
            return Optional.empty(); // somebody else's word, which is as good as ours
        }
        book.add(entry); // before it is told: it may have heard what it could not answer
        try {
            gateway.drain(entry.service(), entry.replica(), Optional.empty(), force);
            return Optional.of(entry);
        } catch (GatewayException failed) {
            if (failed.kind() == Kind.REFUSED) {
                book.remove(entry);
                undrain(instance);
                throw new DrainRefused(String.valueOf(failed.getMessage()));
            }
            if (failed.kind() == Kind.UNKNOWN || failed.kind() == Kind.FORBIDDEN) {
                book.remove(entry);
            }
            return Optional.empty();
        }
    }

    private boolean busy(Map<Gateway, Entry> drained) {
        for (Map.Entry<Gateway, Entry> one : drained.entrySet()) {
            boolean idle = list(one.getKey())
                    .flatMap(listing -> listing.find(one.getValue().service()))
                    .flatMap(service -> service.replicas().stream()
                            .filter(replica ->
                                    replica.replica().equals(one.getValue().replica()))
                            .findFirst())
                    .map(ReplicaStatus::isIdle)
                    .orElse(true);
            if (!idle) {
                return true;
            }
        }
        return false;
    }

    @Override
    public void undrain(Instance instance) {
        String key = keyOf(instance);
        book.all().stream().filter(entry -> entry.instance().equals(key)).forEach(this::takeBack);
        atWork.remove(key);
    }

    @Override
    public boolean owes() {
        return !owed().isEmpty();
    }

    private List<Entry> owed() {
        return book.all().stream()
                .filter(entry -> !atWork.contains(entry.instance()))
                .toList();
    }

    @Override
    public void settle() {
        if (!settling.compareAndSet(false, true)) {
            return;
        }
        try {
            for (Entry entry : owed()) {
                if (clock.millis() - entry.since() > FORGIVEN.toMillis()) {
                    book.remove(entry);
                    say.accept(entry.gateway() + " was not told within " + FORGIVEN.toHours() + " h that it may use "
                            + words(entry) + " again, given up");
                } else {
                    takeBack(entry);
                }
            }
        } finally {
            settling.set(false);
        }
    }

    /** The address that was drained, whoever has it now. */
    private void takeBack(Entry entry) {
        Optional<Gateway> gateway = gateways.stream()
                .filter(one -> one.name().equals(entry.gateway()))
                .findFirst();
        try {
            if (gateway.isEmpty()) {
                throw new GatewayException(
                        Kind.AWAY, entry.gateway() + " is no longer one of the configured gateways", null);
            }
            gateway.get().undrain(entry.service(), entry.replica());
        } catch (GatewayException failed) {
            if (failed.kind() != Kind.UNKNOWN) { // it never heard of it, or has forgotten it
                if (complained.add(entry)) {
                    say.accept(words(entry) + " stays drained until it can be undrained: " + failed.getMessage());
                }
                return;
            }
        }
        book.remove(entry);
        if (complained.remove(entry)) {
            say.accept(words(entry) + " is undrained at " + entry.gateway());
        }
    }

    private static String words(Entry entry) {
        return entry.service() + " " + entry.replica();
    }

    private static String keyOf(Instance instance) {
        return Watched.keyOf(instance.service(), instance.name());
    }

    private static Optional<Listing> list(Gateway gateway) {
        try {
            return Optional.of(gateway.list());
        } catch (GatewayException away) {
            return Optional.empty();
        }
    }

    private static Optional<ReplicaStatus> find(Listing listing, Instance instance) {
        List<ReplicaStatus> replicas = new ArrayList<>();
        listing.find(instance.service()).ifPresent(service -> replicas.addAll(service.replicas()));
        return replicas.stream()
                .filter(replica -> instance.isCalled(replica.replica()))
                .findFirst();
    }
}
