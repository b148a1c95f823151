package io.holdfast.gateway.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.gateway.config.OrOff;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.util.unit.DataSize;

/** An answer on a stream of HTTP/2 whose client takes it bit by bit, or not at all. */
class StreamHandlerTest {

    private static final int LENGTH = 1 << 20;
    private static final long LOOK = 400_000_000L;
    private static final LimitsProperties LIMITS =
            new LimitsProperties(OrOff.of("10s"), OrOff.of("1s"), OrOff.of("1s"), 0, DataSize.ofBytes(0), 0, 0);

    private final StreamHandler handler = new StreamHandler(LIMITS, new DefaultHttpHeaders());
    private final Window window = new Window();
    private final EmbeddedChannel stream = new EmbeddedChannel(window, handler);

    @AfterEach
    void close() {
        window.takeAll();
        stream.finishAndReleaseAll();
    }

    static Stream<HttpObject> large() {
        HttpResponse whole = new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1, HttpResponseStatus.OK, Unpooled.wrappedBuffer(new byte[LENGTH]));
        whole.headers().set("x-a", "1");
        return Stream.of(
                whole,
                new DefaultHttpContent(Unpooled.wrappedBuffer(new byte[LENGTH])),
                new DefaultLastHttpContent(Unpooled.wrappedBuffer(new byte[LENGTH])));
    }

    @ParameterizedTest
    @MethodSource("large")
    void aLargePartThatIsTakenBitByBitIsGoingOn(HttpObject part) {
        boolean last = part instanceof LastHttpContent;
        var written = stream.writeOneOutbound(part);
        int looks = 0;
        while (window.waits()) {
            window.take();
            handler.look(LOOK);
            looks++;
        }
        assertThat(looks).isGreaterThan(10);
        assertThat(stream.isOpen()).isTrue();
        assertThat(written.isSuccess()).isTrue();
        assertThat(window.bytes).isEqualTo(LENGTH);
        assertThat(window.ends).isEqualTo(last ? List.of(window.messages) : List.of());
        if (part instanceof HttpResponse) {
            assertThat(window.heads).hasSize(1);
            assertThat(window.heads.get(0).headers().get("x-a")).isEqualTo("1");
        }
    }

    @Test
    void aLargePartOfWhichNothingIsTakenIsNot() {
        stream.writeOneOutbound(new DefaultHttpContent(Unpooled.wrappedBuffer(new byte[LENGTH])));
        for (int i = 0; i < 3; i++) {
            handler.look(LOOK);
            assertThat(stream.isOpen()).isTrue();
        }
        handler.look(LOOK);
        assertThat(stream.isOpen()).isFalse();
    }

    @Test
    void nothingFollowsARefusal() {
        StreamHandler uploads = new StreamHandler(LIMITS, new DefaultHttpHeaders().set("transfer-encoding", "chunked"));
        EmbeddedChannel upload = new EmbeddedChannel(window, uploads);
        for (int i = 0; i < 4; i++) {
            uploads.look(LOOK);
        }
        var late = upload.writeOneOutbound(new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1, HttpResponseStatus.OK, Unpooled.wrappedBuffer(new byte[1])));
        assertThat(late.isSuccess()).isFalse();
        window.takeAll();
        assertThat(window.heads).extracting(head -> head.status().code()).containsExactly(408);
        assertThat(upload.isOpen()).isFalse();
    }

    /** Takes a message when the test says so. */
    @ChannelHandler.Sharable
    private static final class Window extends ChannelOutboundHandlerAdapter {

        private record Written(Object message, ChannelPromise promise) {}

        private final ArrayDeque<Written> waiting = new ArrayDeque<>();
        private final List<HttpResponse> heads = new ArrayList<>();
        private final List<Integer> ends = new ArrayList<>();
        private int messages;
        private int bytes;

        @Override
        public void write(ChannelHandlerContext ctx, Object msg, ChannelPromise promise) {
            waiting.add(new Written(msg, promise));
        }

        boolean waits() {
            return !waiting.isEmpty();
        }

        void take() {
            Written next = waiting.remove();
            messages++;
            if (next.message instanceof HttpResponse head) {
                heads.add(head);
            }
            if (next.message instanceof LastHttpContent) {
                ends.add(messages);
            }
            if (next.message instanceof HttpContent content) {
                bytes += content.content().readableBytes();
                content.release();
            }
            next.promise.trySuccess();
        }

        void takeAll() {
            while (waits()) {
                take();
            }
        }
    }
}
