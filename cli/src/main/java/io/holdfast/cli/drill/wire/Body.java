package io.holdfast.cli.drill.wire;

import java.io.ByteArrayOutputStream;
import java.io.IOException;

/** The body of an answer, by whichever framing it came (RFC 9112 6.3); it ends only when it is whole. */
public abstract class Body {
    final Connection connection;

    private Body(Connection connection) {
        this.connection = connection;
    }

    static Body of(Connection connection, String method, Head head) throws WireFailure {
        int status = head.status();
        if (method.equals("HEAD") || status == 101 || status == 204 || status == 304) {
            return new Sized(connection, 0);
        }
        boolean chunked = head.has("transfer-encoding", "chunked");
        String length = head.header("content-length").orElse(null);
        if (chunked && length != null) {
            throw WireFailure.malformed("Content-Length with Transfer-Encoding");
        }
        if (chunked) {
            return new Chunked(connection);
        }
        if (length == null) {
            return new UntilClose(connection);
        }
        if (!length.matches("\\d{1,18}")) {
            throw WireFailure.malformed("Content-Length: " + length);
        }
        return new Sized(connection, Long.parseLong(length));
    }

    /**
     * Reads some bytes.
     *
     * @return how many, at least one, or -1 when the body is whole
     * @throws WireFailure CUT when the connection ended before
     */
    public abstract int read(byte[] into) throws IOException;

    /** Whether the framing says where the body ends, so that the connection can carry another exchange. */
    abstract boolean delimited();

    /**
     * Reads the rest.
     *
     * @throws WireFailure MALFORMED when it is larger than the limit
     */
    byte[] all(int limit) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream(1024);
        byte[] some = new byte[16 * 1024];
        for (int count = read(some); count >= 0; count = read(some)) {
            all.write(some, 0, count);
            if (all.size() > limit) {
                throw WireFailure.malformed("body over " + limit + " bytes");
            }
        }
        return all.toByteArray();
    }

    private static final class Sized extends Body {
        private final long length;
        private long left;

        Sized(Connection connection, long length) {
            super(connection);
            this.length = length;
            this.left = length;
        }

        @Override
        public int read(byte[] into) throws IOException {
            if (left == 0) {
                return -1;
            }
            int count = connection.read(into, 0, (int) Math.min(left, into.length));
            if (count < 0) {
                throw connection.ended("after " + (length - left) + " of " + length + " body bytes");
            }
            left -= count;
            return count;
        }

        @Override
        boolean delimited() {
            return true;
        }
    }

    private static final class Chunked extends Body {
        private long left;
        private boolean first = true;
        private boolean whole;

        Chunked(Connection connection) {
            super(connection);
        }

        @Override
        public int read(byte[] into) throws IOException {
            if (whole) {
                return -1;
            }
            if (left == 0 && !nextChunk()) {
                return -1;
            }
            int count = connection.read(into, 0, (int) Math.min(left, into.length));
            if (count < 0) {
                throw connection.ended("in a chunk");
            }
            left -= count;
            return count;
        }

        private boolean nextChunk() throws IOException {
            if (!first && !Head.line(connection, "after a chunk").isEmpty()) {
                throw WireFailure.malformed("chunk longer than its size");
            }
            first = false;
            String size = Head.line(connection, "without the last chunk");
            int extension = size.indexOf(';');
            String digits = (extension < 0 ? size : size.substring(0, extension)).strip();
            if (!digits.matches("[0-9a-fA-F]{1,15}")) {
                throw WireFailure.malformed("chunk size: " + size);
            }
            left = Long.parseLong(digits, 16);
            if (left > 0) {
                return true;
            }
            while (!Head.line(connection, "in the trailers").isEmpty()) {
                // Trailers are read to the end and not looked at.
            }
            whole = true;
            return false;
        }

        @Override
        boolean delimited() {
            return true;
        }
    }

    /** Ends with the connection: a body cut by FIN cannot be told from a whole one, one cut by a reset can. */
    private static final class UntilClose extends Body {
        UntilClose(Connection connection) {
            super(connection);
        }

        @Override
        public int read(byte[] into) throws IOException {
            return connection.read(into, 0, into.length);
        }

        @Override
        boolean delimited() {
            return false;
        }
    }
}
