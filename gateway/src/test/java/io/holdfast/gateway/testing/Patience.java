package io.holdfast.gateway.testing;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/** How long a test waits for what must come: far longer than it takes, so that only a fault ends the wait. */
public final class Patience {

    public static final long SECONDS = 20;

    private Patience() {}

    /** Waits until something is so. */
    public static void until(String what, BooleanSupplier so) {
        Awaitility.await(what)
                .atMost(Duration.ofSeconds(SECONDS))
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(2))
                .until(so::getAsBoolean);
    }

    /** Waits for a thread to end. */
    static void join(@Nullable Thread thread) {
        try {
            if (thread != null) {
                thread.join(TimeUnit.SECONDS.toMillis(SECONDS));
            }
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted", e);
        }
    }

    /** The value when it is there. */
    public static <T> T get(Supplier<String> what, CompletableFuture<T> future) {
        try {
            return future.get(SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new AssertionError("never came: " + what.get(), e);
        } catch (ExecutionException e) {
            throw new AssertionError(what.get(), e.getCause());
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted", e);
        }
    }
}
