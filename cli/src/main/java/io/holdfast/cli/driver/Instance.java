package io.holdfast.cli.driver;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * One thing that runs a replica, as its driver saw it at one moment: a container, a unit, a process.
 *
 * @param id what the driver knows it by: container id, unit name, name of the process
 * @param name what people call it
 * @param service the service it is a replica of
 * @param state whether it runs
 * @param health what its own health check says, apart from what the gateway's probes say
 * @param startedAt when it was last started
 * @param finishedAt when it last ended
 * @param ending whether its end was meant, where the driver can tell
 * @param exitCode how it last ended; empty while it runs or where nobody knows
 * @param outOfMemory it was ended by the kernel for want of memory
 * @param healthOutput the last output of its health check, trimmed; empty without one
 * @param addresses {@code host:port} of every place where it can be serving, the surest first
 * @param labels labels or the driver's like
 */
public record Instance(
        String id,
        String name,
        String service,
        State state,
        Health health,
        Optional<Instant> startedAt,
        Optional<Instant> finishedAt,
        Ending ending,
        OptionalInt exitCode,
        boolean outOfMemory,
        String healthOutput,
        List<String> addresses,
        Map<String, String> labels) {

    /** Whether an instance runs. */
    public enum State {
        /** Made, never started. */
        CREATED,
        /** Runs. */
        RUNNING,
        /** Frozen by someone, on purpose. */
        PAUSED,
        /** Ended, and being started again by what runs it. */
        RESTARTING,
        /** Ended. */
        EXITED,
        /** Could not be ended or removed whole; of no use any more. */
        DEAD,
        /** Being removed. */
        REMOVING,
        /** Not known to this driver. */
        UNKNOWN
    }

    /** What an instance's own health check says. */
    public enum Health {
        /** It has none. */
        NONE,
        /** Within its start period, not yet known. */
        STARTING,
        /** Well. */
        HEALTHY,
        /** Failing. */
        UNHEALTHY
    }

    /** Whether the end of an instance was meant. */
    public enum Ending {
        /** It has not ended. */
        NONE,
        /** Somebody stopped it, by the word of what runs it. */
        ON_PURPOSE,
        /** It failed, by the word of what runs it. */
        BY_ITSELF,
        /** What runs it does not say. */
        UNKNOWN
    }

    public Instance {
        addresses = List.copyOf(addresses);
        labels = Map.copyOf(labels);
    }

    /** It runs and does not say that it is unwell. */
    public boolean serving() {
        return state == State.RUNNING && health != Health.UNHEALTHY;
    }

    /** Whether this is the one meant: its {@code host:port}, its name, its id or the id's first 12 characters. */
    public boolean isCalled(String word) {
        return addresses.stream().map(Instance::plain).anyMatch(plain(word)::equals)
                || name.equals(word)
                || id.equals(word)
                || (word.length() >= 12 && id.startsWith(word));
    }

    /** This machine has several names that mean the same. */
    private static String plain(String address) {
        return address.replaceFirst("^(localhost|\\[::1]):", "127.0.0.1:");
    }
}
