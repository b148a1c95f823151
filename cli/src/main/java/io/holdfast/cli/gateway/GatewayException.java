package io.holdfast.cli.gateway;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Why a gateway did not do what it was asked to; the message is fit to be shown to a person. */
public final class GatewayException extends IOException {

    /** What kind of failure it is, for those who must act differently. */
    public enum Kind {
        /** It cannot be reached, or did not answer in time. */
        AWAY,
        /** It wants another token, or none from here. */
        FORBIDDEN,
        /** It knows no such service or replica. */
        UNKNOWN,
        /** It will not: the replica is the last usable one. */
        REFUSED,
        /** Anything else. */
        FAILED
    }

    private final Kind kind;

    public GatewayException(Kind kind, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }
}
