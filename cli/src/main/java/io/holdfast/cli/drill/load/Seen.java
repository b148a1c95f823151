package io.holdfast.cli.drill.load;

import io.holdfast.cli.drill.verdict.Call;
import io.holdfast.cli.drill.verdict.SocketTrace;
import io.holdfast.cli.drill.verdict.StreamTrace;
import java.util.List;

/**
 * All that the clients of a load saw.
 *
 * @param calls requests of every kind, in no order
 * @param sockets one per WebSocket client
 * @param streams one per event-stream client
 */
public record Seen(List<Call> calls, List<SocketTrace> sockets, List<StreamTrace> streams) {}
