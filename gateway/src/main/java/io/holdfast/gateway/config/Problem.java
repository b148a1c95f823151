package io.holdfast.gateway.config;

import org.jspecify.annotations.Nullable;

/**
 * A wrong value.
 *
 * @param name of the property, in full
 * @param value as it was written, or null when there is none
 * @param expected what is allowed, in words
 */
public record Problem(String name, @Nullable String value, String expected) {

    /** {@code holdfast.services.api.hold.max-wait: -1s (expected: > 0s)}. */
    @Override
    public String toString() {
        return name + ": " + (value == null ? "nothing" : value) + " (expected: " + expected + ")";
    }
}
