package io.holdfast.bench.proxy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How the Java proxies are started: the Java, their jars and their options. */
public record Jvm(Path java, Path gatewayJar, List<String> gatewayOptions, Path stockJar, List<String> stockOptions) {

    /** The heap of both, where nothing else is said: a bounded one, as in a container. */
    private static final String HEAP = "-Xmx512m";

    /**
     * As the launcher starts Holdfast (its collector, its archive of classes), and stock Spring Cloud Gateway as it comes;
     * both with a bounded heap.
     *
     * @param home the root of the project
     * @param java what runs them, or null: what runs this
     * @param gatewayJar another build, or null
     * @param gatewayOptions options instead of the launcher's; blank: the launcher's
     * @param stockOptions options of the stock one; blank: only a bounded heap
     */
    public static Jvm of(
            Path home, @Nullable Path java, @Nullable Path gatewayJar, String gatewayOptions, String stockOptions) {
        return new Jvm(
                java == null ? Path.of(System.getProperty("java.home"), "bin", "java") : java,
                gatewayJar == null ? lib(home).resolve("gateway/holdfast-gateway.jar") : gatewayJar.toAbsolutePath(),
                gatewayOptions.isBlank() ? launched(HEAP) : split(gatewayOptions),
                home.resolve("bench/stock/target/holdfast-bench-stock.jar"),
                stockOptions.isBlank() ? List.of(HEAP) : split(stockOptions));
    }

    /** The command that runs a jar by a configuration. */
    List<String> command(List<String> options, Path jar, Path config) {
        List<String> command = new ArrayList<>();
        command.add(java.toString());
        command.addAll(options);
        command.add("-jar");
        command.add(jar.toString());
        command.add("--spring.config.additional-location=file:" + config);
        return command;
    }

    /** The command that runs Holdfast by a configuration. */
    public List<String> gateway(List<String> options, Path config) {
        return command(options, gatewayJar, config);
    }

    /** The launcher's options of the gateway, and more. */
    public static List<String> launched(String... more) {
        List<String> options = new ArrayList<>();
        String file = System.getProperty("holdfast.bench.options");
        if (file != null) {
            options.add(file);
        }
        options.addAll(List.of(more));
        return options;
    }

    /** Where the launcher keeps what it built. */
    public static Path lib(Path home) {
        return home.resolve(".holdfast/lib");
    }

    private static List<String> split(String text) {
        return List.of(text.strip().split("\\s+"));
    }
}
