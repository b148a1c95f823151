package io.holdfast.gateway.websocket;

import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import java.util.ArrayDeque;
import java.util.Iterator;

/**
 * The client's messages on their way to a replica, in order: those that wait for one, and those handed to its socket
 * and not yet taken by it. A message that the socket did not take whole was seen by no replica, so it goes to the
 * next one; a message taken whole is never sent twice.
 */
final class Outbox {

    private final ArrayDeque<Message> waiting = new ArrayDeque<>();
    private final ArrayDeque<Message> writing = new ArrayDeque<>();
    private long bytes;

    /** Bytes that wait. */
    long bytes() {
        return bytes;
    }

    boolean isEmpty() {
        return waiting.isEmpty();
    }

    void keep(Message message) {
        waiting.addLast(message);
        bytes += message.bytes();
    }

    /** Hands over what waits, without a flush. */
    void drainTo(ChannelHandlerContext socket) {
        for (Message m = waiting.pollFirst(); m != null; m = waiting.pollFirst()) {
            bytes -= m.bytes();
            send(m, socket);
        }
    }

    /** Hands one message to the socket, without a flush. */
    void send(Message message, ChannelHandlerContext socket) {
        writing.addLast(message);
        message.retain();
        Iterator<WebSocketFrame> frames = message.frames().iterator();
        while (frames.hasNext()) {
            WebSocketFrame frame = frames.next();
            ChannelFuture written = socket.write(frame);
            if (!frames.hasNext()) {
                written.addListener(f -> {
                    if (f.isSuccess() && writing.remove(message)) {
                        message.release();
                    }
                });
            }
        }
    }

    /** The socket is lost: what it did not take waits again, in front. */
    void lost() {
        for (Message m = writing.pollLast(); m != null; m = writing.pollLast()) {
            waiting.addFirst(m);
            bytes += m.bytes();
        }
    }

    void release() {
        waiting.forEach(Message::release);
        writing.forEach(Message::release);
        waiting.clear();
        writing.clear();
        bytes = 0;
    }
}
