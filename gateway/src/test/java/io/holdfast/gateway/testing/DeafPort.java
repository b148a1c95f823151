package io.holdfast.gateway.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;

/**
 * A port whose accept queue is full: a connection is neither accepted nor refused, as with a host that is gone, until
 * {@link #listen()}.
 */
public final class DeafPort implements Endpoint {

    private static final int ENOUGH = 64;

    private final ServerSocket server;
    private final List<Socket> fill = new ArrayList<>();

    public DeafPort() {
        try {
            server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
            while (knock()) {
                if (fill.size() > ENOUGH) {
                    throw new IllegalStateException("the accept queue takes " + ENOUGH + " connections");
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether one more got into the queue. */
    private boolean knock() throws IOException {
        Socket socket = new Socket();
        try {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port()), 200);
            fill.add(socket);
            return true;
        } catch (SocketTimeoutException e) {
            socket.close();
            return false;
        }
    }

    /** Empties the queue once, so that those who still knock are let in. */
    public void listen() {
        try {
            for (int i = 0; i < fill.size(); i++) {
                fill.get(i).close();
            }
            for (int i = 0; i < fill.size(); i++) {
                server.accept().close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The next connection that is let in. */
    public Socket accept() throws IOException {
        server.setSoTimeout((int) (Patience.SECONDS * 1000));
        return server.accept();
    }

    @Override
    public int port() {
        return server.getLocalPort();
    }

    @Override
    public void close() {
        try {
            for (Socket socket : fill) {
                socket.close();
            }
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
