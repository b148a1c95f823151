package io.holdfast.stub.http;

import io.holdfast.stub.json.Json;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.LastHttpContent;
import java.util.Map;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One request and its answer. Everything here is called on the connection's event loop. */
public final class Exchange {
    static final String SERVER = "holdfast-stub";
    private static final BodySink DROP = new BodySink() {
        @Override
        public void data(ByteBuf piece) {}

        @Override
        public void end(HttpHeaders trailers) {}
    };

    private final Connection connection;
    private final HttpRequest request;
    private final Answer answer;
    private final String path;
    private Map<String, String> parameters = Map.of();
    private @Nullable Query query;
    private @Nullable BodySink sink;
    private boolean handled;
    private boolean requestDone;
    private @Nullable Runnable onClose;
    private @Nullable Runnable onWritable;

    Exchange(Connection connection, HttpRequest request) {
        this.connection = connection;
        this.request = request;
        this.path = rawPath(request.uri());
        this.answer = new Answer(connection, this, request);
    }

    /** The path of a request target as it came; the scheme and authority of an absolute target are left out. */
    private static String rawPath(String uri) {
        int start = 0;
        int scheme = uri.startsWith("/") ? -1 : uri.indexOf("://");
        if (scheme >= 0) {
            start = uri.indexOf('/', scheme + 3);
            if (start < 0) {
                return "/";
            }
        }
        int end = uri.indexOf('?', start);
        return start == 0 && end < 0 ? uri : uri.substring(start, end < 0 ? uri.length() : end);
    }

    public String method() {
        return request.method().name();
    }

    /** Path and query as they came. */
    public String uri() {
        return request.uri();
    }

    /** Path as it came. */
    public String path() {
        return path;
    }

    public HttpHeaders headers() {
        return request.headers();
    }

    HttpRequest request() {
        return request;
    }

    /** A path parameter, decoded. */
    public String parameter(String name) {
        return parameters.getOrDefault(name, "");
    }

    void parameters(Map<String, String> values) {
        parameters = values;
    }

    /** What the query says of a name, the last time that it does, decoded. */
    public String query(String name, String otherwise) {
        if (query == null) {
            query = new Query(request.uri());
        }
        return query.text(name, otherwise);
    }

    /**
     * A number of the query.
     *
     * @throws Refusal 400 when it is not one from {@code min} to {@code max}
     */
    public long query(String name, long otherwise, long min, long max) {
        return Query.number(name, query(name, ""), otherwise, min, max);
    }

    /**
     * A choice of the query; the first is the default.
     *
     * @throws Refusal 400 when it is none of them
     */
    public String choice(String name, String... choices) {
        return Query.choice(name, query(name, choices[0]), choices);
    }

    /** Gives the body to a sink as it comes, and asks for it when the client waits to be asked (RFC 9110 10.1.1). */
    public void body(BodySink bodySink) {
        sink = bodySink;
        answer.continueIfExpected();
    }

    /** Gives the whole body, if it is not over {@code limit} bytes; else the answer is 413. */
    public void body(int limit, Consumer<byte[]> whole) {
        body(new WholeBody(this, limit, whole));
    }

    /** Whether a piece of the body could be taken now. */
    boolean takesBody() {
        return handled;
    }

    void handled() {
        handled = true;
        if (sink == null) {
            sink = DROP;
        }
    }

    void content(HttpContent content) {
        BodySink to = sink == null ? DROP : sink;
        if (content.content().isReadable()) {
            to.data(content.content());
        }
        if (content instanceof LastHttpContent last) {
            requestDone = true;
            guarded(() -> to.end(last.trailingHeaders()));
            connection.maybeFinished(this);
        }
    }

    boolean requestDone() {
        return requestDone;
    }

    Answer answer() {
        return answer;
    }

    /** Runs something of an endpoint; what it throws becomes the answer. */
    void guarded(Runnable action) {
        try {
            action.run();
        } catch (Refusal refusal) {
            error(refusal.status(), refusal.getMessage());
        } catch (RuntimeException e) {
            System.err.println(method() + " " + path + ": " + e);
            error(500, "an error of the stub itself: " + e);
        }
    }

    /** Answers an object with the name of this replica. */
    public void json(int status, Map<String, ?> members, String... headers) {
        answer(status, "application/json", Json.bytes(connection.signed(members)), headers);
    }

    public void error(int status, String message) {
        if (!answer.begun()) {
            json(status, Map.of("error", message));
        } else if (!answer.done()) {
            reset();
        }
    }

    /** Answers with a whole body; headers are names and values in turn. */
    public void answer(int status, String type, byte[] body, String... headers) {
        answer.whole(status, type, body, headers);
    }

    /** Answers 200 with bytes that were made beforehand. */
    public void answer(PreparedAnswer prepared) {
        answer.prepared(prepared);
    }

    /**
     * Begins an answer that is written piece by piece, and sends its head at once.
     *
     * @param length of the body in bytes, -1: not known
     * @return false when it has no body (HEAD): the answer is then whole already
     */
    public boolean begin(int status, String type, long length, String... headers) {
        return answer.begin(status, type, length, headers);
    }

    /** The next piece, which this takes over. */
    public void write(ByteBuf piece) {
        answer.write(piece);
    }

    public void end() {
        answer.end();
    }

    /** Nothing more is done for this request, and its connection is read no further. */
    public void hang() {
        connection.hang();
    }

    /** Does something in the endpoint's place; the body is read and dropped. */
    public void instead(Runnable action) {
        connection.instead(this, action);
    }

    /** Ends the connection with RST. */
    public void reset() {
        Reset.now(channel());
    }

    public boolean writable() {
        return channel().isWritable();
    }

    /** Called when the channel is writable again after it was not. */
    public void onWritable(Runnable action) {
        onWritable = action;
    }

    void becameWritable() {
        if (onWritable != null) {
            onWritable.run();
        }
    }

    /** Called once, when the connection is gone or the answer is done, whichever is first. */
    public void onClose(Runnable action) {
        onClose = action;
    }

    void ended() {
        Runnable action = onClose;
        onClose = null;
        onWritable = null;
        if (action != null) {
            action.run();
        }
    }

    /** Whether nobody waits for this answer any more, or it is done. */
    public boolean over() {
        return answer.done() || !channel().isActive();
    }

    /** Runs something later unless the exchange is over by then. */
    public ScheduledFuture<?> after(long millis, Runnable action) {
        return channel().eventLoop().schedule(() -> onlyIfOpen(action), millis, TimeUnit.MILLISECONDS);
    }

    /** Runs something on the connection's event loop unless the exchange is over by then; called from any thread. */
    public void onLoop(Runnable action) {
        channel().eventLoop().execute(() -> onlyIfOpen(action));
    }

    private void onlyIfOpen(Runnable action) {
        if (!over()) {
            guarded(action);
        }
    }

    /** Whether this replica has been told to stop. */
    public boolean stopping() {
        return connection.stopping();
    }

    public ByteBufAllocator allocator() {
        return channel().alloc();
    }

    Channel channel() {
        return connection.channel();
    }

    /** Gives the channel to another protocol; this connection reads and writes no HTTP afterwards. */
    public void upgrade(Consumer<Upgrade> taker) {
        answer.taken();
        taker.accept(new Upgrade(channel(), request, connection.release()));
    }

    /** What is needed to go on with another protocol. */
    public record Upgrade(Channel channel, HttpRequest request, String handlerName) {}
}
