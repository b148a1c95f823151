package io.holdfast.gateway.upstream;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponse;

/** Hears everything and does nothing; tests override what they look at. */
class QuietListener implements AnswerListener {

    @Override
    public void onConnected(Call call) {}

    @Override
    public void onWritable() {}

    @Override
    public void onInformational(HttpResponse head) {}

    @Override
    public void onHead(HttpResponse head) {}

    @Override
    public void onContent(ByteBuf content) {
        content.release();
    }

    @Override
    public void onReadComplete() {}

    @Override
    public void onEnd(HttpHeaders trailers) {}

    @Override
    public void onLost(Loss loss) {}

    @Override
    public void onReplicaDown() {}
}
