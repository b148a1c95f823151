package io.holdfast.gateway.stream;

import io.holdfast.gateway.exchange.AnswerBody;
import io.holdfast.gateway.exchange.Continuation;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;

/** A download that goes on from another replica: carries out what {@link DownloadPosition} says; keeps no byte. */
final class DownloadContinuation implements Continuation {

    private final DownloadPosition position;

    DownloadContinuation(DownloadPosition position) {
        this.position = position;
    }

    @Override
    public void content(ByteBuf part, long now, AnswerBody out) {
        int size = part.readableBytes();
        int taken = position.passed(size);
        if (taken == size) {
            out.emit(part);
            return;
        }
        if (taken > 0) {
            out.emit(part.readRetainedSlice(taken));
        }
        part.release(); // longer than it said: what is too much belongs to nobody
    }

    @Override
    public After ended(boolean leaving, AnswerBody out) {
        return position.lost();
    }

    @Override
    public After lost(AnswerBody out) {
        return position.lost();
    }

    @Override
    public void ask(HttpHeaders headers) {
        DownloadPosition.CONDITIONS.forEach(headers::remove);
        DownloadPosition.Ask ask = position.ask();
        headers.set(HttpHeaderNames.RANGE, ask.range());
        headers.set(HttpHeaderNames.IF_RANGE, ask.ifRange());
    }

    @Override
    public Judgement judge(int status, HttpHeaders headers) {
        return position.judge(AnswerHead.of(status, headers::get));
    }

    @Override
    public void close() {
        // nothing is kept
    }
}
