package io.holdfast.gateway.websocket;

import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import org.jspecify.annotations.Nullable;

/** The client's end of a session. */
final class ClientSocket {

    private final MessageHandler handler;
    private final KeepAliveRule keepAlive;
    private boolean closing;
    private int code = CloseRule.NO_CODE;
    private String reason = "";

    ClientSocket(MessageHandler handler, long keepAliveNanos) {
        this.handler = handler;
        this.keepAlive = new KeepAliveRule(keepAliveNanos);
    }

    boolean owns(MessageHandler other) {
        return handler == other;
    }

    void write(Message message) {
        for (WebSocketFrame frame : message.frames()) {
            handler.ctx().write(frame);
        }
    }

    void flush() {
        handler.ctx().flush();
    }

    boolean writable() {
        return handler.ctx().channel().isWritable();
    }

    void pull() {
        handler.pull();
    }

    /** Sends a text of the gateway's own. */
    void say(@Nullable String text) {
        if (text != null && !closing) {
            handler.ctx().writeAndFlush(new TextWebSocketFrame(text));
        }
    }

    /** Its close frame came; its answer is owed. */
    void closing(int saidCode, String saidReason) {
        closing = true;
        code = saidCode;
        reason = saidReason;
    }

    boolean closing() {
        return closing;
    }

    /** The code of its close frame. */
    int code() {
        return code;
    }

    String reason() {
        return reason;
    }

    /** Says goodbye, or answers its goodbye. */
    void close(int withCode, String withReason) {
        handler.deafen();
        Farewell.say(handler.ctx(), withCode, withReason, closing);
    }

    void cut() {
        handler.ctx().close();
    }

    /** Pings it when it is idle; says whether it is dead. */
    boolean dead(long now, boolean reading) {
        return switch (keepAlive.look(now, handler.lastSeen(), reading)) {
            case FINE -> false;
            case PING -> {
                handler.ctx().writeAndFlush(new PingWebSocketFrame());
                yield false;
            }
            case DEAD -> true;
        };
    }
}
