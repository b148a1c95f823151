package io.holdfast.cli.drill.verdict;

import java.util.List;

/**
 * What one event-stream client saw.
 *
 * @param events received
 * @param missing ids left out between two events
 * @param twice events with an id that was already seen
 * @param cut streams that stopped in the middle of an event
 * @param drops what ended a stream that the client had not ended, each
 * @param refusals requests that did not give a stream, each
 * @param longestSilence nanoseconds without an event, reconnects included
 */
public record StreamTrace(
        long events,
        long missing,
        long twice,
        long cut,
        List<String> drops,
        List<String> refusals,
        long longestSilence) {}
