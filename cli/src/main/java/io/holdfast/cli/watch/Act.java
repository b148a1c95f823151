package io.holdfast.cli.watch;

import io.holdfast.cli.driver.Instance;
import io.holdfast.cli.notice.Notice;

/** What the watch wants done. */
sealed interface Act {

    /** Write a line. */
    record Log(LogEntry entry) implements Act {}

    /** Tell people. */
    record Tell(Notice notice) implements Act {}

    /**
     * Write the line, drain it where there is a gateway, restart it, and report by {@link Watch#restarted}; or, while a round
     * restarts the service, do none of it and report by {@link Watch#postponed}.
     */
    record Restart(String source, Instance instance, LogEntry line) implements Act {}
}
