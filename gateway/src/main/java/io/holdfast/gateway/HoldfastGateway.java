package io.holdfast.gateway;

import java.util.Arrays;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** The gateway's process: one entry URL in front of the replicas of its services. */
@SpringBootApplication
public class HoldfastGateway {

    /** Runs the gateway; with {@code health} as first word, asks a running one whether it serves. */
    public static void main(String[] args) {
        if (args.length > 0 && args[0].equals(HealthCommand.NAME)) {
            System.exit(HealthCommand.run(Arrays.copyOfRange(args, 1, args.length), System.getenv(), System.out));
        }
        SpringApplication.run(HoldfastGateway.class, args);
    }
}
