package io.holdfast.cli.config;

import io.holdfast.cli.driver.DriverSettings;
import io.holdfast.cli.driver.Templates;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The part of a service that names its driver: one of {@code docker, compose, systemd, processes, command}. */
final class DriverSections {

    private static final List<String> KINDS = List.of("docker", "compose", "systemd", "processes", "command");
    private static final Duration COMMAND_TIMEOUT = Duration.ofSeconds(60);

    private DriverSections() {}

    static DriverSettings read(String service, Section section) {
        List<String> written = KINDS.stream().filter(section::has).toList();
        if (written.size() > 1) {
            section.wrong(written.get(1), "one driver, not also " + written.get(0));
        }
        return switch (written.isEmpty() ? "docker" : written.get(0)) {
            case "compose" -> compose(service, section.section("compose"));
            case "systemd" -> systemd(service, section.section("systemd"));
            case "processes" ->
                new DriverSettings.Processes(section.section("processes").path("directory", Path.of(Config.DEMO)));
            case "command" -> command(service, section.section("command"));
            default -> docker(service, section.section("docker"));
        };
    }

    private static DriverSettings.Docker docker(String service, Section section) {
        return new DriverSettings.Docker(
                host(section),
                section.text("project"),
                List.of(section.text("service").orElse(service)),
                section.texts("containers"),
                Optional.of(service));
    }

    private static Optional<String> host(Section section) {
        Optional<String> host = section.text("host");
        if (host.isPresent() && !host.get().matches("(unix:///|tcp://).+")) {
            section.wrong("host", "unix:///path or tcp://host:port");
        }
        return host;
    }

    private static DriverSettings.Compose compose(String service, Section section) {
        DriverSettings.Docker engine = new DriverSettings.Docker(
                host(section),
                Optional.of(section.need("project", "the project's name, as docker compose ls shows it")),
                List.of(section.text("service").orElse(service)),
                List.of(),
                Optional.of(service));
        List<String> command = section.words("command");
        return new DriverSettings.Compose(
                engine,
                section.paths("files"),
                section.path("directory", Path.of("")),
                command.isEmpty() ? List.of("docker", "compose") : command,
                section.flag("recreate", true));
    }

    private static DriverSettings.Systemd systemd(String service, Section section) {
        List<String> units = section.texts("units");
        if (units.isEmpty()) {
            section.need("units", "units or patterns such as " + service + "@*.service");
        }
        return new DriverSettings.Systemd(
                Map.of(service, units),
                section.need("address", "where a unit serves, such as 127.0.0.1:{instance}"),
                section.flag("user", false));
    }

    private static DriverSettings.Command command(String service, Section section) {
        DriverSettings.Command settings = new DriverSettings.Command(
                Map.of(service, section.texts("replicas")),
                template(section, "status"),
                template(section, "start"),
                template(section, "stop"),
                template(section, "restart"),
                template(section, "log"),
                section.duration("timeout", COMMAND_TIMEOUT, Duration.ofSeconds(1), Duration.ofHours(1)));
        if (settings.restart().isEmpty()
                && (settings.start().isEmpty() || settings.stop().isEmpty())) {
            section.need("restart", "a command; or both start and stop");
        }
        return settings;
    }

    private static List<String> template(Section section, String key) {
        List<String> words = section.words(key);
        if (!Templates.unknown(words).isEmpty()) {
            section.wrong(key, "only " + String.join(" ", Templates.NAMES));
        }
        return words;
    }
}
