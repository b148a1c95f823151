package io.holdfast.cli.watch;

import com.fasterxml.jackson.databind.node.MissingNode;
import io.holdfast.cli.gateway.Gateway;
import io.holdfast.cli.gateway.GatewayException;
import io.holdfast.cli.gateway.GatewayException.Kind;
import io.holdfast.cli.gateway.Listing;
import io.holdfast.cli.gateway.Listing.ServiceStatus;
import io.holdfast.cli.gateway.ReplicaStatus;
import io.holdfast.cli.time.Ticker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** A gateway with one service, {@code api}: away, refusing or hard of hearing as a test wants it. */
final class ScriptedGateway implements Gateway {

    private final String name;
    private List<String> listed;
    private long busyUntil;
    private Ticker ticker = new ManualTime();

    final Set<String> draining = new TreeSet<>();
    final List<String> told = new ArrayList<>();
    boolean away;
    boolean refuses;
    /** It does what it is told, and the answer never arrives. */
    boolean losesAnswers;
    /** As the JDK's client: on a thread that was interrupted nothing is asked. */
    boolean refusesInterrupted;

    ScriptedGateway(String name, String... listed) {
        this.name = name;
        lists(listed);
    }

    void lists(String... replicas) {
        listed = List.of(replicas);
    }

    void busyUntil(long nanos, Ticker by) {
        busyUntil = nanos;
        ticker = by;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Listing list() throws GatewayException {
        answerable();
        int inFlight = ticker.nanos() < busyUntil ? 1 : 0;
        List<ReplicaStatus> replicas =
                listed.stream().map(one -> status(one, inFlight)).toList();
        return new Listing(List.of(new ServiceStatus("api", false, 0, "CLOSED", replicas)), MissingNode.getInstance());
    }

    private ReplicaStatus status(String replica, int inFlight) {
        boolean drained = draining.contains(replica);
        return new ReplicaStatus(
                replica,
                drained ? "DRAINING" : "UP",
                "UP",
                "",
                drained,
                Optional.empty(),
                Optional.empty(),
                inFlight,
                0,
                0,
                0,
                "CLOSED",
                "",
                0);
    }

    @Override
    public Answer drain(String service, String replica, Optional<Duration> wait, boolean force)
            throws GatewayException {
        answerable();
        if (refuses) {
            throw new GatewayException(Kind.REFUSED, replica + " is the last usable replica", null);
        }
        told.add("drain " + replica);
        draining.add(replica);
        return answer();
    }

    @Override
    public Answer undrain(String service, String replica) throws GatewayException {
        answerable();
        told.add("undrain " + replica);
        if (!draining.remove(replica) && !listed.contains(replica)) {
            throw new GatewayException(Kind.UNKNOWN, "No replica " + replica, null);
        }
        return answer();
    }

    private void answerable() throws GatewayException {
        if (away || refusesInterrupted && Thread.currentThread().isInterrupted()) {
            throw new GatewayException(Kind.AWAY, "gateway " + name + " cannot be reached", null);
        }
    }

    private Answer answer() throws GatewayException {
        if (losesAnswers) {
            throw new GatewayException(Kind.AWAY, "gateway " + name + ": no answer in time", null);
        }
        return new Answer("UP", 0, 0, true);
    }
}
