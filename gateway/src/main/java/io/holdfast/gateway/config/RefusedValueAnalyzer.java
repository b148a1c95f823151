package io.holdfast.gateway.config;

import java.security.GeneralSecurityException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/**
 * Tells of a value that Spring or a library refused, where no other analyzer knows better: what each of them said, the
 * innermost first. What was thrown elsewhere is a fault of the program and keeps its stack trace.
 */
@Order(Ordered.LOWEST_PRECEDENCE)
final class RefusedValueAnalyzer implements FailureAnalyzer {

    private static final int SHORT = 300;

    /** Where values of the configuration are read by others than us; ours are refused with all their problems at once. */
    private static final List<String> READERS = List.of(
            "org.springframework.boot.ssl.",
            "org.springframework.boot.context.properties.",
            "org.springframework.boot.convert.",
            "org.springframework.boot.reactor.netty.",
            "org.springframework.boot.web.",
            "org.springframework.cloud.gateway.");

    /** They throw for whoever called them. */
    private static final List<String> TOOLS = List.of("java.", "javax.", "jdk.", "sun.", "org.springframework.util.");

    @Override
    public @Nullable FailureAnalysis analyze(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        boolean refusal = root instanceof GeneralSecurityException
                || (root instanceof IllegalArgumentException || root instanceof IllegalStateException)
                        && thrownByReader(root);
        return refusal
                ? new FailureAnalysis(
                        "The gateway cannot start as it is configured:" + System.lineSeparator()
                                + System.lineSeparator() + said(failure),
                        "Correct the configuration and start again; with --debug the stack trace is shown too.",
                        root)
                : null;
    }

    private static boolean thrownByReader(Throwable root) {
        for (StackTraceElement frame : root.getStackTrace()) {
            String name = frame.getClassName();
            if (TOOLS.stream().noneMatch(name::startsWith)) {
                return READERS.stream().anyMatch(name::startsWith);
            }
        }
        return false;
    }

    private static String said(Throwable failure) {
        Set<String> messages = new LinkedHashSet<>();
        for (Throwable t = failure; t != null; t = t.getCause()) {
            // Of beans and their dependencies a user knows nothing.
            if (t.getMessage() != null && !t.getClass().getName().startsWith("org.springframework.beans.")) {
                messages.add("    " + t.getMessage().lines().findFirst().orElse(""));
            }
        }
        StringBuilder text = new StringBuilder();
        messages.stream()
                .map(m -> m.length() > SHORT ? m.substring(0, SHORT) + "…" : m)
                .forEach(m -> text.insert(0, m + System.lineSeparator()));
        return text.toString().stripTrailing();
    }
}
