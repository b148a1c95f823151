package io.holdfast.cli.restart;

/** Where a replica is on its way, for those who watch. */
enum Progress {
    DRAINING,
    RESTARTING,
    WAITING,
    UP,
    LOST,
    DONE,
    FAILED,
    HELD_UP
}
