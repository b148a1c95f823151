package io.holdfast.gateway.testing;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** One event that a script waits for and a test fires, or the other way round. */
public final class Signal {

    private final CountDownLatch latch = new CountDownLatch(1);

    public void fire() {
        latch.countDown();
    }

    public boolean fired() {
        return latch.getCount() == 0;
    }

    public void await() {
        try {
            if (!latch.await(Patience.SECONDS, TimeUnit.SECONDS)) {
                throw new AssertionError("a signal never came");
            }
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted", e);
        }
    }

    /** Waits however long it takes: for what is not the test itself. */
    void awaitEver() {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted", e);
        }
    }

    /** Waits without blocking: for a test that keeps an event loop busy on purpose. */
    public void spin() {
        boolean fired = fired();
        while (!fired) { // BlockHound forbids onSpinWait too
            fired = fired();
        }
    }
}
