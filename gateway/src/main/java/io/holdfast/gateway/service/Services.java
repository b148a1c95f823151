package io.holdfast.gateway.service;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The services of this gateway by name: fixed at start. */
public final class Services {

    private final Map<String, Service> byName;

    public Services(Collection<Service> services) {
        Map<String, Service> map = new TreeMap<>();
        services.forEach(s -> map.put(s.name(), s));
        this.byName = map;
    }

    public Collection<Service> all() {
        return byName.values();
    }

    public Optional<Service> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }
}
