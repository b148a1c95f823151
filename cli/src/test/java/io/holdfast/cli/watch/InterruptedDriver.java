package io.holdfast.cli.watch;

import io.holdfast.cli.driver.Driver;
import io.holdfast.cli.driver.DriverException;
import io.holdfast.cli.driver.Instance;
import java.time.Duration;
import java.util.List;

/** A driver whose thread is interrupted in the middle of a restart, as at the end of a watch whose patience is over. */
final class InterruptedDriver implements Driver {

    @Override
    public String kind() {
        return "interrupted";
    }

    @Override
    public List<Instance> list() {
        return List.of();
    }

    @Override
    public Instance inspect(Instance instance) {
        return instance;
    }

    @Override
    public void start(Instance instance) {
        // Does not matter here.
    }

    @Override
    public void stop(Instance instance, Duration grace) {
        // Does not matter here.
    }

    @Override
    public Instance restart(Instance instance, Duration grace) throws DriverException {
        Thread.currentThread().interrupt();
        throw new DriverException(DriverException.Kind.FAILED, "restart " + instance.name() + ": interrupted");
    }

    @Override
    public List<String> lastLines(Instance instance, int lines) {
        return List.of();
    }

    @Override
    public void close() {
        // Holds nothing open.
    }
}
