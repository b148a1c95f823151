package io.holdfast.gateway.hold;

import io.holdfast.gateway.service.Gate;
import io.holdfast.gateway.service.Health;
import io.holdfast.gateway.service.Replica;
import io.holdfast.gateway.service.Service;
import io.holdfast.gateway.service.ServiceListener;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * The waiting room of one service, first in, first out, bounded by count and bytes. Guests are let out when a replica
 * can take them, in growing rounds ({@link ReleaseRule}); each reports how it went. Thread-safe; guests are called
 * outside the lock.
 */
public final class HoldRoom implements ServiceListener {

    /** One that waits; it hops to its own thread. */
    public interface Guest {

        /** It is let out: try again, and report by {@link #answered}, {@link #failed} or {@link #gone}. */
        void released();

        /** This gateway stops before there was a replica. */
        default void turnedAway() {}
    }

    /** A place in the room; kept by a guest that comes back, so that it waits in its old order. */
    public static final class Ticket {
        private final long number;
        private final Guest guest;
        private long bytes;
        private boolean out;

        private Ticket(long number, Guest guest) {
            this.number = number;
            this.guest = guest;
        }
    }

    private final Service service;
    private final int maxGuests;
    private final long maxBytes;
    private final TreeMap<Long, Ticket> waiting = new TreeMap<>();
    private final ReleaseRule rule;
    private long nextNumber;
    private long bytes;
    private volatile int size;
    /** No replica could take anyone when it was last looked at. */
    private boolean outage;

    public HoldRoom(Service service, int maxGuests, long maxBytes) {
        this(service, maxGuests, maxBytes, ReleaseRule.MOST);
    }

    /** @param maxOut most that are let out and not back with word at once */
    public HoldRoom(Service service, int maxGuests, long maxBytes, int maxOut) {
        this.service = service;
        this.rule = new ReleaseRule(maxOut);
        this.maxGuests = maxGuests;
        this.maxBytes = maxBytes;
    }

    /** How many wait. */
    public int size() {
        return size;
    }

    /** A ticket for a guest that has not waited before. */
    public synchronized Ticket ticket(Guest guest) {
        return new Ticket(nextNumber++, guest);
    }

    /**
     * Takes a guest in, or refuses it when the room is full. When a replica can take requests already, the guest may be
     * let out before this returns.
     *
     * @param held bytes of its body that are kept meanwhile
     */
    public boolean enter(Ticket ticket, long held) {
        synchronized (this) {
            if (waiting.size() >= maxGuests || bytes + held > maxBytes) {
                return false;
            }
            ticket.bytes = held;
            bytes += held;
            waiting.put(ticket.number, ticket);
            size = waiting.size();
        }
        pump();
        return true;
    }

    /** More of a waiting guest's body came in; false when the room takes no more, and the client is to be paused. */
    public synchronized boolean grow(Ticket ticket, long more) {
        if (!waiting.containsKey(ticket.number)) {
            return true;
        }
        ticket.bytes += more;
        bytes += more;
        return bytes < maxBytes;
    }

    /** A guest stops waiting, or ends without a word on replicas: its time is up or its client left. */
    public void leave(Ticket ticket) {
        synchronized (this) {
            if (waiting.remove(ticket.number) != null) {
                bytes -= ticket.bytes;
                size = waiting.size();
            } else if (ticket.out) {
                ticket.out = false;
                rule.gone();
            }
            settle();
        }
        pump();
    }

    /** Tells everyone who waits that nothing will come; each leaves by itself. */
    public void turnAway() {
        List<Ticket> all;
        synchronized (this) {
            all = List.copyOf(waiting.values());
        }
        all.forEach(t -> t.guest.turnedAway());
    }

    /** A guest that was let out has its answer. */
    public void answered(Ticket ticket) {
        synchronized (this) {
            if (!ticket.out) {
                return;
            }
            ticket.out = false;
            rule.answered();
            settle();
        }
        pump();
    }

    /** A guest that was let out lost its replica, or found none. */
    public void failed(Ticket ticket) {
        synchronized (this) {
            if (ticket.out) {
                ticket.out = false;
                rule.failed();
                settle();
            }
        }
        pump(); // the last one who is out lets the next one out, or nobody would
    }

    private void settle() {
        if (waiting.isEmpty()) {
            rule.reset();
        }
    }

    /** Lets out as many as the rule allows, if a replica can take them. */
    private void pump() {
        if (size == 0) {
            return;
        }
        List<Ticket> released = new ArrayList<>();
        synchronized (this) {
            if (!anyReachable()) {
                outage = true;
                return;
            }
            if (outage) {
                outage = false;
                rule.anew();
            }
            for (int n = rule.release(waiting.size()); n > 0; n--) {
                Ticket ticket = waiting.pollFirstEntry().getValue();
                bytes -= ticket.bytes;
                ticket.out = true;
                released.add(ticket);
            }
            size = waiting.size();
        }
        released.forEach(t -> t.guest.released());
    }

    private boolean anyReachable() {
        List<Replica> replicas = service.replicas();
        for (int i = 0; i < replicas.size(); i++) {
            if (replicas.get(i).reachable()) {
                return true;
            }
        }
        return false;
    }

    @Override
    public void added(Service service, Replica replica) {
        pump();
    }

    @Override
    public void healthChanged(Service service, Replica replica, Health before, Health now) {
        pump();
    }

    @Override
    public void drainChanged(Service service, Replica replica, boolean draining) {
        pump();
    }

    @Override
    public void gateChanged(Service service, Replica replica, Gate.State before, Gate.State now) {
        pump();
    }
}
