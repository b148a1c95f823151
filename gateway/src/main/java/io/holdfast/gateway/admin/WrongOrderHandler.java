package io.holdfast.gateway.admin;

import java.nio.charset.StandardCharsets;
import org.springframework.core.Ordered;
import org.springframework.core.codec.DecodingException;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.ErrorResponse;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebExceptionHandler;
import reactor.core.publisher.Mono;

/** Answers an order that never reached its endpoint, such as one that is no JSON, with a problem body. */
final class WrongOrderHandler implements WebExceptionHandler, Ordered {

    private final String below;

    /**
     * @param below path of the orders
     */
    WrongOrderHandler(String below) {
        this.below = below;
    }

    @Override
    public int getOrder() {
        return HIGHEST_PRECEDENCE;
    }

    @Override
    public Mono<Void> handle(ServerWebExchange exchange, Throwable error) {
        if (!exchange.getRequest().getPath().value().startsWith(below)
                || exchange.getResponse().isCommitted()) {
            return Mono.error(error);
        }
        if (error instanceof DecodingException) {
            return answer(exchange, HttpStatus.BAD_REQUEST);
        }
        return error instanceof ErrorResponse known ? answer(exchange, known.getStatusCode()) : Mono.error(error);
    }

    private static Mono<Void> answer(ServerWebExchange exchange, HttpStatusCode status) {
        String detail =
                switch (status.value()) {
                    case 400 -> "The body is not a JSON object of words: {\"action\": \"drain\", \"wait\": \"30s\"}.";
                    case 415 -> "Send Content-Type: application/json.";
                    default -> "Send POST {\"action\": \"drain\"} to replicas/<service>/<host:port>.";
                };
        HttpStatus known = HttpStatus.resolve(status.value());
        String title = known == null ? "Refused" : known.getReasonPhrase();
        String body = "{\"type\":\"about:blank\",\"title\":\"" + title + "\",\"status\":" + status.value()
                + ",\"detail\":\"" + detail.replace("\"", "\\\"") + "\"}";
        ServerHttpResponse response = exchange.getResponse();
        response.setStatusCode(status);
        response.getHeaders().setContentType(MediaType.APPLICATION_PROBLEM_JSON);
        return response.writeWith(
                Mono.fromSupplier(() -> response.bufferFactory().wrap(body.getBytes(StandardCharsets.UTF_8))));
    }
}
