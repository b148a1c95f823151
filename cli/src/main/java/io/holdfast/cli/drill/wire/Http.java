package io.holdfast.cli.drill.wire;

import java.io.IOException;

/** HTTP/1.1 exchanges on a connection (RFC 9112), one at a time. */
public final class Http {
    private static final int SMALL = 16 * 1024 * 1024;

    /** A head with a body still to be read. */
    public record Opened(Head head, Body body) {
        /** Whether the connection can carry another exchange once the body was read. */
        public boolean reusable() {
            return head.persistent() && body.delimited() && head.status() != 101 && !head.has("connection", "close");
        }

        /** Reads the body, up to 16 MiB. */
        public Answer whole() throws IOException {
            return new Answer(head, body.all(SMALL), reusable());
        }
    }

    private Http() {}

    /** Sends a request and reads the head of its answer. */
    public static Opened open(Connection connection, String host, Request request) throws IOException {
        connection.write(request.bytes(host));
        return answer(connection, request.method());
    }

    /** Reads the head of the answer to a request that was written by hand. */
    public static Opened answer(Connection connection, String method) throws IOException {
        Head head = Head.read(connection);
        return new Opened(head, Body.of(connection, method, head));
    }

    /** Sends a request and reads its whole answer. */
    public static Answer exchange(Connection connection, String host, Request request) throws IOException {
        return open(connection, host, request).whole();
    }
}
