package io.holdfast.gateway.exchange;

import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponse;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A request as an entrance gives it.
 *
 * @param method as it came
 * @param target path and query as they go out, encoded as they came
 * @param headers as they came or as route filters left them; the engine takes them over and removes what is hop-by-hop
 * @param preserveHost whether {@code Host} passes; else each replica sees its own name
 * @param stickyKey what a sticky balance hashes, or null
 * @param trailers of the request, known when its body has ended; null without any
 * @param informational takes 1xx answers to the client, on the exchange's loop
 */
public record RequestHead(
        HttpMethod method,
        String target,
        HttpHeaders headers,
        boolean preserveHost,
        @Nullable CharSequence stickyKey,
        Supplier<@Nullable HttpHeaders> trailers,
        Consumer<HttpResponse> informational) {}
