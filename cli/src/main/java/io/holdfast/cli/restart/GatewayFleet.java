package io.holdfast.cli.restart;

import io.holdfast.cli.driver.DriverException;
import io.holdfast.cli.gateway.Gateway;
import io.holdfast.cli.gateway.GatewayException;
import io.holdfast.cli.gateway.GatewayException.Kind;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Replicas behind gateways: seen and drained there, restarted by their driver. */
final class GatewayFleet implements Fleet {

    private final String service;
    private final List<Gateway> gateways;
    private final GatewaySight sight;
    private final Instances instances;
    private final boolean force;
    private final Map<String, Set<String>> names = new ConcurrentHashMap<>();

    /**
     * @param force drain even the last usable replica
     */
    GatewayFleet(String service, List<Gateway> gateways, Instances instances, boolean force) {
        this.service = service;
        this.gateways = gateways;
        this.sight = new GatewaySight(service, gateways);
        this.instances = instances;
        this.force = force;
    }

    @Override
    public List<Seen> look() throws GatewayException {
        return sight.look();
    }

    /** A gateway that does not list it has nothing to drain; all of them not listing it is a mistake. */
    @Override
    public void drain(String replica) throws GatewayException {
        GatewayException unknown = null;
        boolean drained = false;
        for (Gateway gateway : gateways) {
            try {
                gateway.drain(service, replica, Optional.empty(), force);
                drained = true;
            } catch (GatewayException failed) {
                if (failed.kind() != Kind.UNKNOWN) {
                    throw failed;
                }
                unknown = failed;
            }
        }
        if (!drained && unknown != null) {
            throw unknown;
        }
    }

    /** Under its old address too: else whoever gets that address next would be drained. */
    @Override
    public void undrain(String replica) throws GatewayException {
        Set<String> all = new LinkedHashSet<>(Set.of(replica));
        all.addAll(names.getOrDefault(replica, Set.of()));
        GatewayException first = null;
        for (Gateway gateway : gateways) {
            for (String name : all) {
                try {
                    gateway.undrain(service, name);
                } catch (GatewayException failed) {
                    if (failed.kind() != Kind.UNKNOWN && first == null) {
                        first = failed;
                    }
                }
            }
        }
        if (first != null) {
            throw first;
        }
    }

    @Override
    public List<String> restart(String replica) throws DriverException {
        List<String> now = instances.restart(replica);
        names.put(replica, Set.copyOf(now));
        return now;
    }

    @Override
    public List<String> lastLines(String replica) {
        return instances.lastLines(replica);
    }
}
