package io.holdfast.cli.watch;

/** What one look at an instance says. */
sealed interface Finding {

    /** Nothing is wrong. */
    record Well() implements Finding {}

    /** Too early to say: it has just been started. */
    record Starting() implements Finding {}

    /** None of the watch's business now. */
    record LeftAlone(String why) implements Finding {}

    /** Something is wrong. */
    record Broken(Fault fault) implements Finding {}
}
