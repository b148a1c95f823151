package io.holdfast.gateway.exchange;

import io.holdfast.gateway.hold.HoldRoom;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The waits of one exchange: pauses between attempts, and the waiting room while no replica can take it. Their sum is
 * bounded by {@code hold.max-wait}. Made when an exchange waits for the first time; confined to its event loop.
 */
final class Waiting implements HoldRoom.Guest {

    /** After so long, a request that left the waiting room and was not lost no longer keeps the next one in it. */
    private static final long SETTLED_NANOS = 300_000_000L;

    private final Exchange exchange;
    private final Engine engine;
    private HoldRoom.@Nullable Ticket ticket;
    private @Nullable ScheduledFuture<?> timer;
    private long since;
    private long waited;
    private int rounds;
    private boolean inRoom;

    Waiting(Exchange exchange) {
        this.exchange = exchange;
        this.engine = exchange.engine;
    }

    /** What is left of {@code hold.max-wait}. */
    long left() {
        return engine.settings().maxHoldNanos() - waited;
    }

    /** Whether it was in the waiting room. */
    boolean held() {
        return ticket != null;
    }

    /** The waits so far count no more. */
    void forget() {
        waited = 0;
        rounds = 0;
    }

    // ---- pauses

    /** Pauses longer than the time before. */
    void round() {
        backOff(rounds++);
    }

    /** As {@link #round()}, and at least as long as before this round of the back-off. */
    void round(int least) {
        backOff(Math.max(rounds++, least));
    }

    /** Pauses as long as before this round of the back-off. */
    void backOff(int round) {
        long nanos =
                engine.settings().backoff().nanos(round, engine.randomness().unit());
        pause(Math.max(nanos, 1_000_000));
    }

    /** Pauses so long, or as long as it may. */
    void pause(long nanos) {
        if (overdue()) {
            return;
        }
        since = exchange.now();
        exchange.readAhead();
        timer = exchange.loop.schedule(this::awake, Math.min(nanos, left()), TimeUnit.NANOSECONDS);
    }

    private void awake() {
        timer = null;
        if (!exchange.isDone()) {
            waited += exchange.now() - since;
            exchange.next();
        }
    }

    // ---- the waiting room

    /** Waits until a replica can take it. */
    void hold() {
        if (overdue()) {
            return;
        }
        since = exchange.now();
        if (ticket == null) {
            ticket = engine.hold().ticket(this);
            engine.events().held();
        } else {
            engine.hold().failed(ticket);
        }
        timer = exchange.loop.schedule(this::outOfHold, left(), TimeUnit.NANOSECONDS);
        inRoom = true;
        if (!engine.hold().enter(ticket, exchange.keptBytes())) {
            inRoom = false;
            stopTimer();
            exchange.giveUp("The waiting room of the service is full.");
        } else {
            exchange.readAhead();
        }
    }

    private boolean overdue() {
        if (left() > 0) {
            return false;
        }
        exchange.giveUp("No replica could take the request within hold.max-wait.");
        return true;
    }

    private void outOfHold() {
        timer = null;
        if (!exchange.isDone() && inRoom) {
            inRoom = false;
            engine.hold().leave(ticket);
            waited = engine.settings().maxHoldNanos();
            overdue();
        }
    }

    /** From the waiting room, on any thread. */
    @Override
    public void released() {
        exchange.loop.execute(() -> {
            if (exchange.isDone() || !inRoom) {
                engine.hold().leave(ticket);
                return;
            }
            inRoom = false;
            stopTimer();
            waited += exchange.now() - since;
            exchange.startOver();
            exchange.loop.schedule(this::atWork, SETTLED_NANOS, TimeUnit.NANOSECONDS);
        });
    }

    /** From the waiting room, on any thread. */
    @Override
    public void turnedAway() {
        exchange.loop.execute(() -> {
            if (!exchange.isDone() && inRoom) {
                inRoom = false;
                stopTimer();
                exchange.giveUp("The gateway stops.");
            }
        });
    }

    /** A guest whose request was sent and not lost has found its replica, however long the answer takes. */
    private void atWork() {
        if (!exchange.isDone() && exchange.anySent()) {
            answered();
        }
    }

    /** A replica answered. */
    void answered() {
        if (ticket != null) {
            engine.hold().answered(ticket);
        }
    }

    /** A replica was lost. */
    void failed() {
        if (ticket != null) {
            engine.hold().failed(ticket);
        }
    }

    /** So many more bytes of the body are kept; false: the room takes no more. */
    boolean grow(int bytes) {
        return ticket == null || engine.hold().grow(ticket, bytes);
    }

    void close() {
        stopTimer();
        if (ticket != null) {
            engine.hold().leave(ticket);
        }
    }

    private void stopTimer() {
        if (timer != null) {
            timer.cancel(false);
            timer = null;
        }
    }
}
