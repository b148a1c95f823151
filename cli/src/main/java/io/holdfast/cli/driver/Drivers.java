package io.holdfast.cli.driver;

/** Makes drivers. */
public final class Drivers {

    private Drivers() {}

    /**
     * A driver for these settings. It touches nothing yet: what runs the instances may be away, and each call says so.
     *
     * @throws DriverException with {@code UNSUPPORTED} when this machine lacks what the driver needs
     */
    public static Driver open(DriverSettings settings) throws DriverException {
        throw new DriverException(DriverException.Kind.UNSUPPORTED, "not made yet: " + settings);
    }
}
