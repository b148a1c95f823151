package io.holdfast.cli.config;

import java.time.Duration;
import java.util.Locale;

/**
 * {@code restart}: how the replicas of a service are restarted one after the other.
 *
 * @param order whose turn is first
 * @param maxUnavailable how many replicas may be without use at once, whatever the reason
 * @param drain how long work in flight may take to end or move before the restart
 * @param whenBusy what follows when it has not ended by then
 * @param grace how long the replica may take to stop before it is killed
 * @param up how long it may take to be up again
 * @param settle how long it must then stay up, taking requests, before the next one's turn
 */
public record RestartPolicy(
        Order order,
        int maxUnavailable,
        Duration drain,
        WhenBusy whenBusy,
        Duration grace,
        Duration up,
        Duration settle) {

    /** Whose turn is first. */
    public enum Order {
        /** Those that are not up anyway, then as the gateway lists them. */
        DOWN_FIRST,
        /** As the gateway lists them. */
        LISTED,
        /** The other way round. */
        REVERSE,
        /** Those with the least in flight. */
        IDLE_FIRST;

        /** As it is written. */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** What follows when work in flight has not ended in time. */
    public enum WhenBusy {
        /** The restart: the replica's own grace is what is left for it. */
        RESTART,
        /** The end of the round; the replica is undrained. */
        STOP
    }

    private static final int MOST_UNAVAILABLE = 1000;
    private static final Duration LONGEST = Duration.ofDays(1);

    /** What holds where nothing is written. */
    public static final RestartPolicy DEFAULT = new RestartPolicy(
            Order.DOWN_FIRST,
            1,
            Duration.ofSeconds(30),
            WhenBusy.RESTART,
            Duration.ofSeconds(30),
            Duration.ofMinutes(2),
            Duration.ofSeconds(5));

    /**
     * Reads it.
     *
     * @param otherwise what holds for keys that are left out
     */
    static RestartPolicy read(Section section, RestartPolicy otherwise) {
        return new RestartPolicy(
                section.choice("order", otherwise.order),
                section.number("max-unavailable", otherwise.maxUnavailable, 1, MOST_UNAVAILABLE),
                section.duration("drain", otherwise.drain, Duration.ZERO, LONGEST),
                section.choice("when-busy", otherwise.whenBusy),
                section.duration("grace", otherwise.grace, Duration.ZERO, LONGEST),
                section.duration("up", otherwise.up, Duration.ofSeconds(1), LONGEST),
                section.duration("settle", otherwise.settle, Duration.ZERO, LONGEST));
    }
}
