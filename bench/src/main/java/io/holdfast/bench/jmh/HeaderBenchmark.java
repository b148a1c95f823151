package io.holdfast.bench.jmh;

import io.holdfast.gateway.exchange.MessageHeaders;
import io.netty.handler.codec.http.DefaultHttpHeadersFactory;
import io.netty.handler.codec.http.HttpHeaders;
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

/** Hop-by-hop headers of a request and of an answer; the copy of a browser's ten headers is part of it. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
@State(Scope.Benchmark)
public class HeaderBenchmark {

    private final HttpHeaders came = DefaultHttpHeadersFactory.headersFactory()
            .withValidation(false)
            .newHeaders()
            .add("Host", "api.example.org")
            .add("User-Agent", "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0")
            .add("Accept", "application/json")
            .add("Accept-Language", "en")
            .add("Accept-Encoding", "gzip, deflate, br")
            .add("Referer", "https://api.example.org/")
            .add("Cookie", "session=0123456789abcdef")
            .add("Sec-Fetch-Mode", "cors")
            .add("Priority", "u=4")
            .add("Connection", "keep-alive");

    @Benchmark
    public HttpHeaders copy() {
        return came.copy();
    }

    @Benchmark
    public HttpHeaders request() {
        HttpHeaders headers = came.copy();
        MessageHeaders.request(headers);
        return headers;
    }

    @Benchmark
    public HttpHeaders answer() {
        HttpHeaders headers = came.copy();
        MessageHeaders.answer(headers);
        return headers;
    }
}
