package io.holdfast.cli.notice;

import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The signature of a webhook: HMAC-SHA256 with the shared secret over the timestamp (seconds since the epoch), a dot and
 * the body, in hex after {@code v1=}. Who checks it also checks that the timestamp is recent, against replays.
 */
final class Signature {

    static final String TIMESTAMP_HEADER = "X-Holdfast-Timestamp";
    static final String HEADER = "X-Holdfast-Signature";

    private Signature() {}

    static String of(Secret secret, long timestamp, byte[] body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.reveal().getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            mac.update((timestamp + ".").getBytes(StandardCharsets.US_ASCII));
            return "v1=" + HexFormat.of().formatHex(mac.doFinal(body));
        } catch (NoSuchAlgorithmException | InvalidKeyException impossible) {
            throw new IllegalStateException("HmacSHA256 is in every Java", impossible);
        }
    }
}
