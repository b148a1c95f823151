package io.holdfast.gateway.config;

import java.util.List;
import java.util.stream.Collectors;

/** The configuration is wrong; says everything that is. */
public final class InvalidPropertiesException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient List<Problem> problems;

    public InvalidPropertiesException(List<Problem> problems) {
        super(problems.stream().map(Problem::toString).collect(Collectors.joining("; ")));
        this.problems = List.copyOf(problems);
    }

    public List<Problem> problems() {
        return problems;
    }
}
