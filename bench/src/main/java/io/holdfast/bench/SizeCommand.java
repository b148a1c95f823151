package io.holdfast.bench;

import com.sun.management.UnixOperatingSystemMXBean;
import io.holdfast.bench.load.Idlers;
import io.holdfast.bench.proxy.Child;
import io.holdfast.bench.proxy.Jvm;
import io.holdfast.bench.proxy.Knock;
import io.holdfast.bench.proxy.Place;
import io.holdfast.bench.proxy.Upstreams;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code bench/size}: what those who only wait take of memory. */
@Command(
        name = "bench/size",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description =
                "Opens many WebSockets and event streams through Holdfast and keeps them open, then lets many requests wait "
                        + "for a service without replicas, and prints what each takes of memory and what was lost.")
public final class SizeCommand extends PageCommand {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Pattern TOTAL = Pattern.compile("(?m)^Total\\s+\\d+\\s+(\\d+)");
    private static final double KILO = 1024;
    private static final int ROOM = 200;
    private static final double MEGA = KILO * KILO;

    @Option(names = "--sockets", defaultValue = "10000", description = "Default: ${DEFAULT-VALUE}.")
    private int sockets;

    @Option(names = "--streams", defaultValue = "1000", description = "Default: ${DEFAULT-VALUE}.")
    private int streams;

    @Option(names = "--waiting", defaultValue = "5000", description = "Default: ${DEFAULT-VALUE}.")
    private int waiting;

    @Option(names = "--minutes", defaultValue = "5", description = "How long (default: ${DEFAULT-VALUE}).")
    private int minutes;

    @Option(names = "--heap", defaultValue = "256m", description = "Of the gateway (default: ${DEFAULT-VALUE}).")
    private String heap = "";

    private Path java = Path.of("java");

    public static void main(String[] args) {
        System.exit(new CommandLine(new SizeCommand()).execute(args));
    }

    @Override
    String measure(Path home, Path dir) throws IOException, InterruptedException {
        checkFiles();
        Jvm jvm = Jvm.of(home, null, null, "", "");
        java = jvm.java();
        Place place = new Place(home.resolve("bench/config"), dir, portBase);
        int port = portBase + 10;
        Path config = place.write(
                "size.yml",
                "size.yml",
                Map.of("port", "" + port, "management", "" + (port + 1), "gone", "" + (port + 2)));
        List<String> command = jvm.gateway(Jvm.launched("-Xmx" + heap), config);
        URI entry = URI.create("http://127.0.0.1:" + port);
        try (Upstreams upstreams =
                        Upstreams.start(place, java, Jvm.lib(home).resolve("holdfast-api-stub.jar"), List.of());
                Child gateway = new Child("holdfast", command, dir, dir.resolve("holdfast.log"))) {
            Knock.until(entry.resolve("/api/status"), gateway, PATIENCE);
            return head() + open(entry, gateway) + held(entry, gateway);
        }
    }

    /** Each of them has two ends at the gateway. */
    private void checkFiles() throws IOException {
        int ends = 2 * (sockets + streams) + ROOM;
        if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system
                && system.getMaxFileDescriptorCount() < ends) {
            throw new IOException("--sockets and --streams need " + ends + " open files, one process may have "
                    + system.getMaxFileDescriptorCount() + " (expected: fewer, or a higher ulimit -Hn)");
        }
    }

    private String open(URI entry, Child gateway) throws IOException, InterruptedException {
        StringBuilder text = new StringBuilder();
        warm(entry);
        long empty = heapBytes(gateway);
        long emptyRss = gateway.usage().rssBytes();
        try (Idlers idlers = new Idlers()) {
            idlers.sockets(entry, "/api/ws/status?interval=600000", sockets);
            long withSockets = heapBytes(gateway);
            long withSocketsRss = gateway.usage().rssBytes();
            System.err.println(sockets + " WebSockets are open");
            text.append(String.format(
                    Locale.ROOT,
                    "- %,d idle WebSockets: %.1f KiB of heap each, %.1f KiB of resident memory each%n%n",
                    sockets,
                    (withSockets - empty) / KILO / sockets,
                    (withSocketsRss - emptyRss) / KILO / sockets));
            idlers.requests(entry, "/api/events?interval=1000", streams);
            text.append("| minute | heap MB after a collection | resident MB | ended | events | events missing |\n");
            text.append("|--:|--:|--:|--:|--:|--:|\n");
            for (int minute = 0; minute <= minutes; minute++) {
                if (minute > 0) {
                    TimeUnit.MINUTES.sleep(1);
                }
                String line = String.format(
                        Locale.ROOT,
                        "| %d | %.1f | %.1f | %d | %,d | %d |%n",
                        minute,
                        heapBytes(gateway) / MEGA,
                        gateway.usage().rssBytes() / MEGA,
                        idlers.ended(),
                        idlers.events(),
                        idlers.missing());
                System.err.print(line);
                text.append(line);
            }
            text.append(String.format(
                    Locale.ROOT,
                    "%nA text sent on each of the %,d WebSockets at the end: %,d echoes.%n",
                    sockets,
                    idlers.echoes()));
        }
        return text.toString();
    }

    private String held(URI entry, Child gateway) throws IOException, InterruptedException {
        TimeUnit.SECONDS.sleep(5); // the others have left
        long empty = heapBytes(gateway);
        try (Idlers idlers = new Idlers()) {
            idlers.requests(entry, "/away/something", waiting);
            TimeUnit.SECONDS.sleep(3);
            long full = heapBytes(gateway);
            return String.format(
                    Locale.ROOT,
                    "%n- %,d requests that wait for a replica: %.1f KiB of heap each, %d ended%n",
                    waiting,
                    (full - empty) / KILO / waiting,
                    idlers.ended());
        }
    }

    /** So that what is made once is there before anything is counted. */
    private void warm(URI entry) throws IOException, InterruptedException {
        try (Idlers idlers = new Idlers()) {
            idlers.sockets(entry, "/api/ws/status?interval=600000", 200);
            idlers.requests(entry, "/api/events?interval=1000", 50);
            TimeUnit.SECONDS.sleep(3);
        }
        TimeUnit.SECONDS.sleep(3);
    }

    /** What is alive on the heap: {@code jcmd} lets the JVM collect before it counts. */
    private long heapBytes(Child gateway) throws IOException, InterruptedException {
        Process jcmd = new ProcessBuilder(
                        java.resolveSibling("jcmd").toString(), Long.toString(gateway.pid()), "GC.class_histogram")
                .redirectErrorStream(true)
                .start();
        String said = new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        jcmd.waitFor(30, TimeUnit.SECONDS);
        Matcher total = TOTAL.matcher(said);
        if (!total.find()) {
            throw new IOException(
                    "jcmd said no total: " + said.lines().findFirst().orElse("nothing"));
        }
        return Long.parseLong(total.group(1));
    }

    private String head() throws IOException {
        return """
                # Memory

                Written by `bench/size --sockets %d --streams %d --waiting %d --minutes %d --heap %s` on %s. Heap is what is
                alive after a collection (`jcmd GC.class_histogram`); buffers outside of the heap are in the resident memory only.

                - %s
                - %s

                """.formatted(
                        sockets,
                        streams,
                        waiting,
                        minutes,
                        heap,
                        LocalDate.now(),
                        Machine.describe(),
                        Machine.version(java.toString(), "-version"));
    }
}
