package io.holdfast.gateway.admin;

import io.holdfast.gateway.config.Problems;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * {@code holdfast.admin}.
 *
 * @param token bearer token of the management port: needed beyond loopback, obeyed wherever it is set
 */
public record AdminProperties(@Nullable String token) {

    private static final int SHORTEST = 16;
    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9._~+/-]+=*");

    /** Notes what is wrong; never shows the token. */
    public void check(Problems problems) {
        if (token != null && !token.isBlank() && !isSound(token)) {
            problems.secret("token", "at least " + SHORTEST + " characters out of A-Z a-z 0-9 . _ ~ + / -");
        }
    }

    private static boolean isSound(String token) {
        return token.length() >= SHORTEST && TOKEN.matcher(token).matches();
    }

    /** Whether there is a token. */
    public boolean hasToken() {
        return token != null && !token.isBlank();
    }

    /** Without the token, so that no log shows it. */
    @Override
    public String toString() {
        return "AdminProperties[token=" + (hasToken() ? "set" : "none") + "]";
    }
}
