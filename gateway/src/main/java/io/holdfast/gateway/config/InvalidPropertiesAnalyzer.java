package io.holdfast.gateway.config;

import java.util.stream.Collectors;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.annotation.Order;

/** Tells the user what is wrong in the configuration, in place of a stack trace. */
@Order(0)
final class InvalidPropertiesAnalyzer extends AbstractFailureAnalyzer<InvalidPropertiesException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, InvalidPropertiesException cause) {
        String list = cause.problems().stream()
                .map(problem -> "    " + problem)
                .collect(Collectors.joining(System.lineSeparator()));
        int many = cause.problems().size();
        return new FailureAnalysis(
                "The configuration has " + (many == 1 ? "a problem" : many + " problems") + ":" + System.lineSeparator()
                        + System.lineSeparator() + list,
                "Correct " + (many == 1 ? "it" : "them") + " and start again.",
                cause);
    }
}
