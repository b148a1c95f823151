package io.holdfast.cli.driver;

import java.io.IOException;

/** Why a driver could not do what it was asked to; the message is fit to be shown to a person. */
public class DriverException extends IOException {

    /** What kind of failure it is, for those who must act differently. */
    public enum Kind {
        /** What runs the instances cannot be reached (socket away, command missing): try again later. */
        AWAY,
        /** The instance is gone. */
        NOT_FOUND,
        /** This driver cannot do that. */
        UNSUPPORTED,
        /** It was tried and failed. */
        FAILED
    }

    private final Kind kind;

    public DriverException(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    public DriverException(Kind kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }
}
