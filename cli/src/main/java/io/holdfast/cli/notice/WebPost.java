package io.holdfast.cli.notice;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Posts JSON to an address, and reads from the status whether it arrived, may later, or never will. */
final class WebPost {

    private static final HttpClient CLIENT = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            // What is signed, and an address that is a secret, go where they were sent and nowhere else.
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();

    private final Duration patience;
    private final Clock clock;

    WebPost(Duration patience, Clock clock) {
        this.patience = patience;
        this.clock = clock;
    }

    Delivery send(URI url, Map<String, String> headers, byte[] body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(url)
                .timeout(patience)
                .header("Content-Type", "application/json")
                .header("User-Agent", "holdfast")
                .POST(HttpRequest.BodyPublishers.ofByteArray(body));
        headers.forEach(request::header);
        CompletableFuture<HttpResponse<Void>> answer =
                CLIENT.sendAsync(request.build(), HttpResponse.BodyHandlers.discarding());
        try {
            // The request's own limit ends with the head; a body that never ends must not hold us either.
            return judged(answer.get(patience.toMillis() + 1000, TimeUnit.MILLISECONDS));
        } catch (TimeoutException slow) {
            answer.cancel(true);
            return Delivery.later("no answer within " + patience.toSeconds() + " s");
        } catch (ExecutionException failed) {
            return Delivery.later(words(failed.getCause()));
        } catch (InterruptedException stopped) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
            return Delivery.later("interrupted");
        }
    }

    private Delivery judged(HttpResponse<Void> answer) {
        int status = answer.statusCode();
        if (status >= 200 && status < 300) {
            return Delivery.done();
        }
        String why = "answered " + status;
        if (status == 408 || status == 425 || status == 429 || status >= 500) {
            return new Delivery.Later(
                    why, answer.headers().firstValue("Retry-After").flatMap(this::wish));
        }
        return Delivery.never(status >= 300 && status < 400 ? why + ", a redirect, which is not followed" : why);
    }

    /** Seconds or a date, RFC 9110 10.2.3. */
    private Optional<Duration> wish(String text) {
        try {
            return Optional.of(Duration.ofSeconds(Math.max(0, Long.parseLong(text.strip()))));
        } catch (NumberFormatException notSeconds) {
            return date(text);
        }
    }

    private Optional<Duration> date(String text) {
        try {
            Instant at = ZonedDateTime.parse(text.strip(), DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
            Duration until = Duration.between(clock.instant(), at);
            return Optional.of(until.isNegative() ? Duration.ZERO : until);
        } catch (DateTimeException neither) {
            return Optional.empty();
        }
    }

    /** Only the kind of failure: messages of the client may carry the address. */
    private static String words(Throwable cause) {
        if (cause instanceof java.net.http.HttpConnectTimeoutException) {
            return "no connection within 5 s";
        }
        if (cause instanceof java.net.http.HttpTimeoutException) {
            return "no answer in time";
        }
        if (cause instanceof java.net.ConnectException) {
            return "connection refused or host not found";
        }
        if (cause instanceof javax.net.ssl.SSLException) {
            return "TLS failed (" + cause.getClass().getSimpleName() + ")";
        }
        return cause instanceof IOException
                ? "connection lost"
                : cause.getClass().getSimpleName();
    }
}
