package io.holdfast.cli.restart;

import io.holdfast.cli.driver.Driver;
import io.holdfast.cli.driver.DriverException;
import io.holdfast.cli.driver.DriverException.Kind;
import io.holdfast.cli.driver.Instance;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** What runs each replica, found before anything is touched, and kept up with when a restart makes a new one. */
final class Instances {

    private static final int LAST_LINES = 20;

    private final Driver driver;
    private final Duration grace;
    private final Map<String, Instance> byReplica = new ConcurrentHashMap<>();

    private Instances(Driver driver, Duration grace) {
        this.driver = driver;
        this.grace = grace;
    }

    /**
     * Finds what runs each of these.
     *
     * @throws DriverException when the driver is away, or knows nothing that serves there
     */
    static Instances find(Driver driver, String service, List<String> replicas, Duration grace) throws DriverException {
        Instances found = new Instances(driver, grace);
        for (String replica : replicas) {
            Optional<Instance> instance = driver.find(service, replica);
            found.byReplica.put(replica, instance.orElseThrow(() -> nothingAt(driver, service, replica)));
        }
        return found;
    }

    private static DriverException nothingAt(Driver driver, String service, String replica) {
        List<String> known = new ArrayList<>();
        try {
            for (Instance one : driver.list(service)) {
                known.add(one.name() + (one.addresses().isEmpty() ? "" : " at " + String.join(" ", one.addresses())));
            }
        } catch (DriverException unknown) {
            return unknown;
        }
        return new DriverException(
                Kind.NOT_FOUND,
                "no " + driver.kind() + " instance of " + service + " serves at " + replica + " (expected: one of "
                        + (known.isEmpty() ? "none is known" : String.join(", ", known)) + ")");
    }

    /** What people call it, where that says more than its address. */
    String nameOf(String replica) {
        Instance instance = byReplica.get(replica);
        return instance == null || instance.name().equals(replica) ? "" : instance.name();
    }

    /** @return every name under which it may be seen now */
    List<String> restart(String replica) throws DriverException {
        Instance before = of(replica);
        Instance after = driver.restart(before, grace);
        byReplica.put(replica, after);
        Set<String> names = new LinkedHashSet<>(after.addresses());
        names.add(after.name());
        return List.copyOf(names);
    }

    /** Every name under which it may be listed. */
    List<String> namesOf(String replica) {
        Set<String> names = new LinkedHashSet<>(List.of(replica));
        names.addAll(of(replica).addresses());
        return List.copyOf(names);
    }

    List<String> lastLines(String replica) {
        try {
            return driver.lastLines(of(replica), LAST_LINES);
        } catch (DriverException unreadable) {
            return List.of("(no log: " + unreadable.getMessage() + ")");
        }
    }

    private Instance of(String replica) {
        Instance instance = byReplica.get(replica);
        if (instance == null) {
            throw new IllegalArgumentException(replica);
        }
        return instance;
    }
}
