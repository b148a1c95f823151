package io.holdfast.cli.notice;

import java.time.Duration;
import java.util.Optional;

/** What came of one attempt to deliver. */
sealed interface Delivery {

    /** It arrived. */
    record Done() implements Delivery {}

    /**
     * It did not arrive, and may later.
     *
     * @param why in words, without secrets
     * @param after the receiver's own wish, if it named one
     */
    record Later(String why, Optional<Duration> after) implements Delivery {}

    /**
     * It will not arrive however often it is tried.
     *
     * @param why in words, without secrets
     */
    record Never(String why) implements Delivery {}

    static Delivery done() {
        return new Done();
    }

    static Delivery later(String why) {
        return new Later(why, Optional.empty());
    }

    static Delivery never(String why) {
        return new Never(why);
    }
}
