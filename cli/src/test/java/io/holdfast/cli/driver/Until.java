package io.holdfast.cli.driver;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** Waits for what another process does: asks often, and fails when it does not come about in time. */
public final class Until {

    private static final Duration MOST = Duration.ofSeconds(30);

    private Until() {}

    public static <T> T until(Callable<T> question, Predicate<T> good) throws Exception {
        long end = System.nanoTime() + MOST.toNanos();
        T last = question.call();
        while (!good.test(last)) {
            if (System.nanoTime() > end) {
                throw new AssertionError("not so within " + MOST.toSeconds() + " s; at last: " + last);
            }
            TimeUnit.MILLISECONDS.sleep(50);
            last = question.call();
        }
        return last;
    }
}
