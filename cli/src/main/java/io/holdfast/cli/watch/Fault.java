package io.holdfast.cli.watch;

import java.util.Locale;

/**
 * What is wrong with an instance.
 *
 * @param reason in one line: last health output, exit code
 */
record Fault(Kind kind, String reason) {

    enum Kind {
        /** Its health check fails. */
        UNHEALTHY,
        /** It ended, and nobody asked it to. */
        EXITED,
        /** The engine cannot end or remove it whole. */
        DEAD,
        /** It ends again and again, and is started again by what runs it. */
        RESTART_LOOP,
        /** The kernel ended it for want of memory. */
        OUT_OF_MEMORY,
        /** It is named in the configuration, and is not there. */
        MISSING;

        /** Whether a restart by the watch can help: a loop is one already, and what is not there cannot be restarted. */
        boolean restartable() {
            return this != RESTART_LOOP && this != MISSING;
        }

        String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', ' ');
        }
    }
}
