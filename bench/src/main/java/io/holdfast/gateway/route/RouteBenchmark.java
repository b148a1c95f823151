package io.holdfast.gateway.route;

import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import java.net.URI;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.springframework.cloud.gateway.handler.predicate.PredicateDefinition;
import org.springframework.cloud.gateway.route.RouteDefinition;

/** The route of a request, by the number of routes; in the gateway's package, since the table is its own. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
@State(Scope.Benchmark)
public class RouteBenchmark {

    @Param({"1", "500"})
    int routes;

    private RouteTable table = RouteTable.EMPTY;
    private String uri = "";

    @Setup
    public void table() {
        RouteCompiler compiler = new RouteCompiler(List.of());
        table = new RouteTable(IntStream.range(0, routes)
                .mapToObj(i -> compiler.compile(definition(i)))
                .toList());
        uri = "/service" + (routes - 1) + "/items/17?full=true";
    }

    private static RouteDefinition definition(int i) {
        RouteDefinition definition = new RouteDefinition();
        definition.setId("r" + i);
        definition.setUri(URI.create("holdfast://api"));
        definition.setPredicates(List.of(new PredicateDefinition("Path=/service" + i + "/**")));
        return definition;
    }

    @Benchmark
    public Object find() {
        return Objects.requireNonNull(
                table.fast(new Incoming(HttpMethod.GET, uri, EmptyHttpHeaders.INSTANCE)), "no route");
    }
}
