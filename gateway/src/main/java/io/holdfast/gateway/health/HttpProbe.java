package io.holdfast.gateway.health;

import io.holdfast.gateway.health.Outcome.Kind;
import io.holdfast.gateway.service.Replica;
import io.netty.channel.ChannelOption;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.timeout.TimeoutException;
import io.netty.util.NetUtil;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.Socket;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.function.Supplier;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.convert.DurationStyle;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.client.HttpClientResponse;
import reactor.netty.http.client.PrematureCloseException;
import reactor.netty.tcp.SslProvider;

/** Asks by HTTP, on a new connection each time, so that a replica that accepts no more is found out. */
final class HttpProbe implements Probe {

    private static final byte[] NOTHING = {};
    private static final int LARGEST_BODY = 262_144;

    /** {@code EMFILE} and {@code ENFILE} in the words of libc. */
    private static final String NO_DESCRIPTOR = "Too many open files";

    private final HttpClient client;
    private final @Nullable Supplier<SslContext> ssl;
    private final String target;
    private final Duration timeout;
    private final AnswerRule answers;

    /**
     * @param ssl for new connections to replicas with https; null: the platform's trust
     */
    HttpProbe(HealthProperties properties, @Nullable Supplier<SslContext> ssl) {
        this.target = properties.target();
        this.timeout = properties.timeout();
        this.answers = properties.answers();
        this.ssl = ssl;
        this.client = HttpClient.newConnection()
                .disableRetry(true)
                .followRedirect(false)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) timeout.toMillis())
                .headers(h -> h.set(HttpHeaderNames.USER_AGENT, "holdfast-health")
                        .set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE));
        SslContext context = ssl == null ? null : ssl.get();
        if (context != null) {
            client.secure(spec -> spec.sslContext(context)); // its class reads files when first used: not in a probe
        }
        firstSocket();
    }

    /** The JDK reads a file of properties with the first socket of the process: here, and not in a probe. */
    private static void firstSocket() {
        try (Socket first = new Socket()) {
            assert !first.isConnected();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Mono<Outcome> ask(Replica replica) {
        return client(replica)
                .get()
                .uri(URI.create(replica.url().getScheme() + "://" + replica.name()
                        + target)) // as text, a port needs two digits
                .response((answer, body) -> judge(answer, body.asByteArray()))
                .next()
                .timeout(timeout, Mono.fromSupplier(this::late))
                .onErrorResume(error -> Mono.just(failed(error)));
    }

    private HttpClient client(Replica replica) {
        if (ssl == null || !replica.tls()) {
            return client;
        }
        return client.secure(spec -> {
            SslProvider.Builder tls = spec.sslContext(ssl.get()).handshakeTimeout(timeout);
            if (NetUtil.createByteArrayFromIpAddressString(replica.serverName()) == null) {
                tls.serverNames(new SNIHostName(replica.serverName())); // an address is no server name (RFC 6066)
            }
        });
    }

    private Mono<Outcome> judge(HttpClientResponse answer, Flux<byte[]> body) {
        int status = answer.status().code();
        if (!answers.looksIntoBody()) {
            return Mono.just(answers.judge(status, NOTHING));
        }
        return body.reduceWith(ByteArrayOutputStream::new, HttpProbe::append)
                .map(bytes -> answers.judge(status, bytes.toByteArray()));
    }

    private static ByteArrayOutputStream append(ByteArrayOutputStream bytes, byte[] more) {
        if (bytes.size() + more.length <= LARGEST_BODY) {
            bytes.writeBytes(more); // what is cut off is not JSON any more, and told so
        }
        return bytes;
    }

    private Outcome late() {
        return new Outcome(Kind.LOST, "no answer within " + DurationStyle.SIMPLE.print(timeout));
    }

    private Outcome failed(Throwable error) {
        String message = String.valueOf(error.getMessage());
        if (error instanceof TimeoutException) {
            return late();
        }
        if (message.contains(NO_DESCRIPTOR)) {
            return new Outcome(Kind.NOT_ASKED, "this gateway has too many open files");
        }
        if (error instanceof ConnectException && message.contains("refused")) {
            return new Outcome(Kind.REFUSED, "connection refused");
        }
        if (error instanceof ConnectException && message.contains("timed out")) {
            return new Outcome(Kind.LOST, "no connection within " + DurationStyle.SIMPLE.print(timeout));
        }
        if (error instanceof UnknownHostException) {
            return new Outcome(Kind.LOST, "unknown host");
        }
        if (error instanceof PrematureCloseException) {
            return new Outcome(Kind.LOST, "connection closed without an answer");
        }
        if (error instanceof DecoderException && error.getCause() instanceof SSLException refused) {
            return new Outcome(Kind.LOST, "TLS: " + refused.getMessage());
        }
        String what = error instanceof SSLException ? "TLS: " : "";
        return new Outcome(Kind.LOST, what + Why.of(error));
    }
}
