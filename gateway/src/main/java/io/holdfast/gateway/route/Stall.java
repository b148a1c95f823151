package io.holdfast.gateway.route;

/**
 * Something that has to go on, looked at now and then: tells when it has stood still for too long. The time between two
 * looks is given, so that what goes on well costs no clock.
 */
final class Stall {

    private final long limitNanos;
    private boolean waited;
    private long mark;
    private long stood;

    /**
     * @param limitNanos how long it may stand still; 0: for ever
     */
    Stall(long limitNanos) {
        this.limitNanos = limitNanos;
    }

    /**
     * Whether it has stood still for too long. Never told early: the time before the first look does not count.
     *
     * @param waits whether it is to go on at all
     * @param at how far it has come, as any number that changes with it
     * @param nanos since the last look
     */
    boolean lasts(boolean waits, long at, long nanos) {
        if (!waits || !waited || at != mark) {
            waited = waits;
            mark = at;
            stood = 0;
            return false;
        }
        stood += nanos;
        return limitNanos > 0 && stood >= limitNanos;
    }
}
