package io.holdfast.cli.driver;

import java.util.OptionalInt;

/**
 * Something that happened to an instance, as its engine told it.
 *
 * @param timeNanos when, in nanoseconds since the epoch by the engine's clock; events close together may
 *     come out of order; 0: not told
 * @param id the instance's id
 * @param name the instance's name
 * @param service the service it is a replica of
 * @param what what happened
 * @param exitCode with {@code DIED}
 * @param signal with {@code KILLED}: the signal's number
 */
public record DriverEvent(
        long timeNanos, String id, String name, String service, What what, OptionalInt exitCode, OptionalInt signal) {

    /** The kinds of events worth telling; probes that run inside ({@code exec_*}) are not among them. */
    public enum What {
        /** It started. */
        STARTED,
        /** Somebody asked it to stop, and it did. */
        STOPPED,
        /** A signal was sent to it through the engine. */
        KILLED,
        /** It ended. */
        DIED,
        /** The kernel ended one of its processes for want of memory. */
        OUT_OF_MEMORY,
        /** Its health check turned good. */
        HEALTHY,
        /** Its health check turned bad. */
        UNHEALTHY,
        /** It was frozen. */
        PAUSED,
        /** It was thawed. */
        UNPAUSED,
        /** It was removed. */
        REMOVED
    }
}
