package io.holdfast.cli.run;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Why a command was not run to its end; the message is fit to be shown to a person. */
public final class RunFailure extends IOException {

    private final boolean missing;

    RunFailure(String message, boolean missing, @Nullable Throwable cause) {
        super(message, cause);
        this.missing = missing;
    }

    /** It could not be begun: not there, not allowed. */
    public boolean missing() {
        return missing;
    }
}
