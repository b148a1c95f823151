package io.holdfast.gateway.cluster;

import io.holdfast.gateway.drain.Drains;
import io.holdfast.gateway.drain.Mark;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.data.redis.core.ReactiveStringRedisTemplate;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/**
 * Drains obeyed by every gateway: a hash of marks, where the later word counts, and a channel that says when to look.
 * A look each second finds what the channel lost, and heals what was said while Redis was away or flushed.
 */
public final class SharedDrains implements SmartLifecycle {

    static final String KEY = "holdfast:drains";
    static final String CHANNEL = "holdfast:drains:changed";

    private static final Logger LOG = LoggerFactory.getLogger(SharedDrains.class);
    private static final Duration EVERY = Duration.ofSeconds(1);
    private static final Duration PATIENCE = Duration.ofMillis(800);

    private final ReactiveStringRedisTemplate redis;
    private final Drains drains;
    private volatile boolean away;
    private @Nullable Disposable running;

    public SharedDrains(ReactiveStringRedisTemplate redis, Drains drains) {
        this.redis = redis;
        this.drains = drains;
    }

    @Override
    public void start() {
        drains.listen((replica, mark) -> publish(Map.of(replica, mark)).subscribe());
        Disposable looks = Flux.interval(Duration.ZERO, EVERY)
                .onBackpressureDrop()
                .concatMap(tick -> agree(), 1)
                .subscribe();
        Disposable hears = Flux.defer(() -> redis.listenToChannel(CHANNEL))
                .retryWhen(Retry.fixedDelay(Long.MAX_VALUE, EVERY))
                .onBackpressureLatest()
                .concatMap(message -> agree(), 1)
                .subscribe();
        running = Disposables.composite(looks, hears);
    }

    /** Takes over later words from Redis, and gives it those that it has not. */
    private Mono<Void> agree() {
        return redis.<String, String>opsForHash()
                .entries(KEY)
                .collectMap(Map.Entry::getKey, Map.Entry::getValue)
                .timeout(PATIENCE)
                .flatMap(stored -> {
                    back();
                    Map<String, Mark> theirs = parse(stored);
                    drains.merge(theirs);
                    return publish(drains.laterThan(theirs));
                })
                .onErrorResume(error -> {
                    gone(error);
                    return Mono.empty();
                });
    }

    private Mono<Void> publish(Map<String, Mark> marks) {
        if (marks.isEmpty()) {
            return Mono.empty();
        }
        Map<String, String> stored = new HashMap<>();
        marks.forEach((replica, mark) -> stored.put(replica, mark.text()));
        return redis.<String, String>opsForHash()
                .putAll(KEY, stored)
                .then(redis.convertAndSend(CHANNEL, "drains"))
                .timeout(PATIENCE)
                .onErrorResume(error -> {
                    gone(error);
                    return Mono.empty();
                })
                .then();
    }

    private static Map<String, Mark> parse(Map<String, String> stored) {
        Map<String, Mark> marks = new HashMap<>();
        stored.forEach((replica, text) -> {
            try {
                marks.put(replica, Mark.parse(text));
            } catch (IllegalArgumentException e) {
                LOG.debug("{} in Redis: {}", replica, e.getMessage());
            }
        });
        return marks;
    }

    private void gone(Throwable error) {
        if (!away) {
            away = true;
            LOG.warn("Redis is away, this gateway goes on alone: {}", error.toString());
        }
    }

    private void back() {
        if (away) {
            away = false;
            LOG.info("Redis is back");
        }
    }

    @Override
    public void stop() {
        Disposable r = running;
        running = null;
        if (r != null) {
            r.dispose();
        }
    }

    @Override
    public boolean isRunning() {
        return running != null;
    }
}
