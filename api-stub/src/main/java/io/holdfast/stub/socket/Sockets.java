package io.holdfast.stub.socket;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The WebSockets that are open. */
public final class Sockets {
    private final Set<SocketHandler> open = ConcurrentHashMap.newKeySet();

    void add(SocketHandler socket) {
        open.add(socket);
    }

    void remove(SocketHandler socket) {
        open.remove(socket);
    }

    int count() {
        return open.size();
    }

    /** Closes all of them with a code (RFC 6455 7.4); 1005 sends none, 1006 resets the connection. */
    public void closeAll(int code) {
        open.forEach(socket -> socket.close(code));
    }
}
