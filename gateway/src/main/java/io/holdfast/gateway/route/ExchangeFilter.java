package io.holdfast.gateway.route;

import static org.springframework.cloud.gateway.support.ServerWebExchangeUtils.CLIENT_RESPONSE_HEADER_NAMES;
import static org.springframework.cloud.gateway.support.ServerWebExchangeUtils.GATEWAY_ORIGINAL_REQUEST_URL_ATTR;
import static org.springframework.cloud.gateway.support.ServerWebExchangeUtils.GATEWAY_REQUEST_URL_ATTR;
import static org.springframework.cloud.gateway.support.ServerWebExchangeUtils.PRESERVE_HOST_HEADER_ATTRIBUTE;
import static org.springframework.cloud.gateway.support.ServerWebExchangeUtils.isAlreadyRouted;
import static org.springframework.cloud.gateway.support.ServerWebExchangeUtils.setAlreadyRouted;

import io.holdfast.gateway.exchange.Answer;
import io.holdfast.gateway.exchange.Engine;
import io.holdfast.gateway.exchange.Engines;
import io.holdfast.gateway.exchange.ExchangeFailedException;
import io.holdfast.gateway.exchange.RequestHead;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.DefaultHttpHeadersFactory;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import java.net.URI;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.cloud.gateway.filter.GatewayFilterChain;
import org.springframework.cloud.gateway.filter.GlobalFilter;
import org.springframework.cloud.gateway.filter.headers.HttpHeadersFilter;
import org.springframework.core.Ordered;
import org.springframework.core.io.buffer.NettyDataBufferFactory;
import org.springframework.http.HttpStatus;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpRequestDecorator;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.http.server.reactive.ServerHttpResponseDecorator;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;

/**
 * The entrance for routes that need the whole of Spring Cloud Gateway: leads a request with a {@code holdfast://} URI
 * to its engine, in the place of the stock routing filters. The answer is written by {@link AnswerWriteFilter}, so that
 * filters between the two see it first.
 */
public final class ExchangeFilter implements GlobalFilter, Ordered {

    /** Behind the stock load balancer filter, before the stock routing filters. */
    public static final int ORDER = 10151;

    static final String SCHEME = "holdfast";

    private final Engines engines;
    private final WebSocketEntrance webSockets;
    private final ForwardedHeaders forwarded;
    private final StickyKeys stickyKeys;
    private final List<HttpHeadersFilter> headerFilters;

    /**
     * @param headerFilters of the user's own; the stock ones' work is done by the engine, alike on every entrance
     */
    ExchangeFilter(
            Engines engines,
            WebSocketEntrance webSockets,
            ForwardedHeaders forwarded,
            StickyKeys stickyKeys,
            List<HttpHeadersFilter> headerFilters) {
        this.engines = engines;
        this.webSockets = webSockets;
        this.forwarded = forwarded;
        this.stickyKeys = stickyKeys;
        this.headerFilters = headerFilters;
    }

    @Override
    public int getOrder() {
        return ORDER;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, GatewayFilterChain chain) {
        URI url = exchange.getAttribute(GATEWAY_REQUEST_URL_ATTR);
        if (url == null || !SCHEME.equalsIgnoreCase(url.getScheme()) || isAlreadyRouted(exchange)) {
            return chain.filter(exchange);
        }
        setAlreadyRouted(exchange);
        Engine engine = engines.find(url.getAuthority());
        if (engine == null) {
            return Mono.error(new IllegalStateException("no service " + url.getAuthority() + " is configured"));
        }
        HttpServerRequest nativeRequest = ServerHttpRequestDecorator.getNativeRequest(exchange.getRequest());
        RequestHead head;
        try {
            head = head(exchange, url, nativeRequest);
        } catch (IllegalArgumentException e) {
            return Mono.error(new ResponseStatusException(HttpStatus.BAD_REQUEST, "a header of the request", e));
        }
        if (WebSocketEntrance.asked(nativeRequest.requestHeaders())) {
            HttpServerResponse nativeResponse = ServerHttpResponseDecorator.getNativeResponse(exchange.getResponse());
            return webSockets.serve(
                    engine.service().name(),
                    head,
                    nativeRequest,
                    nativeResponse,
                    refusal -> {
                        present(exchange, refusal);
                        return chain.filter(exchange);
                    },
                    agreed -> {
                        present(exchange, agreed);
                        return exchange.getResponse().setComplete();
                    });
        }
        return engine.exchange(NativeConnection.loop(nativeRequest), head, body(exchange.getRequest()))
                .flatMap(answer -> {
                    if (answer.replica() == null) {
                        return Mono.error(new ExchangeFailedException(answer));
                    }
                    present(exchange, answer);
                    return chain.filter(exchange);
                });
    }

    private RequestHead head(ServerWebExchange exchange, URI url, HttpServerRequest nativeRequest) {
        ServerHttpRequest request = exchange.getRequest();
        org.springframework.http.HttpHeaders own = request.getHeaders();
        if (!headerFilters.isEmpty()) {
            own = HttpHeadersFilter.filterRequest(headerFilters, exchange);
        }
        // Validated: a filter may have put parts of a decoded path into them.
        HttpHeaders headers = DefaultHttpHeadersFactory.headersFactory().newHeaders();
        Set<String> names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        names.addAll(own.headerNames()); // each spelling is there, and each has the values of all
        for (String name : names) {
            headers.add(name, own.get(name));
        }
        String target = target(exchange, url, nativeRequest);
        String address = NativeConnection.address(nativeRequest.remoteAddress());
        forwarded.rewrite(
                headers,
                new ForwardedHeaders.Connection(
                        address,
                        nativeRequest.scheme(),
                        nativeRequest.requestHeaders().get(HttpHeaderNames.HOST),
                        nativeRequest.hostPort(),
                        ForwardedHeaders.prefix(nativeRequest.uri(), target)));
        boolean preserveHost = Boolean.TRUE.equals(exchange.getAttribute(PRESERVE_HOST_HEADER_ATTRIBUTE));
        return new RequestHead(
                HttpMethod.valueOf(request.getMethod().name()),
                target,
                headers,
                preserveHost,
                stickyKeys.of(url.getAuthority(), nativeRequest.requestHeaders(), address),
                () -> RequestTrailers.find(NativeConnection.channel(nativeRequest), nativeRequest.requestHeaders()),
                info -> NativeConnection.informational(nativeRequest, info));
    }

    /** The raw target as it came when no filter changed it, so that encodings pass unchanged. */
    private static String target(ServerWebExchange exchange, URI url, HttpServerRequest nativeRequest) {
        Set<URI> originals = exchange.getAttribute(GATEWAY_ORIGINAL_REQUEST_URL_ATTR);
        URI now = exchange.getRequest().getURI();
        if (originals == null
                || originals.isEmpty()
                || originals.iterator().next().equals(now)) {
            String raw = nativeRequest.uri();
            if (raw.startsWith("/")) {
                return raw;
            }
        }
        String path = url.getRawPath() == null || url.getRawPath().isEmpty() ? "/" : url.getRawPath();
        return url.getRawQuery() == null ? path : path + "?" + url.getRawQuery();
    }

    private static @Nullable Flux<ByteBuf> body(ServerHttpRequest request) {
        org.springframework.http.HttpHeaders headers = request.getHeaders();
        long length = headers.getContentLength();
        boolean chunked = headers.containsHeader("Transfer-Encoding");
        return length > 0 || chunked ? request.getBody().map(NettyDataBufferFactory::toByteBuf) : null;
    }

    /** Puts status and headers of the answer where filters look for them. */
    static void present(ServerWebExchange exchange, Answer answer) {
        Answer old = (Answer) exchange.getAttributes().put(AnswerWriteFilter.ANSWER, answer);
        if (old != null) {
            old.discard();
        }
        ServerHttpResponse response = exchange.getResponse();
        response.setRawStatusCode(answer.status());
        present(exchange, answer.headers());
    }

    private static void present(ServerWebExchange exchange, HttpHeaders headers) {
        ServerHttpResponse response = exchange.getResponse();
        Set<String> names = new LinkedHashSet<>();
        for (Map.Entry<String, String> header : headers) {
            names.add(header.getKey());
            response.getHeaders().add(header.getKey(), header.getValue());
        }
        exchange.getAttributes().put(CLIENT_RESPONSE_HEADER_NAMES, names);
    }
}
