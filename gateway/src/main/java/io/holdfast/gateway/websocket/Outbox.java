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

    private final ArrayDeque<Message> waiting = new ArrayDeque<>(0);
    private final ArrayDeque<Message> writing = new ArrayDeque<>(0);
    private final Opening opening;
    private final Runnable allTaken;
    private long size;

    /**
     * @param opening is told what goes to a replica
     * @param allTaken runs when the socket has taken everything that was handed to it
     */
    Outbox(Opening opening, Runnable allTaken) {
        this.opening = opening;
        this.allTaken = allTaken;
    }

    /** What it costs to keep those that wait, in bytes. */
    long size() {
        return size;
    }

    boolean isEmpty() {
        return waiting.isEmpty();
    }

    /** Whether the socket has taken everything that was handed to it. */
    boolean taken() {
        return writing.isEmpty();
    }

    void keep(Message message) {
        waiting.addLast(message);
        size += message.size();
    }

    /** Hands over what waits, without a flush. */
    void drainTo(ChannelHandlerContext socket) {
        for (Message m = waiting.pollFirst(); m != null; m = waiting.pollFirst()) {
            size -= m.size();
            send(m, socket);
        }
    }

    /** Hands one message to the socket, without a flush. */
    void send(Message message, ChannelHandlerContext socket) {
        opening.sent(message);
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
                        if (writing.isEmpty()) {
                            allTaken.run();
                        }
                    }
                });
            }
        }
    }

    /** The socket is lost: what it did not take waits again, in front. */
    void lost() {
        for (Message m = writing.pollLast(); m != null; m = writing.pollLast()) {
            opening.unsent(m);
            waiting.addFirst(m);
            size += m.size();
        }
    }

    void release() {
        waiting.forEach(Message::release);
        writing.forEach(Message::release);
        waiting.clear();
        writing.clear();
        size = 0;
    }
}
