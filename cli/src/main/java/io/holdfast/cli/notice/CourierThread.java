package io.holdfast.cli.notice;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Lets one courier step when it is time or there is news; nothing that fails ends it. */
final class CourierThread extends Thread {

    /** After a fault of our own or of a library. */
    static final Duration STUMBLE = Duration.ofSeconds(30);

    private final Outbox outbox;
    private final Courier courier;
    private final Clock clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition news = lock.newCondition();
    private boolean fresh = true;
    private boolean leaving;

    CourierThread(String channel, Outbox outbox, Courier courier, Clock clock) {
        super("notify-" + channel);
        this.outbox = outbox;
        this.courier = courier;
        this.clock = clock;
        setDaemon(true);
    }

    void add(Notice notice) {
        outbox.add(notice);
        wake(false);
    }

    void leave() {
        wake(true);
    }

    private void wake(boolean leave) {
        lock.lock();
        try {
            fresh = true;
            leaving |= leave;
            news.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void run() {
        boolean on = true;
        while (on) {
            Instant now = clock.instant();
            on = pause(step(now).map(at -> Duration.between(now, at)));
        }
    }

    private Optional<Instant> step(Instant now) {
        try {
            return courier.step(now);
        } catch (RuntimeException unforeseen) {
            courier.stumbled(unforeseen);
            return Optional.of(now.plus(STUMBLE));
        }
    }

    /** Waits for the time or for news; false: it is over. When leaving, only what needs no wait is still done. */
    private boolean pause(Optional<Duration> wait) {
        if (wait.isPresent() && (wait.get().isZero() || wait.get().isNegative())) {
            return true;
        }
        lock.lock();
        try {
            long nanos = wait.map(Duration::toNanos).orElse(Long.MAX_VALUE);
            while (!fresh && !leaving && nanos > 0) {
                nanos = news.awaitNanos(nanos);
            }
            boolean more = fresh || !leaving;
            fresh = false;
            return more && !isInterrupted();
        } catch (InterruptedException stopped) {
            return false;
        } finally {
            lock.unlock();
        }
    }
}
