package io.holdfast.gateway.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.KeyStoreException;
import org.junit.jupiter.api.Test;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** A value that was refused is told in few words; a fault of the program keeps its stack trace. */
class RefusedValueAnalyzerTest {

    private static FailureAnalysis analyze(Throwable root, String... classes) {
        StackTraceElement[] trace = new StackTraceElement[classes.length];
        for (int i = 0; i < classes.length; i++) {
            trace[i] = new StackTraceElement(classes[i], "m", "F.java", 1);
        }
        root.setStackTrace(trace);
        return new RefusedValueAnalyzer().analyze(new RuntimeException("outer", root));
    }

    @Test
    void whatAReaderOfTheConfigurationThrowsIsAValueRefused() {
        assertThat(analyze(new IllegalStateException("no key"), "org.springframework.boot.ssl.pem.PemContent")
                        .getDescription())
                .contains("no key");
        assertThat(analyze(
                        new IllegalArgumentException("status"),
                        "org.springframework.util.Assert",
                        "org.springframework.cloud.gateway.filter.factory.SetStatus"))
                .isNotNull();
        assertThat(analyze(new KeyStoreException("broken"), "io.holdfast.gateway.Any"))
                .isNotNull();
    }

    @Test
    void whatIsThrownElsewhereIsAFaultOfTheProgram() {
        assertThat(analyze(new IllegalStateException("x"), "io.holdfast.gateway.route.RouteTable"))
                .isNull();
        assertThat(analyze(new IllegalArgumentException("x"), "java.util.Objects", "io.holdfast.gateway.hold.HoldRoom"))
                .isNull();
        assertThat(analyze(
                        new IllegalArgumentException("x"),
                        "org.springframework.util.Assert",
                        "io.holdfast.gateway.health.Watch"))
                .isNull();
        assertThat(analyze(new IllegalStateException("x"), "org.springframework.beans.factory.Any"))
                .isNull();
        assertThat(analyze(new IllegalStateException("x"), "io.netty.channel.Any"))
                .isNull();
        assertThat(analyze(new IllegalStateException("x"))).isNull();
        assertThat(analyze(new NullPointerException("x"), "org.springframework.boot.ssl.Any"))
                .isNull();
    }
}
