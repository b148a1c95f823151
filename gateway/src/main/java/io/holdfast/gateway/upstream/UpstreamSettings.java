package io.holdfast.gateway.upstream;

import io.netty.handler.ssl.SslContext;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What the client side of one service is told; all times in nanoseconds.
 *
 * @param connectNanos until a connection must stand, TLS included
 * @param firstByteNanos from the end of the request to the head of the answer, per attempt
 * @param idleNanos longest silence inside a body that is being read
 * @param suspectNanos silence of a replica with requests waiting after which health is told; 0: never
 * @param keepIdleNanos how long an idle connection is kept: below the replica's keep-alive (uvicorn: 5 s), so that a
 *     request seldom meets a connection that is just being closed
 * @param maxIdle idle connections kept per event loop and replica
 * @param ssl for new connections to replicas with https, or null
 */
public record UpstreamSettings(
        long connectNanos,
        long firstByteNanos,
        long idleNanos,
        long suspectNanos,
        long keepIdleNanos,
        int maxIdle,
        @Nullable Supplier<SslContext> ssl) {

    /** Below uvicorn's 5 s with room for a slow loop. */
    public static final long KEEP_IDLE_NANOS = 4_000_000_000L;
}
