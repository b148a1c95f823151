package io.holdfast.cli.config;

import io.holdfast.cli.driver.DriverSettings;

/**
 * {@code services.NAME}: what runs the replicas of a service of the gateway, and how they are restarted.
 *
 * @param name as the gateway knows it
 */
public record ServiceSettings(String name, DriverSettings driver, RestartPolicy restart) {

    static ServiceSettings read(String name, Section section, RestartPolicy policy) {
        return new ServiceSettings(
                name, DriverSections.read(name, section), RestartPolicy.read(section.section("restart"), policy));
    }
}
