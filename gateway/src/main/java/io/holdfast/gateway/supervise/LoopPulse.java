package io.holdfast.gateway.supervise;

import io.netty.util.concurrent.EventExecutor;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Beats while every event loop turns: each beat has gone through all of them, so that one that hangs stops it. */
final class LoopPulse {

    private final List<EventExecutor> loops = new ArrayList<>();
    private final Runnable beat;
    private final AtomicInteger waitedFor = new AtomicInteger();

    /** @param loops one at least */
    LoopPulse(Iterable<EventExecutor> loops, Runnable beat) {
        loops.forEach(this.loops::add);
        this.beat = beat;
    }

    /** Beats from now on until the first loop ends. */
    void start(long everyNanos) {
        loops.get(0).scheduleAtFixedRate(this::ask, 0, everyNanos, TimeUnit.NANOSECONDS);
    }

    private void ask() {
        // Else one of them has not answered yet.
        if (waitedFor.compareAndSet(0, loops.size())) {
            loops.forEach(loop -> loop.execute(this::answered));
        }
    }

    private void answered() {
        if (waitedFor.decrementAndGet() == 0) {
            beat.run();
        }
    }
}
