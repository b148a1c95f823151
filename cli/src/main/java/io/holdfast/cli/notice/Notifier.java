package io.holdfast.cli.notice;

import io.holdfast.cli.config.ChannelSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;

/** Tells people: puts each notice into the outbox of every channel; a thread for each channel delivers. */
public final class Notifier implements AutoCloseable {

    private static final int MOST_WAITING = 1000;
    private static final Duration FAREWELL = Duration.ofSeconds(5);

    private final Clock clock;
    private final List<CourierThread> workers = new ArrayList<>();

    private Notifier(Clock clock) {
        this.clock = clock;
    }

    /** What came of a test notice; {@code problem} is empty when it arrived. */
    public record Tried(String channel, String target, Optional<String> problem) {}

    /**
     * Opens every channel; nothing is sent yet, but what an earlier process left is from {@link #start} on.
     *
     * @param directory where undelivered notices wait
     * @param say told of trouble, in one line without secrets
     * @throws IOException when a secret is missing; the message never shows one
     */
    public static Notifier open(
            List<ChannelSettings> settings,
            Path directory,
            Map<String, String> environment,
            Clock clock,
            DoubleSupplier chance,
            Consumer<String> say)
            throws IOException {
        Notifier notifier = new Notifier(clock);
        for (Channel channel : new Channels(new Secrets(environment), clock).open(settings)) {
            Outbox outbox = Outbox.open(directory.resolve(channel.name()), MOST_WAITING);
            Courier courier = new Courier(channel, outbox, DeliveryRule.STANDARD, chance, say);
            notifier.workers.add(new CourierThread(channel.name(), outbox, courier, clock));
        }
        return notifier;
    }

    /** Tries channels once, now, past their outboxes. */
    public static List<Tried> test(
            List<ChannelSettings> settings, Map<String, String> environment, Clock clock, String host)
            throws IOException {
        List<Tried> tried = new ArrayList<>();
        Instant now = clock.instant();
        for (Channel channel : new Channels(new Secrets(environment), clock).open(settings)) {
            Notice notice = new Notice(
                    "test-" + now.toEpochMilli(),
                    Notice.Kind.TEST,
                    now,
                    host,
                    "",
                    "",
                    "",
                    "If you can read this, notices arrive.",
                    List.of(),
                    Optional.empty(),
                    0);
            tried.add(new Tried(channel.name(), channel.target(), problem(channel.deliver(notice))));
        }
        return tried;
    }

    private static Optional<String> problem(Delivery outcome) {
        if (outcome instanceof Delivery.Later later) {
            return Optional.of(later.why());
        }
        return outcome instanceof Delivery.Never never ? Optional.of(never.why()) : Optional.empty();
    }

    public void start() {
        workers.forEach(CourierThread::start);
    }

    /** Returns at once. */
    public void tell(Notice notice) {
        workers.forEach(worker -> worker.add(notice));
    }

    /** Gives what waits a few seconds to go; the rest stays on disk. */
    @Override
    public void close() {
        workers.forEach(CourierThread::leave);
        Instant end = clock.instant().plus(FAREWELL);
        for (CourierThread worker : workers) {
            try {
                worker.join(Math.max(1, Duration.between(clock.instant(), end).toMillis()));
            } catch (InterruptedException hurried) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }
}
