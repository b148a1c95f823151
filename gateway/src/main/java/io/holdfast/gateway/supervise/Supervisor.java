package io.holdfast.gateway.supervise;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.epoll.Epoll;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;

/**
 * Tells the supervisor that started this process: {@code READY=1} when all else has started, {@code WATCHDOG=1} while the event
 * loops turn, {@code STOPPING=1} before anything else is stopped.
 */
final class Supervisor implements SmartLifecycle {

    private final SupervisorRule.Wish wish;
    private final Supplier<EventLoopGroup> loops;
    private final Consumer<String> warn;
    private @Nullable NotifySocket socket;

    /**
     * @param loops those that serve, once they are there
     * @param warn told once, when the supervisor cannot be
     */
    Supervisor(SupervisorRule.Wish wish, Supplier<EventLoopGroup> loops, Consumer<String> warn) {
        this.wish = wish;
        this.loops = loops;
        this.warn = warn;
    }

    @Override
    public void start() {
        if (wish instanceof SupervisorRule.Wish.NotPossible not) {
            warn.accept(not.why());
        } else if (wish instanceof SupervisorRule.Wish.Tell tell) {
            if (Epoll.isAvailable()) {
                begin(tell.socket(), tell.beatNanos());
            } else {
                warn.accept("epoll is not available");
            }
        }
    }

    private void begin(String address, OptionalLong beatNanos) {
        EventLoopGroup group = loops.get();
        NotifySocket opened = NotifySocket.open(group, address, warn);
        socket = opened;
        opened.tell("READY=1");
        beatNanos.ifPresent(every -> new LoopPulse(group, () -> opened.tell("WATCHDOG=1")).start(every));
    }

    /** The pulse goes on: a loop that hangs during the stop is no better than one before. */
    @Override
    public void stop() {
        NotifySocket open = socket;
        socket = null;
        if (open != null) {
            open.tell("STOPPING=1");
        }
    }

    @Override
    public boolean isRunning() {
        return socket != null;
    }

    /** The last to start, the first to stop. */
    @Override
    public int getPhase() {
        return Integer.MAX_VALUE;
    }
}
