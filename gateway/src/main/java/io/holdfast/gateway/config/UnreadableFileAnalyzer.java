package io.holdfast.gateway.config;

import java.io.FileNotFoundException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;

/** Names a file that the configuration needs and that cannot be read, in place of a stack trace. */
final class UnreadableFileAnalyzer implements FailureAnalyzer {

    @Override
    public @Nullable FailureAnalysis analyze(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            String file = file(cause);
            if (file != null) {
                return new FailureAnalysis(
                        "A file cannot be read:" + System.lineSeparator() + System.lineSeparator() + "    " + file
                                + " (expected: a file that the user " + System.getProperty("user.name") + " may read)",
                        "Correct its name or its permissions and start again.",
                        cause);
            }
        }
        return null;
    }

    private static @Nullable String file(Throwable cause) {
        if (cause instanceof NoSuchFileException missing) {
            return missing.getFile() + ": no such file";
        }
        if (cause instanceof AccessDeniedException denied) {
            return denied.getFile() + ": permission denied";
        }
        return cause instanceof FileSystemException || cause instanceof FileNotFoundException
                ? cause.getMessage()
                : null;
    }
}
