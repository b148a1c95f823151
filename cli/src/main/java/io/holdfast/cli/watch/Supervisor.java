package io.holdfast.cli.watch;

import java.time.Duration;

/** Who started the watch and wants to know that it lives. */
interface Supervisor {

    /** The first look is done. */
    void ready();

    /** It goes on. */
    void alive();

    /** It is about to end. */
    void stopping();

    /** How often to say that it lives, at least. */
    Duration interval();

    /** Nobody. */
    Supervisor NONE = new Supervisor() {
        @Override
        public void ready() {
            // Nobody asks.
        }

        @Override
        public void alive() {
            // Nobody asks.
        }

        @Override
        public void stopping() {
            // Nobody asks.
        }

        @Override
        public Duration interval() {
            return Duration.ofHours(1);
        }
    };
}
