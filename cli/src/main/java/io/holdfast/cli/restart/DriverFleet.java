package io.holdfast.cli.restart;

import io.holdfast.cli.driver.Driver;
import io.holdfast.cli.driver.DriverException;
import io.holdfast.cli.driver.Instance;
import io.holdfast.cli.driver.Instance.Health;
import io.holdfast.cli.driver.Instance.State;
import java.util.List;
import java.util.Locale;

/** Replicas without a gateway: nothing is drained, and what their driver says of their health is all there is. */
final class DriverFleet implements Fleet {

    private final String service;
    private final Driver driver;
    private final Instances instances;

    DriverFleet(String service, Driver driver, Instances instances) {
        this.service = service;
        this.driver = driver;
        this.instances = instances;
    }

    @Override
    public List<Seen> look() throws DriverException {
        return look(driver, service);
    }

    static List<Seen> look(Driver driver, String service) throws DriverException {
        return driver.list(service).stream().map(DriverFleet::seen).toList();
    }

    private static Seen seen(Instance instance) {
        boolean runs = instance.state() == State.RUNNING || instance.state() == State.UNKNOWN;
        boolean up = runs && (instance.health() == Health.HEALTHY || instance.health() == Health.NONE);
        String state = instance.state() + (instance.health() == Health.NONE ? "" : " " + instance.health());
        String mark = state + "/" + instance.startedAt().map(Object::toString).orElse("");
        return new Seen(instance.name(), up, up, false, state.toLowerCase(Locale.ROOT), 0, List.of(), mark);
    }

    @Override
    public void drain(String replica) {
        // Nobody to tell.
    }

    @Override
    public void undrain(String replica) {
        // Nobody to tell.
    }

    @Override
    public List<String> restart(String replica) throws DriverException {
        return instances.restart(replica);
    }

    @Override
    public List<String> lastLines(String replica) {
        return instances.lastLines(replica);
    }
}
