package io.holdfast.cli.drill.load;

import io.holdfast.cli.time.Ticker;
import java.io.IOException;

/** One client: runs in a thread of its own until told to finish. */
abstract class Client implements Runnable {
    final Entry entry;
    final Ticker ticker;
    volatile boolean finishing;

    Client(Entry entry, Ticker ticker) {
        this.entry = entry;
        this.ticker = ticker;
    }

    @Override
    public final void run() {
        try {
            loop();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    abstract void loop() throws InterruptedException;

    /** Tells it to end what it has begun and begin nothing new. */
    void finish() {
        finishing = true;
    }

    /** A failure that is not the server's would be ours: the drill must not go on and count it. */
    static IllegalStateException bug(IOException e) {
        return new IllegalStateException("unexpected failure in a drill client", e);
    }
}
