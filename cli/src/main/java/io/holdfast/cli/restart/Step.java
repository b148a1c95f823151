package io.holdfast.cli.restart;

/** What a round wants done next; each is done once, and told of when it is done or failed. */
sealed interface Step {

    String replica();

    /** Tell the gateways that it gets no new work. */
    record Drain(String replica) implements Step {}

    /** Restart it by its driver. */
    record Restart(String replica) implements Step {}

    /** Tell the gateways to use it again. */
    record Undrain(String replica) implements Step {}

    /** Nothing to be done: a person may want to know. */
    record Tell(String replica, Progress what, String words) implements Step {}
}
