package io.holdfast.cli.drill.verdict;

import java.util.List;

/**
 * What one WebSocket client saw.
 *
 * @param messages data messages received, echoes included
 * @param echoes frames sent that want an echo
 * @param unanswered when each frame was sent whose echo never came
 * @param twice echoes that came again
 * @param disordered echoes that came after a later one
 * @param foreign messages that were nothing this client asked for
 * @param drops what ended a connection that the client had not ended, each
 * @param refusals handshakes that did not give a WebSocket, each
 * @param longestSilence nanoseconds without a data message, reconnects included
 */
public record SocketTrace(
        long messages,
        long echoes,
        List<Long> unanswered,
        long twice,
        long disordered,
        long foreign,
        List<String> drops,
        List<String> refusals,
        long longestSilence) {}
