package io.holdfast.cli.watch;

import io.holdfast.cli.driver.Instance;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/** What the gateways know and do of the replicas that instances run. Where there is no gateway, nothing. */
interface Replicas {

    /** By {@link Watched#keyOf}: whether some gateway gives it work. Instances that no gateway knows are left out. */
    Map<String, Boolean> usable(List<Instance> instances);

    /**
     * Takes an instance out of use at every gateway that knows it, and waits for its work to end. Each drain is followed by
     * {@link #undrain}, whatever came of it.
     *
     * @param hurried asked again and again: whether to wait no longer
     * @throws DrainRefused when a gateway would be left without a usable replica; what was drained is given back
     */
    void drain(Instance instance, Duration wait, BooleanSupplier hurried) throws DrainRefused;

    /** Gives it back to use wherever the watch drained it; what a gateway does not hear is owed. */
    void undrain(Instance instance);

    /** Whether a gateway still has to be told that it may use a replica again. */
    boolean owes();

    /** Tries what is owed once more. */
    void settle();

    /** A gateway refuses to be left without a usable replica. */
    final class DrainRefused extends Exception {
        DrainRefused(String message) {
            super(message);
        }
    }
}
