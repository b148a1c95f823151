package io.holdfast.cli.time;

import java.time.Instant;
import java.util.concurrent.TimeUnit;

/** The machine's clock. */
public final class SystemTicker implements Ticker {
    @Override
    public long nanos() {
        return System.nanoTime();
    }

    @Override
    public void sleepUntil(long nanos) throws InterruptedException {
        long left = nanos - nanos();
        if (left > 0) {
            TimeUnit.NANOSECONDS.sleep(left);
        }
    }

    /** Wall time, only to show. */
    public static Instant wall() {
        return Instant.now();
    }
}
