package io.holdfast.gateway;

import io.holdfast.gateway.cluster.RedisConfigured;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.AutoConfigurationImportFilter;
import org.springframework.boot.autoconfigure.AutoConfigurationMetadata;
import org.springframework.context.EnvironmentAware;
import org.springframework.core.env.Environment;

/**
 * Redis is optional: without any {@code spring.data.redis.*} there is no client, and no health indicator that misses a
 * server on localhost.
 */
final class RedisWhenConfigured implements AutoConfigurationImportFilter, EnvironmentAware {

    private static final String REDIS = "org.springframework.boot.data.redis.";

    private boolean configured;

    @Override
    public void setEnvironment(Environment environment) {
        configured = RedisConfigured.in(environment);
    }

    @Override
    public boolean[] match(@Nullable String[] classes, AutoConfigurationMetadata metadata) {
        boolean[] wanted = new boolean[classes.length];
        for (int i = 0; i < classes.length; i++) {
            String name = classes[i];
            wanted[i] = configured || name == null || !name.startsWith(REDIS);
        }
        return wanted;
    }
}
