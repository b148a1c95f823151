package io.holdfast.stub;

import io.holdfast.stub.echo.EchoEndpoint;
import io.holdfast.stub.echo.SlowEndpoint;
import io.holdfast.stub.echo.UploadEndpoint;
import io.holdfast.stub.event.EventEndpoint;
import io.holdfast.stub.event.Streams;
import io.holdfast.stub.fault.Faults;
import io.holdfast.stub.fault.FaultsEndpoint;
import io.holdfast.stub.health.HealthEndpoint;
import io.holdfast.stub.http.Gate;
import io.holdfast.stub.http.Routes;
import io.holdfast.stub.http.Server;
import io.holdfast.stub.image.ImageEndpoint;
import io.holdfast.stub.job.JobEndpoint;
import io.holdfast.stub.job.Ledger;
import io.holdfast.stub.page.PageEndpoint;
import io.holdfast.stub.socket.SocketEndpoint;
import io.holdfast.stub.socket.Sockets;
import io.holdfast.stub.status.StatusEndpoint;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;

/** One running replica. */
public final class Stub implements AutoCloseable {
    private static final int RESTARTING = 1012;

    private final Settings settings;
    private final Ledger ledger;
    private final Server server;
    private final Sockets sockets = new Sockets();
    private final Streams streams = new Streams();

    private Stub(Settings settings, Ledger ledger) {
        this.settings = settings;
        this.ledger = ledger;
        String name = settings.name();
        Faults faults = new Faults(sockets::closeAll, streams::endAll);
        Routes routes = new Routes();
        new StatusEndpoint(name).register(routes);
        new HealthEndpoint(name, faults::health).register(routes);
        new SlowEndpoint().register(routes);
        new EchoEndpoint().register(routes);
        new UploadEndpoint().register(routes);
        new ImageEndpoint().register(routes);
        new EventEndpoint(name, streams, ledger).register(routes);
        new JobEndpoint(ledger, name).register(routes);
        new SocketEndpoint(name, sockets, faults::socketRefusal, faults::socketsSilent).register(routes);
        new PageEndpoint().register(routes);
        if (settings.faults()) {
            new FaultsEndpoint(faults).register(routes);
        }
        server = new Server(name, settings.keepAlive(), routes, settings.faults() ? faults : Gate.OPEN);
    }

    /**
     * Starts a replica; it serves when this returns.
     *
     * @throws IOException with a line for the user, when the state or the address cannot be had
     */
    public static Stub start(Settings settings) throws IOException {
        InetSocketAddress address = new InetSocketAddress(settings.host(), settings.port());
        if (address.isUnresolved()) {
            throw new IOException("--host: " + settings.host() + " (expected: an address of this machine)");
        }
        Stub stub = new Stub(settings, ledger(settings));
        try {
            stub.server.start(address);
        } catch (IOException e) {
            stub.ledger.close();
            throw new IOException("cannot listen on " + settings.host() + ":" + settings.port() + ": " + reason(e), e);
        }
        return stub;
    }

    private static Ledger ledger(Settings settings) throws IOException {
        if (settings.state().isEmpty()) {
            return Ledger.inMemory();
        }
        try {
            return Ledger.in(settings.state().get(), settings.name());
        } catch (IOException e) {
            throw new IOException(
                    "--state: " + settings.state().get() + " (expected: a directory that can be written): " + e, e);
        }
    }

    private static String reason(IOException e) {
        String text = String.valueOf(e.getMessage());
        return text.contains("in use") ? "the port is in use" : text;
    }

    public int port() {
        return server.address().getPort();
    }

    /**
     * Stops as uvicorn does: accepts no more, closes WebSockets with 1012, finishes what is in flight; event streams, for which
     * uvicorn would wait, end between two events.
     *
     * @return connections that were cut because the grace was over
     */
    public int stop(Duration grace) {
        server.stopAccepting();
        sockets.closeAll(RESTARTING);
        streams.endAll();
        int cut = server.awaitEnd(grace);
        try {
            ledger.close();
        } catch (IOException e) {
            System.err.println("state: " + e);
        }
        return cut;
    }

    /** Waits until it is stopped. */
    void awaitEnd() {
        server.awaitClosed();
    }

    @Override
    public void close() {
        stop(settings.shutdownGrace());
    }
}
