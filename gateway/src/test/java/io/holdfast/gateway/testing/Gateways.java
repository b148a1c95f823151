package io.holdfast.gateway.testing;

import io.holdfast.gateway.HoldfastGateway;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/** Starts whole gateways on ports that are free. */
public final class Gateways {

    private Gateways() {}

    /**
     * A gateway with one service, {@code api}.
     *
     * @param replicas URLs, separated by commas
     * @param properties more of them, without the dashes: {@code holdfast.expose=true}
     */
    public static ConfigurableApplicationContext start(String replicas, String... properties) {
        List<String> args = new ArrayList<>(List.of(
                "--server.port=0",
                "--server.address=127.0.0.1",
                "--management.server.port=0",
                "--logging.level.holdfast=error",
                "--holdfast.services.api.replicas=" + replicas));
        Arrays.stream(properties).map(p -> "--" + p).forEach(args::add);
        return SpringApplication.run(HoldfastGateway.class, args.toArray(String[]::new));
    }

    /** Where clients ask: {@code http://127.0.0.1:port}. */
    public static String entry(ConfigurableApplicationContext gateway) {
        return url(gateway, "local.server.port");
    }

    /** Where operators ask. */
    public static String management(ConfigurableApplicationContext gateway) {
        return url(gateway, "local.management.port");
    }

    private static String url(ConfigurableApplicationContext gateway, String property) {
        return "http://127.0.0.1:" + gateway.getEnvironment().getRequiredProperty(property);
    }
}
