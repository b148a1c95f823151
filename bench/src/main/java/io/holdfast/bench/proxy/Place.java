package io.holdfast.bench.proxy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Where a run keeps its files and which ports it takes: the templates, a working directory, and the ports of the
 * upstreams that every proxy leads to.
 */
public final class Place {

    private final Path config;
    private final Path dir;
    private final Map<String, String> upstreams;
    private int next;

    /**
     * @param config the directory of the templates
     * @param dir where to write; must exist
     * @param portBase the first port to take
     */
    public Place(Path config, Path dir, int portBase) {
        this(config, dir, portBase, ports(portBase));
        next = portBase + 2 * UPSTREAMS;
    }

    /** One whose upstreams are others' processes, on these ports both as files and as live replicas. */
    public Place(Path config, Path dir, int portBase, List<Integer> replicas) {
        this(
                config,
                dir,
                portBase,
                Map.of(
                        "upstream1", replicas.get(0).toString(),
                        "upstream2", replicas.get(1).toString(),
                        "upstream3", replicas.get(2).toString(),
                        "stub1", replicas.get(0).toString(),
                        "stub2", replicas.get(1).toString(),
                        "stub3", replicas.get(2).toString()));
    }

    private Place(Path config, Path dir, int portBase, Map<String, String> upstreams) {
        this.config = config;
        this.dir = dir;
        this.upstreams = upstreams;
        this.next = portBase;
    }

    private static final int UPSTREAMS = 3;

    private static Map<String, String> ports(int base) {
        Map<String, String> ports = new HashMap<>();
        for (int i = 0; i < UPSTREAMS; i++) {
            ports.put("upstream" + (i + 1), Integer.toString(base + i));
            ports.put("stub" + (i + 1), Integer.toString(base + UPSTREAMS + i));
        }
        return Map.copyOf(ports);
    }

    public Path dir() {
        return dir;
    }

    public Path template(String name) {
        return config.resolve(name);
    }

    /** The port of an upstream by its name in the templates. */
    public int port(String upstream) {
        return Integer.parseInt(upstreams.get(upstream));
    }

    /** A port that nobody else of this run has. */
    int freePort() {
        return next++;
    }

    /** Writes a template with these values beside those of the place. */
    public Path write(String template, String as, Map<String, String> values) throws IOException {
        Map<String, String> all = new HashMap<>(upstreams);
        all.put("dir", dir.toString());
        all.putAll(values);
        Path file = dir.resolve(as);
        Files.writeString(file, Template.fill(Files.readString(template(template)), all));
        return file;
    }
}
