package io.holdfast.gateway.upstream;

import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Whether an alert is the replica's refusal of our certificate. With TLS 1.3 a client has its handshake behind it, and may
 * have sent its request, before it hears of that (RFC 8446 section 4.4.2.4): the replica has then read nothing of it.
 */
final class TlsAlertRule {

    /** Of RFC 8446 section 6.2, those that can only be about a certificate. */
    private static final Set<String> OF_CERTIFICATES = Set.of(
            "bad_certificate",
            "unsupported_certificate",
            "certificate_revoked",
            "certificate_expired",
            "certificate_unknown",
            "unknown_ca",
            "certificate_required");

    private static final Pattern ALERT = Pattern.compile("Received fatal alert: (\\w+)");

    private TlsAlertRule() {}

    /**
     * Whether it is.
     *
     * @param message of the JDK's SSLException
     */
    static boolean refusesCertificate(@Nullable String message) {
        Matcher alert = ALERT.matcher(message == null ? "" : message);
        return alert.find() && OF_CERTIFICATES.contains(alert.group(1));
    }
}
