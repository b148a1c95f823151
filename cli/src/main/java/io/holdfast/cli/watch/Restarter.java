package io.holdfast.cli.watch;

import io.holdfast.cli.driver.DriverException;
import io.holdfast.cli.driver.Instance;
import java.util.Optional;

/** Restarts one instance: drained first where a gateway knows it, and given back whatever came of it. */
final class Restarter {

    private final Replicas replicas;
    private volatile boolean leaving;

    Restarter(Replicas replicas) {
        this.replicas = replicas;
    }

    /**
     * What came of it.
     *
     * @param begun whether the instance was touched; else the watch ended before, and all is as it was
     * @param failure why it failed, or empty
     */
    record Outcome(boolean begun, Optional<String> failure) {}

    /** No restart begins from now on; one that is waiting for work to end is undone. */
    void leave() {
        leaving = true;
    }

    Outcome restart(Source source, Instance instance) {
        boolean begun = !leaving;
        try {
            if (begun) {
                replicas.drain(instance, source.drain(), () -> leaving);
                begun = !leaving;
            }
            if (begun) {
                source.driver().restart(instance, source.grace());
            }
            return new Outcome(begun, Optional.empty());
        } catch (Replicas.DrainRefused refused) {
            return new Outcome(true, Optional.of("not drained: " + refused.getMessage()));
        } catch (DriverException failed) {
            return new Outcome(true, Optional.of(String.valueOf(failed.getMessage())));
        } catch (RuntimeException unforeseen) {
            return new Outcome(true, Optional.of(unforeseen.toString()));
        } finally {
            undrain(instance);
        }
    }

    /**
     * At once: the gateway gives it nothing before its own probe finds it up. Also on a thread that was interrupted, where
     * nothing could be asked over the network.
     */
    private void undrain(Instance instance) {
        boolean interrupted = Thread.interrupted();
        try {
            replicas.undrain(instance);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
