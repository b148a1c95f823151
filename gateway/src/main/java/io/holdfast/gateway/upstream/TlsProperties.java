package io.holdfast.gateway.upstream;

import io.holdfast.gateway.config.Problems;
import org.jspecify.annotations.Nullable;

/**
 * {@code holdfast.services.<name>.tls}.
 *
 * @param bundle SSL bundle for replicas with https: whom to trust, and the certificate to show; null: the JVM's trust
 */
public record TlsProperties(@Nullable String bundle) {

    /** Notes what is wrong. */
    public void check(Problems problems) {
        problems.expect(bundle == null || !bundle.isBlank(), "bundle", bundle, "the name of an SSL bundle");
    }
}
