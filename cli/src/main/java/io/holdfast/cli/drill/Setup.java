package io.holdfast.cli.drill;

import java.util.List;

/**
 * What a scenario needs of the stage before it begins.
 *
 * @param gateway whether it needs Holdfast's own management port
 * @param javaOpts for the gateway, before the user's own
 * @param faults switched on at every replica before the gateway starts, as JSON; empty for none
 * @param running how many of the replicas run at the start
 */
record Setup(boolean gateway, List<String> javaOpts, String faults, int running) {
    static final int REPLICAS = 3;

    /** Three healthy replicas behind any proxy. */
    static final Setup PLAIN = new Setup(false, List.of(), "", REPLICAS);

    /** Three healthy replicas behind a Holdfast gateway. */
    static final Setup HOLDFAST = new Setup(true, List.of(), "", REPLICAS);

    Setup withJavaOpts(String... options) {
        return new Setup(gateway, List.of(options), faults, running);
    }

    Setup withFaults(String json) {
        return new Setup(gateway, javaOpts, json, running);
    }

    Setup withRunning(int replicas) {
        return new Setup(gateway, javaOpts, faults, replicas);
    }
}
