package io.holdfast.gateway.route;

import io.holdfast.gateway.service.Time;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * Looks at the clients of an event loop now and then: one timer per loop, none per connection or request, and nothing to
 * do for a request but to go on.
 */
final class ClientWatch {

    private static final long LONGEST_PERIOD = 1_000_000_000L;
    private static final long SHORTEST_PERIOD = 20_000_000L;
    private static final int LOOKS_PER_LIMIT = 8;

    /** What is looked at, on its event loop. */
    interface Watched {

        /** @param nanos since the last look; less than that when the loop itself was held up */
        void look(long nanos);
    }

    private final Time time;
    private final long period;
    private final Map<EventLoop, OfLoop> loops = new ConcurrentHashMap<>();

    /** @param limits in nanoseconds; 0: none */
    ClientWatch(Time time, long... limits) {
        this.time = time;
        long shortest = LONGEST_PERIOD * LOOKS_PER_LIMIT;
        for (long limit : limits) {
            shortest = limit > 0 ? Math.min(shortest, limit) : shortest;
        }
        this.period = Math.max(SHORTEST_PERIOD, shortest / LOOKS_PER_LIMIT);
    }

    /** From now on until the channel is closed; to be called on its event loop. */
    void add(Channel channel, Watched watched) {
        OfLoop loop = loops.computeIfAbsent(channel.eventLoop(), OfLoop::new);
        loop.add(watched);
        channel.closeFuture().addListener(closed -> loop.watched.remove(watched));
    }

    private final class OfLoop implements Runnable {

        private final EventLoop eventLoop;
        private final Set<Watched> watched = new LinkedHashSet<>();
        private boolean ticking;
        private long last;

        OfLoop(EventLoop eventLoop) {
            this.eventLoop = eventLoop;
        }

        void add(Watched next) {
            watched.add(next);
            if (!ticking) {
                last = time.nanos();
                schedule();
            }
        }

        private void schedule() {
            ticking = true;
            eventLoop.schedule(this, period, TimeUnit.NANOSECONDS);
        }

        @Override
        public void run() {
            long now = time.nanos();
            long passed = Math.min(now - last, 2 * period); // a loop that was held up has not listened meanwhile
            last = now;
            List.copyOf(watched).forEach(w -> w.look(passed));
            ticking = false;
            if (!watched.isEmpty()) {
                schedule();
            }
        }
    }
}
