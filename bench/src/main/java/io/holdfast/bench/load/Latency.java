package io.holdfast.bench.load;

/** Percentiles in microseconds. */
public record Latency(long p50, long p99, long p999) {}
