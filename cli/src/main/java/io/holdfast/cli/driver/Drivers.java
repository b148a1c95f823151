package io.holdfast.cli.driver;

import io.holdfast.cli.time.SystemTicker;

/** Makes drivers. */
public final class Drivers {

    private Drivers() {}

    /**
     * A driver for these settings. It touches nothing yet: what runs the instances may be away, and each call says so.
     *
     * @throws DriverException with {@code UNSUPPORTED} when the settings make no sense, the message saying which
     */
    public static Driver open(DriverSettings settings) throws DriverException {
        if (settings instanceof DriverSettings.Docker docker) {
            return new DockerDriver(docker);
        }
        if (settings instanceof DriverSettings.Compose compose) {
            return new ComposeDriver(compose);
        }
        if (settings instanceof DriverSettings.Systemd systemd) {
            return new SystemdDriver(systemd);
        }
        if (settings instanceof DriverSettings.Command command) {
            return new CommandDriver(command);
        }
        if (settings instanceof DriverSettings.Processes processes) {
            return new ProcessDriver(processes, new SystemTicker());
        }
        throw new DriverException(
                DriverException.Kind.UNSUPPORTED,
                "driver: " + settings.getClass().getSimpleName());
    }
}
