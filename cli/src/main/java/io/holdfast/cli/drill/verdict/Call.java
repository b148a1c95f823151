package io.holdfast.cli.drill.verdict;

/**
 * One request as its client saw it.
 *
 * @param kind what was asked
 * @param id the name of its work at the API, empty where there is none
 * @param start when sending began (connecting included)
 * @param end when the answer was whole, or failed
 * @param fate how it ended
 * @param detail what was seen when it failed, empty when ok
 * @param attempts the gateway's own count ({@code X-Holdfast-Attempts}), 0 when it tells none
 */
public record Call(Kind kind, String id, long start, long end, Fate fate, String detail, int attempts) {
    /** Whether it got what it asked for. */
    public boolean ok() {
        return fate == Fate.OK;
    }

    long nanos() {
        return end - start;
    }

    /** Whether it was under way at some moment of what was done. */
    boolean meets(Mark mark) {
        return start <= mark.until() && mark.at() <= end;
    }
}
