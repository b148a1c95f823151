package io.holdfast.cli.drill;

import io.holdfast.cli.drill.load.Ticker;
import java.util.concurrent.TimeUnit;

/** The machine's clock. */
final class SystemTicker implements Ticker {
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
}
