package io.holdfast.cli.config;

import java.io.IOException;
import java.util.List;

/** What is wrong with the configuration: a line for each mistake, fit to be shown to a person. */
public final class ConfigException extends IOException {

    private final List<String> problems;

    public ConfigException(List<String> problems) {
        super(String.join(System.lineSeparator(), problems));
        this.problems = List.copyOf(problems);
    }

    /** Each mistake: file, key, value and what is expected. */
    public List<String> problems() {
        return problems;
    }
}
