package io.holdfast.cli.drill.load;

import java.time.Duration;

/**
 * How many clients of each kind, and their pace.
 *
 * @param get clients of {@code GET /api/status}
 * @param getsPerSecond of each
 * @param slow clients of {@code GET /api/slow?ms=150}, five a second each
 * @param keyed clients of POST with key
 * @param plain clients of POST without key
 * @param postsPerSecond of each
 * @param postMillis how long the work of a POST takes
 * @param sockets WebSockets with a status each 200 ms and an echo each 250 ms
 * @param streams event streams of ten events a second
 * @param downloads clients that download again and again
 * @param downloadBytes size of each
 * @param downloadRate bytes a second that the API sends of each
 * @param timeout until a client gives up an answer
 */
public record Mix(
        int get,
        double getsPerSecond,
        int slow,
        int keyed,
        int plain,
        double postsPerSecond,
        int postMillis,
        int sockets,
        int streams,
        int downloads,
        long downloadBytes,
        long downloadRate,
        Duration timeout) {
    /** The mixed load that the project's own targets are stated for. */
    public static final Mix STANDARD =
            new Mix(24, 25, 6, 3, 3, 10, 50, 6, 2, 2, 48L << 20, 8L << 20, Duration.ofSeconds(30));

    /** The same with another pace of the GET clients. */
    public Mix withGetsPerSecond(double rate) {
        return new Mix(
                get,
                rate,
                slow,
                keyed,
                plain,
                postsPerSecond,
                postMillis,
                sockets,
                streams,
                downloads,
                downloadBytes,
                downloadRate,
                timeout);
    }
}
