package io.holdfast.cli.watch;

import io.holdfast.cli.driver.DriverException;
import io.holdfast.cli.driver.Instance;
import java.util.Optional;

/** Restarts one instance: drained first where a gateway knows it, and given back whatever came of it. */
final class Restarter {

    private final Replicas replicas;

    Restarter(Replicas replicas) {
        this.replicas = replicas;
    }

    /** @return why it failed, or empty */
    Optional<String> restart(Source source, Instance instance) {
        boolean drained = false;
        try {
            drained = replicas.drain(instance, source.drain());
            source.driver().restart(instance, source.grace());
            return Optional.empty();
        } catch (Replicas.DrainRefused refused) {
            return Optional.of("not drained: " + refused.getMessage());
        } catch (DriverException failed) {
            return Optional.of(String.valueOf(failed.getMessage()));
        } catch (RuntimeException unforeseen) {
            return Optional.of(unforeseen.toString());
        } finally {
            if (drained) {
                // At once: the gateway gives it nothing before its own probe finds it up.
                replicas.undrain(instance);
            }
        }
    }
}
