package io.holdfast.gateway.service;

import java.time.Duration;
import java.time.Instant;

/** Stands still until a test moves it. */
public final class ManualTime implements Time {

    private static final Instant BEGIN = Instant.parse("2025-11-17T15:35:36Z");

    private volatile long nanos;

    /** Begins at an odd place, as nanoTime does. */
    public ManualTime() {
        this(-1_000_000_007L);
    }

    public ManualTime(long nanos) {
        this.nanos = nanos;
    }

    @Override
    public long nanos() {
        return nanos;
    }

    @Override
    public Instant now() {
        return BEGIN.plusNanos(nanos);
    }

    public void advance(Duration by) {
        nanos += by.toNanos();
    }

    public void set(long to) {
        nanos = to;
    }
}
