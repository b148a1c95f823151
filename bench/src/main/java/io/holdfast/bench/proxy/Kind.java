package io.holdfast.bench.proxy;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What is compared, and how each is started. */
public enum Kind {
    NGINX("nginx.conf", "nginx"),
    HAPROXY("haproxy.cfg", "haproxy"),
    CADDY("Caddyfile", "caddy"),
    STOCK("stock.yml", null),
    HOLDFAST_GATEWAY("holdfast-gateway.yml", null),
    HOLDFAST("holdfast.yml", null);

    private final String file;
    private final @Nullable String program;

    Kind(String file, @Nullable String program) {
        this.file = file;
        this.program = program;
    }

    /** As it is written on the command line and in the page. */
    public String title() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Its template below {@code bench/config}. */
    public String file() {
        return file;
    }

    /** What has to be installed, or null: it is one of our jars. */
    public @Nullable String program() {
        return program;
    }

    /** Whether it runs on a JVM, which needs warming up. */
    public boolean java() {
        return program == null;
    }

    /** Whether it serves h2 and HTTP/1.1 by TLS on a port of its own beside the plain one. */
    public boolean bothPorts() {
        return program != null;
    }

    /** The command that serves in the foreground by the file {@code config} in {@code dir}. */
    List<String> command(Path dir, Path config, Jvm jvm) {
        return switch (this) {
            case NGINX -> List.of("nginx", "-p", dir.toString(), "-c", config.toString());
            case HAPROXY -> List.of("haproxy", "-db", "-q", "-f", config.toString());
            case CADDY -> List.of("caddy", "run", "--adapter", "caddyfile", "--config", config.toString());
            case STOCK -> jvm.command(jvm.stockOptions(), jvm.stockJar(), config);
            case HOLDFAST, HOLDFAST_GATEWAY -> jvm.gateway(jvm.gatewayOptions(), config);
        };
    }
}
