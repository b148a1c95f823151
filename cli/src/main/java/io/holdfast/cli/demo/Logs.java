package io.holdfast.cli.demo;

import io.holdfast.cli.run.Text;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The last words of a process. */
final class Logs {

    private Logs() {}

    static List<String> lastLines(Path log, int count) {
        try {
            return Text.lastLines(Files.readString(log, StandardCharsets.ISO_8859_1), count);
        } catch (IOException unreadable) {
            return List.of("(" + log + " cannot be read)");
        }
    }
}
