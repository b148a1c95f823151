package io.holdfast.gateway.config;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.ssl.NoSuchSslBundleException;

/** Says which SSL bundle is named and not configured, in place of a stack trace. */
final class NoSuchBundleAnalyzer extends AbstractFailureAnalyzer<NoSuchSslBundleException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, NoSuchSslBundleException cause) {
        String name = cause.getBundleName();
        return new FailureAnalysis(
                "The configuration has a problem:" + System.lineSeparator() + System.lineSeparator()
                        + "    ssl.bundle: " + name
                        + " (expected: a bundle that is configured as spring.ssl.bundle.pem."
                        + name + " or spring.ssl.bundle.jks." + name + ")",
                "Correct it and start again.",
                cause);
    }
}
