package io.holdfast.gateway.balance;

import io.holdfast.gateway.service.Replica;
import java.util.ArrayList;
import java.util.List;

/** The replicas that one exchange has tried already: confined to the exchange's thread. */
public final class Tried {

    /** Nothing tried. Never added to. */
    public static final Tried NONE = new Tried();

    private List<Replica> replicas = List.of();

    /** Whether this replica was tried. */
    public boolean contains(Replica replica) {
        for (int i = 0; i < replicas.size(); i++) {
            if (replicas.get(i) == replica) {
                return true;
            }
        }
        return false;
    }

    /** Notes a try. */
    public void add(Replica replica) {
        if (this == NONE) {
            throw new IllegalStateException("NONE is shared");
        }
        if (replicas.isEmpty()) {
            replicas = new ArrayList<>(4);
        }
        if (!contains(replica)) {
            replicas.add(replica);
        }
    }

    /** Begins a new round: every replica may be tried again. */
    public void clear() {
        replicas = List.of();
    }

    public boolean isEmpty() {
        return replicas.isEmpty();
    }
}
