package io.holdfast.gateway.stream;

import io.holdfast.gateway.exchange.Continuation;
import io.holdfast.gateway.exchange.RequestHead;
import io.netty.handler.codec.http.HttpHeaders;
import org.jspecify.annotations.Nullable;

/** Finds which answers of a service go on from another replica, and how. */
public final class Continuations implements Continuation.Factory {

    private final StreamProperties properties;

    public Continuations(StreamProperties properties) {
        this.properties = properties;
    }

    @Override
    public @Nullable Continuation of(RequestHead request, boolean repeatable, int status, HttpHeaders headers) {
        AnswerHead head = AnswerHead.of(status, headers::get);
        String method = request.method().name();
        return switch (BodyClass.of(method, head, 0)) {
            case EVENT_STREAM ->
                properties.resumeEvents()
                        ? new EventStreamContinuation(new EventStreamSession(
                                properties.events(),
                                repeatable,
                                request.headers().get(EventStreamContinuation.LAST_EVENT_ID)))
                        : null;
            case DOWNLOAD -> repeatable && properties.resumeDownloads() ? download(method, head) : null;
            default -> null;
        };
    }

    private static @Nullable Continuation download(String method, AnswerHead head) {
        DownloadPosition position = DownloadPosition.of(method, head);
        return position == null ? null : new DownloadContinuation(position);
    }
}
