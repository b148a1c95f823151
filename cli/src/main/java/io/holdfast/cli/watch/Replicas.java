package io.holdfast.cli.watch;

import io.holdfast.cli.driver.Instance;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** What the gateways know and do of the replicas that instances run. Where there is no gateway, nothing. */
interface Replicas {

    /** By {@link Watched#keyOf}: whether some gateway gives it work. Instances that no gateway knows are left out. */
    Map<String, Boolean> usable(List<Instance> instances);

    /**
     * Takes an instance out of use, and waits for its work to end.
     *
     * @return whether a gateway knows it, so that it must be given back
     * @throws DrainRefused when a gateway would be left without a usable replica
     */
    boolean drain(Instance instance, Duration wait) throws DrainRefused;

    /** Gives it back to use. */
    void undrain(Instance instance);

    /** A gateway refuses to be left without a usable replica. */
    final class DrainRefused extends Exception {
        DrainRefused(String message) {
            super(message);
        }
    }

    /** Without a gateway. */
    Replicas NONE = new Replicas() {
        @Override
        public Map<String, Boolean> usable(List<Instance> instances) {
            return Map.of();
        }

        @Override
        public boolean drain(Instance instance, Duration wait) {
            return false;
        }

        @Override
        public void undrain(Instance instance) {
            // There is nobody to tell.
        }
    };
}
