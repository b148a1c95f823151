package io.holdfast.gateway.exchange;

import io.holdfast.gateway.service.Replica;
import io.holdfast.gateway.upstream.Loss;

/** What happens in exchanges, for meters and the incident log; called on event loops, returns at once. */
public interface ExchangeEvents {

    /** What a client was spared. */
    enum Saved {
        /** A request was answered by another attempt after a loss or a failing answer. */
        REQUEST,
        /** A request waited while no replica could take it, and was answered. */
        HELD,
        /** A request left a silent replica. */
        HANG,
        /** An event stream went on from another replica. */
        EVENT_STREAM,
        /** A download went on from another replica. */
        DOWNLOAD,
        /** A WebSocket was attached to another replica. */
        WEB_SOCKET
    }

    /** An attempt ended by a loss. */
    default void lost(Replica replica, Loss loss) {}

    /** Another attempt is made. */
    default void retried(Replica from) {}

    /** A request starts to wait. */
    default void held() {}

    /** A client was spared something. */
    default void saved(Saved what) {}

    /** An answer was cut since it could not be made whole. */
    default void cut(Replica replica, String why) {}

    /**
     * The answer was given to the entrance.
     *
     * @param nanos since the request came
     */
    default void answered(int status, int attempts, long nanos) {}

    /** The client left before its answer. */
    default void clientGone() {}

    /** Tells nobody. */
    static ExchangeEvents none() {
        return new ExchangeEvents() {};
    }
}
