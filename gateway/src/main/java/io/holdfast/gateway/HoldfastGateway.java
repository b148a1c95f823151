package io.holdfast.gateway;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** The gateway's process: one entry URL in front of the replicas of its services. */
@SpringBootApplication
public class HoldfastGateway {

    public static void main(String[] args) {
        SpringApplication.run(HoldfastGateway.class, args);
    }
}
