package io.holdfast.cli.notice;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;

/**
 * Brings the notices of one outbox to one channel, in order: the first one again and again, with growing pauses, until it
 * arrives or is given up. Knows no clock and no thread; each step is told the time.
 */
final class Courier {

    private final Channel channel;
    private final Outbox outbox;
    private final DeliveryRule rule;
    private final DoubleSupplier chance;
    private final Consumer<String> say;

    private Optional<Outbox.Waiting> current = Optional.empty();
    private int failures;
    private Instant notBefore = Instant.MIN;

    /**
     * @param chance in [0, 1)
     * @param say told of failures, in one line without secrets
     */
    Courier(Channel channel, Outbox outbox, DeliveryRule rule, DoubleSupplier chance, Consumer<String> say) {
        this.channel = channel;
        this.outbox = outbox;
        this.rule = rule;
        this.chance = chance;
        this.say = say;
    }

    /**
     * Delivers what is due.
     *
     * @return when to come again; empty: when there is something new
     */
    Optional<Instant> step(Instant now) {
        int dropped = outbox.takeDropped();
        if (dropped > 0) {
            say("too many wait, the oldest dropped: " + dropped);
        }
        Optional<Outbox.Waiting> first = outbox.first();
        if (first.isEmpty()) {
            return Optional.empty();
        }
        if (!first.equals(current)) {
            current = first;
            failures = 0;
            notBefore = now;
        }
        if (now.isBefore(notBefore)) {
            return Optional.of(notBefore);
        }
        settle(first.get(), deliver(first.get().notice()), now);
        return outbox.first().map(any -> failures > 0 ? notBefore : now);
    }

    /** A channel that breaks its word and throws is tried again like any other; the words may hold a secret, the kind does not. */
    private Delivery deliver(Notice notice) {
        try {
            return channel.deliver(notice);
        } catch (RuntimeException unforeseen) {
            return Delivery.later("unforeseen: " + unforeseen.getClass().getSimpleName());
        }
    }

    /** A step failed with this; there will be another. */
    void stumbled(RuntimeException unforeseen) {
        say("a fault, tried again: " + unforeseen.getClass().getSimpleName());
    }

    private void settle(Outbox.Waiting waiting, Delivery outcome, Instant now) {
        if (outcome instanceof Delivery.Done) {
            if (failures > 0) {
                say("delivered after " + failures + " failures: " + NoticeText.title(waiting.notice()));
            }
            done(waiting);
        } else if (outcome instanceof Delivery.Later later) {
            again(waiting, later, now);
        } else if (outcome instanceof Delivery.Never never) {
            say("not delivered, not tried again: " + never.why());
            done(waiting);
        }
    }

    private void again(Outbox.Waiting waiting, Delivery.Later later, Instant now) {
        failures++;
        Duration age = Duration.between(waiting.notice().time(), now);
        Optional<Duration> pause = rule.pause(failures, later.after(), age, chance.getAsDouble());
        if (pause.isEmpty()) {
            say("not delivered within " + NoticeText.duration(rule.tooOld()) + ", given up: " + later.why());
            done(waiting);
            return;
        }
        notBefore = now.plus(pause.get());
        if (failures == 1) {
            say("not delivered yet, tried again: " + later.why());
        }
    }

    private void done(Outbox.Waiting waiting) {
        outbox.remove(waiting);
        current = Optional.empty();
        failures = 0;
    }

    private void say(String what) {
        say.accept("notification " + channel.name() + " (" + channel.target() + "): " + what);
    }
}
