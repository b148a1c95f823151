package io.holdfast.gateway.config;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;

/** Shows the line at which a configuration file stops being YAML, in place of a stack trace. */
final class InvalidYamlAnalyzer extends AbstractFailureAnalyzer<MarkedYAMLException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, MarkedYAMLException cause) {
        Mark mark = cause.getProblemMark();
        String where = mark == null
                ? ""
                : " at line " + (mark.getLine() + 1) + ", column " + (mark.getColumn() + 1) + ":"
                        + System.lineSeparator() + System.lineSeparator() + mark.get_snippet();
        return new FailureAnalysis(
                "A configuration file is not YAML: " + cause.getProblem() + where,
                "Correct the file and start again.",
                cause);
    }
}
