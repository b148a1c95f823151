package io.holdfast.cli.run;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Words that run a command where a Ctrl-C at the terminal, which reaches every process in the foreground, does not end it
 * halfway. Who started it decides when it ends.
 */
public enum Shelter {

    /** It ignores SIGINT and SIGHUP, and can still ask at the terminal, as sudo and ssh do. */
    DEAF {
        @Override
        List<String> around(List<String> words) {
            return prefixed(List.of("sh", "-c", "trap '' INT HUP; exec \"$@\"", "sh"), words);
        }
    },

    /** A session of its own: for a command that listens to SIGINT whatever it inherits, as Docker's do. */
    APART {
        @Override
        List<String> around(List<String> words) {
            return isInPath("setsid") ? prefixed(List.of("setsid"), words) : DEAF.around(words);
        }
    };

    abstract List<String> around(List<String> words);

    /** The words to run; a command that is not there is left as it is, so that the failure names it. */
    List<String> over(List<String> words) {
        return isThere(words.get(0)) ? around(words) : words;
    }

    private static boolean isThere(String command) {
        return command.indexOf('/') < 0 ? isInPath(command) : Files.isExecutable(Path.of(command));
    }

    private static boolean isInPath(String command) {
        String path = System.getenv("PATH");
        for (String directory : (path == null ? "" : path).split(File.pathSeparator)) {
            if (!directory.isEmpty() && Files.isExecutable(Path.of(directory, command))) {
                return true;
            }
        }
        return false;
    }

    private static List<String> prefixed(List<String> before, List<String> words) {
        List<String> all = new ArrayList<>(before);
        all.addAll(words);
        return all;
    }
}
