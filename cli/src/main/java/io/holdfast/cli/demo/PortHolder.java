package io.holdfast.cli.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Who listens on a port, as Linux tells in {@code /proc}; elsewhere, and for processes of others, nobody knows. */
final class PortHolder {

    private static final String LISTEN = "0A";
    private static final int WORDS = 100;

    private PortHolder() {}

    /** {@code , held by process 4711 (python3 -m http.server)}, or nothing. */
    static String words(int port) {
        try {
            List<String> sockets = sockets(port);
            return sockets.isEmpty()
                    ? ""
                    : holder(sockets).map(PortHolder::described).orElse("");
        } catch (IOException | RuntimeException unknown) {
            return "";
        }
    }

    /** {@code socket:[inode]} of everything that listens there: proc(5), {@code /proc/net/tcp}. */
    private static List<String> sockets(int port) throws IOException {
        String suffix = String.format(":%04X", port);
        List<Path> tables = Stream.of("/proc/net/tcp", "/proc/net/tcp6")
                .map(Path::of)
                .filter(Files::isReadable)
                .toList();
        List<String> found = new ArrayList<>();
        for (Path table : tables) {
            try (Stream<String> lines = Files.lines(table)) {
                found.addAll(lines.map(line -> line.strip().split("\\s+"))
                        .filter(column -> column.length > 9 && column[1].endsWith(suffix) && column[3].equals(LISTEN))
                        .map(column -> "socket:[" + column[9] + "]")
                        .collect(Collectors.toList()));
            }
        }
        return found;
    }

    private static Optional<ProcessHandle> holder(List<String> sockets) {
        return ProcessHandle.allProcesses()
                .filter(process -> holds(process, sockets))
                .findFirst();
    }

    private static boolean holds(ProcessHandle process, List<String> sockets) {
        try (Stream<Path> files = Files.list(Path.of("/proc", Long.toString(process.pid()), "fd"))) {
            return files.anyMatch(file -> sockets.contains(target(file)));
        } catch (IOException | RuntimeException notOurs) {
            return false;
        }
    }

    private static String target(Path file) {
        try {
            return Files.readSymbolicLink(file).toString();
        } catch (IOException gone) {
            return "";
        }
    }

    /** Its program and arguments, without the options of a JVM, which say nothing of what it is. */
    private static String described(ProcessHandle process) {
        String line = process.info().commandLine().orElse("?");
        String program = line.replaceFirst("^\\S*/", "").replaceAll(" -[XD]\\S+", "");
        String shown = program.length() <= WORDS ? program : program.substring(0, WORDS) + "…";
        return ", held by process " + process.pid() + " (" + shown + ")";
    }
}
