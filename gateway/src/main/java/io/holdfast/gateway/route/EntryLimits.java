package io.holdfast.gateway.route;

import io.holdfast.gateway.exchange.Answer;
import io.holdfast.gateway.exchange.Problem;
import io.holdfast.gateway.service.Time;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.util.AttributeKey;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;

/** Refuses requests that are beyond a limit, before any lane looks at them. */
final class EntryLimits {

    private static final int MOST_CLIENTS = 100_000;
    private static final AttributeKey<Problem> PROBLEM = AttributeKey.valueOf(EntryLimits.class, "problem");

    private final ClientConnections connections;
    private final long mostBody;
    private final @Nullable RateLimit rate;
    private final @Nullable Pattern trusted;
    private final Time time;

    EntryLimits(LimitsProperties limits, ClientConnections connections, @Nullable Pattern trusted, Time time) {
        this.connections = connections;
        this.mostBody = limits.bodySize().toBytes();
        this.rate = limits.rate() > 0 ? new RateLimit(limits.rate(), limits.burstOrRate(), MOST_CLIENTS) : null;
        this.trusted = trusted;
        this.time = time;
    }

    /** Whether a request is refused; counts it. */
    boolean refuses(HttpServerRequest request) {
        Problem problem = problem(request);
        if (problem == null) {
            return false;
        }
        NativeConnection.channel(request).attr(PROBLEM).set(problem);
        return true;
    }

    private @Nullable Problem problem(HttpServerRequest request) {
        if (connections.surplus(request)) {
            return new Problem(503, "Too many connections", "There are more than limits.connections.", false, 1);
        }
        if (mostBody > 0 && length(request.requestHeaders()) > mostBody) {
            return tooLong();
        }
        if (rate == null) {
            return null;
        }
        String client = ClientAddressRule.client(
                NativeConnection.address(request.remoteAddress()),
                request.requestHeaders().getAll(ForwardedHeaders.FOR),
                trusted);
        long wait = rate.waitNanos(client, time.nanos());
        return wait == 0
                ? null
                : new Problem(429, "Too many requests", "This client makes more than limits.rate allows.", false, (int)
                        Math.min(Integer.MAX_VALUE, TimeUnit.NANOSECONDS.toSeconds(wait) + 1));
    }

    static Problem tooLong() {
        return new Problem(413, "Content too large", "The body is longer than limits.body-size.", false, null);
    }

    private static long length(HttpHeaders headers) {
        String length = headers.get(HttpHeaderNames.CONTENT_LENGTH);
        return length == null ? 0 : Long.parseLong(length.trim()); // the decoder has refused what is none
    }

    /** Answers it. */
    static Mono<Void> refuse(HttpServerRequest request, HttpServerResponse response) {
        Problem problem = NativeConnection.channel(request).attr(PROBLEM).getAndSet(null);
        if (problem == null) {
            throw new IllegalStateException("nothing to refuse in " + request);
        }
        Answer answer = problem.answer(0);
        if (problem.status() != 429) {
            response.keepAlive(false);
        }
        return NativeAnswer.write(answer, response);
    }
}
