package io.holdfast.cli.config;

import io.holdfast.cli.driver.DriverSettings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The command line's configuration, with every default filled in.
 *
 * @param origin where it comes from, for messages
 * @param state directory where the command line keeps what must outlive it
 * @param gateway where the gateways are
 * @param restart how services without a word of their own are restarted
 * @param services by name, in the order of the file
 * @param otherwise what runs the services that are not named; empty: nothing, as services are named
 * @param watch how instances are watched
 * @param notifications who is told, and how
 */
public record Config(
        String origin,
        Path state,
        GatewaySettings gateway,
        RestartPolicy restart,
        Map<String, ServiceSettings> services,
        Optional<DriverSettings> otherwise,
        WatchSettings watch,
        List<ChannelSettings> notifications) {

    static final String STATE = ".holdfast";
    static final String DEMO = ".holdfast/demo";

    /**
     * Reads it.
     *
     * @param otherwise what runs the services when the file names none
     */
    static Config read(String origin, Section root, DriverSettings otherwise) throws ConfigException {
        RestartPolicy restart = RestartPolicy.read(root.section("restart"), RestartPolicy.DEFAULT);
        Map<String, ServiceSettings> services = new LinkedHashMap<>();
        Section named = root.section("services");
        for (String name : named.keys()) {
            services.put(name, ServiceSettings.read(name, named.section(name), restart));
        }
        Config config = new Config(
                origin,
                root.path("state", Path.of(STATE)),
                GatewaySettings.read(root.section("gateway")),
                restart,
                Collections.unmodifiableMap(services),
                services.isEmpty() ? Optional.of(otherwise) : Optional.empty(),
                WatchSettings.read(root.section("watch")),
                ChannelSettings.read(root.section("notifications")));
        root.end();
        return config;
    }

    /** What there is to know of a service; empty when the file names services, and not this one. */
    public Optional<ServiceSettings> service(String name) {
        return Optional.ofNullable(services.get(name))
                .or(() -> otherwise.map(driver -> new ServiceSettings(name, driver, restart)));
    }

    /** Every driver to be opened so as to see all services, in the order of the file. */
    public List<DriverSettings> drivers() {
        List<DriverSettings> drivers = new ArrayList<>();
        services.values().forEach(service -> drivers.add(service.driver()));
        otherwise.ifPresent(drivers::add);
        return drivers;
    }
}
