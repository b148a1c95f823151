package io.holdfast.gateway.admin;

import org.jspecify.annotations.Nullable;

/**
 * What the management port asks for, once it is known that it may listen where it does.
 *
 * @param token or null: it is on loopback
 */
record ManagementAccess(@Nullable String token) {

    /** The rule for endpoints below this path. */
    AccessRule rule(String basePath) {
        return new AccessRule(token, basePath);
    }

    @Override
    public String toString() {
        return "ManagementAccess[token=" + (token == null ? "none" : "set") + "]";
    }
}
