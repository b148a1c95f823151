package io.holdfast.gateway.testing;

import io.holdfast.gateway.exchange.RequestHead;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;

/** A request of a client in the making. */
public final class Request {

    private final TestEngine engine;
    private final HttpMethod method;
    private final String target;
    private final HttpHeaders headers = new DefaultHttpHeaders().add("Host", "gateway.example");
    private final List<HttpResponse> informational = new CopyOnWriteArrayList<>();
    private @Nullable HttpHeaders trailers;
    private @Nullable Publisher<ByteBuf> body;
    private boolean preserveHost;

    Request(TestEngine engine, String method, String target) {
        this.engine = engine;
        this.method = HttpMethod.valueOf(method);
        this.target = target;
    }

    public Request header(String name, String value) {
        headers.add(name, value);
        return this;
    }

    /** In place of the usual {@code Host}. */
    public Request host(String name) {
        headers.set("Host", name);
        return this;
    }

    public Request keyed() {
        return header("Idempotency-Key", "k-1");
    }

    public Request preserveHost() {
        preserveHost = true;
        return this;
    }

    /** A body of known length that is there. */
    public Request body(String text) {
        header("Content-Length", String.valueOf(text.getBytes(StandardCharsets.UTF_8).length));
        return body(engine.body().part(text).end());
    }

    /** A body that the test gives part by part; chunked unless a length was said. */
    public Request body(Publisher<ByteBuf> next) {
        body = next;
        return this;
    }

    public Request trailers(HttpHeaders next) {
        trailers = next;
        return this;
    }

    /** The 1xx answers that were passed. */
    public List<HttpResponse> informational() {
        return informational;
    }

    /** Sends it, by a client that reads all. */
    public Client send() {
        return send(true);
    }

    /** Sends it, by a client that reads a stream only when told. */
    public Client sendSlowly() {
        return send(false);
    }

    private Client send(boolean reads) {
        Client client = new Client(engine.loop(), method + " " + target, reads);
        RequestHead head =
                new RequestHead(method, target, headers, preserveHost, null, () -> trailers, informational::add);
        engine.engine().exchange(engine.loop(), head, body).subscribe(client);
        return client;
    }
}
