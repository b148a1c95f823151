package io.holdfast.gateway.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

class RedisConfiguredTest {

    private static final String ENVIRONMENT = StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME;

    @Test
    void aPropertyOrAVariableConfiguresIt() {
        StandardEnvironment properties = new StandardEnvironment();
        properties.getPropertySources().addFirst(new MapPropertySource("x", Map.of("spring.data.redis.host", "redis")));
        assertThat(RedisConfigured.in(properties)).isTrue();
        StandardEnvironment variables = new StandardEnvironment();
        variables
                .getPropertySources()
                .replace(
                        ENVIRONMENT,
                        new SystemEnvironmentPropertySource(ENVIRONMENT, Map.of("SPRING_DATA_REDIS_HOST", "redis")));
        assertThat(RedisConfigured.in(variables)).isTrue();
    }

    @Test
    void withoutAnyOfThemThereIsNone() {
        StandardEnvironment other = new StandardEnvironment();
        other.getPropertySources().addFirst(new MapPropertySource("x", Map.of("spring.application.name", "holdfast")));
        assertThat(RedisConfigured.in(other)).isFalse();
    }
}
