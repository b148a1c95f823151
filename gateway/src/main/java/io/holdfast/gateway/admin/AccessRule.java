package io.holdfast.gateway.admin;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Who may use the management port (section 12 of the design). With a token: who has it. Without one it is on loopback, and
 * what is left to fear are web pages in a browser on this machine: those of another origin, and those that bind their own
 * name to 127.0.0.1.
 */
final class AccessRule {

    /** The word on a request. */
    enum Verdict {
        ALLOWED,
        /** 401: no token, or another one. */
        NO_TOKEN,
        /** 403: asked for by a page of another origin, or under a name that is not this machine's. */
        FOREIGN
    }

    private static final Pattern LITERAL = Pattern.compile("\\[[0-9a-f:.]+]|\\d{1,3}(?:\\.\\d{1,3}){3}");
    private static final String BEARER = "bearer ";

    private final byte @Nullable [] tokenHash;
    private final String healthPath;

    /**
     * @param token or null
     * @param basePath of the endpoints: {@code /actuator}
     */
    AccessRule(@Nullable String token, String basePath) {
        this.tokenHash = token == null ? null : hash(token);
        this.healthPath = basePath + "/health/";
    }

    /**
     * Judges a request.
     *
     * @param method as it came
     * @param path without the query
     * @param host header, or null
     * @param origin header, or null
     * @param authorization header, or null
     */
    Verdict judge(
            String method,
            String path,
            @Nullable String host,
            @Nullable String origin,
            @Nullable String authorization) {
        if (tokenHash == null) {
            return isOwn(host) && (origin == null || isSame(origin, host)) ? Verdict.ALLOWED : Verdict.FOREIGN;
        }
        if (isForOrchestrators(method, path) || hasToken(authorization)) {
            return Verdict.ALLOWED;
        }
        return Verdict.NO_TOKEN;
    }

    /** Liveness and readiness say one word, and kubelets cannot keep a secret. */
    private boolean isForOrchestrators(String method, String path) {
        return (method.equals("GET") || method.equals("HEAD"))
                && (path.equals(healthPath + "liveness") || path.equals(healthPath + "readiness"));
    }

    private boolean hasToken(@Nullable String authorization) {
        if (authorization == null || !authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            return false;
        }
        // Hashes have one length: the comparison takes the same time whatever was sent.
        return MessageDigest.isEqual(
                tokenHash, hash(authorization.substring(BEARER.length()).trim()));
    }

    private static boolean isOwn(@Nullable String host) {
        if (host == null) {
            return false;
        }
        String name = host.toLowerCase(Locale.ROOT).replaceFirst(":\\d+$", "");
        return name.equals("localhost")
                || name.endsWith(".localhost")
                || LITERAL.matcher(name).matches();
    }

    private static boolean isSame(String origin, @Nullable String host) {
        try {
            return URI.create(origin).getRawAuthority() != null
                    && URI.create(origin).getRawAuthority().equalsIgnoreCase(host);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static byte[] hash(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
