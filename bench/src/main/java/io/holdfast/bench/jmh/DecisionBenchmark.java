package io.holdfast.bench.jmh;

import io.holdfast.gateway.exchange.Repeatable;
import io.holdfast.gateway.exchange.RetryRule;
import io.holdfast.gateway.upstream.Loss;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What follows after an attempt ended. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
@State(Scope.Benchmark)
public class DecisionBenchmark {

    String method = "GET";
    int status = 503;
    int losses = 1;

    @Benchmark
    public RetryRule.Next afterLoss() {
        return RetryRule.afterLoss(Loss.Kind.LOST, true, Repeatable.of(method, false), true, 0, 3, losses);
    }

    @Benchmark
    public RetryRule.Next afterAnswer() {
        return RetryRule.afterAnswer(
                status, 1_000_000, 0, 10_000_000_000L, Repeatable.of(method, false), true, 0, 3, true);
    }
}
