package io.holdfast.gateway.cluster;

import io.holdfast.gateway.drain.Drains;
import io.lettuce.core.ClientOptions.DisconnectedBehavior;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.SocketOptions.TcpUserTimeoutOptions;
import io.lettuce.core.resource.Delay;
import java.time.Duration;
import org.springframework.boot.data.redis.autoconfigure.ClientResourcesBuilderCustomizer;
import org.springframework.boot.data.redis.autoconfigure.LettuceClientOptionsBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.data.redis.core.ReactiveStringRedisTemplate;

/** Joins this gateway with others where Redis is configured. */
@Configuration(proxyBeanMethods = false)
@Conditional(RedisConfigured.class)
class ClusterConfiguration {

    private static final Duration RECONNECT = Duration.ofMillis(250);
    private static final Duration CONNECT = Duration.ofSeconds(1);
    private static final Duration UNANSWERED = Duration.ofSeconds(5);

    @Bean
    SharedDrains sharedDrains(ReactiveStringRedisTemplate redis, Drains drains) {
        return new SharedDrains(redis, drains);
    }

    /** Not ever more slowly, as Lettuce does: a gateway is to know at once that Redis is back. */
    @Bean
    ClientResourcesBuilderCustomizer redisComesBackSoon() {
        return resources -> resources.reconnectDelay(Delay.constant(RECONNECT));
    }

    /** While Redis is away nothing queues up for it, and a machine that is gone without a word is noticed. */
    @Bean
    LettuceClientOptionsBuilderCustomizer redisMayBeAway(Environment environment) {
        Duration connect = environment.getProperty("spring.data.redis.connect-timeout", Duration.class, CONNECT);
        return options -> options.disconnectedBehavior(DisconnectedBehavior.REJECT_COMMANDS)
                .socketOptions(SocketOptions.builder()
                        .connectTimeout(connect)
                        .keepAlive(true)
                        .tcpUserTimeout(TcpUserTimeoutOptions.builder()
                                .enable()
                                .tcpUserTimeout(UNANSWERED)
                                .build())
                        .build());
    }
}
