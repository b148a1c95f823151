package io.holdfast.gateway.admin;

import io.holdfast.gateway.admin.AccessRule.Verdict;
import java.nio.charset.StandardCharsets;
import org.springframework.core.Ordered;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/** Stands before everything on the management port; where that is the public port, before the endpoints only. */
final class AccessFilter implements WebFilter, Ordered {

    private final AccessRule rule;
    private final String below;

    /**
     * @param below the path below which it stands; empty: everywhere
     */
    AccessFilter(AccessRule rule, String below) {
        this.rule = rule;
        this.below = below;
    }

    @Override
    public int getOrder() {
        return HIGHEST_PRECEDENCE;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        ServerHttpRequest request = exchange.getRequest();
        String path = request.getPath().value();
        if (!path.equals(below) && !path.startsWith(below + "/")) {
            return chain.filter(exchange);
        }
        HttpHeaders headers = request.getHeaders();
        Verdict verdict = rule.judge(
                request.getMethod().name(),
                path,
                headers.getFirst(HttpHeaders.HOST),
                headers.getFirst(HttpHeaders.ORIGIN),
                headers.getFirst(HttpHeaders.AUTHORIZATION));
        return switch (verdict) {
            case ALLOWED -> chain.filter(exchange);
            case NO_TOKEN -> {
                exchange.getResponse().getHeaders().set(HttpHeaders.WWW_AUTHENTICATE, "Bearer realm=\"holdfast\"");
                yield refuse(
                        exchange.getResponse(), HttpStatus.UNAUTHORIZED, "Send holdfast.admin.token as bearer token.");
            }
            case FOREIGN ->
                refuse(
                        exchange.getResponse(),
                        HttpStatus.FORBIDDEN,
                        "Without holdfast.admin.token only this machine's own names and pages may ask here.");
        };
    }

    private static Mono<Void> refuse(ServerHttpResponse response, HttpStatus status, String detail) {
        response.setStatusCode(status);
        response.getHeaders().setContentType(MediaType.APPLICATION_PROBLEM_JSON);
        String body = "{\"type\":\"about:blank\",\"title\":\"" + status.getReasonPhrase() + "\",\"status\":"
                + status.value() + ",\"detail\":\"" + detail + "\"}";
        return response.writeWith(
                Mono.fromSupplier(() -> response.bufferFactory().wrap(body.getBytes(StandardCharsets.UTF_8))));
    }
}
