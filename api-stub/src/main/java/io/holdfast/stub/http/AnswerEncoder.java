package io.holdfast.stub.http;

import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseEncoder;

/** Writes answers, and those to HEAD without a body. */
final class AnswerEncoder extends HttpResponseEncoder {
    private boolean headOnly;

    /** Said before the head of each answer. */
    void headOnly(boolean value) {
        headOnly = value;
    }

    @Override
    protected boolean isContentAlwaysEmpty(HttpResponse answer) {
        return headOnly && answer.status().code() >= 200 || super.isContentAlwaysEmpty(answer);
    }
}
