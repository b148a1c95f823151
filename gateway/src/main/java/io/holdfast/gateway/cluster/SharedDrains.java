package io.holdfast.gateway.cluster;

import io.holdfast.gateway.drain.Drains;
import io.holdfast.gateway.drain.Mark;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.data.redis.core.ReactiveStringRedisTemplate;
import org.springframework.data.redis.core.script.RedisScript;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.util.context.Context;
import reactor.util.context.ContextView;
import reactor.util.retry.Retry;

/**
 * Drains obeyed by every gateway: a hash of marks, where the later word counts, and a channel that says when to look.
 * A look each second finds what the channel lost, and heals what was said while Redis was away, flushed or damaged.
 */
public final class SharedDrains implements SmartLifecycle {

    static final String KEY = "holdfast:drains";
    static final String CHANNEL = "holdfast:drains:changed";

    private static final Logger LOG = LoggerFactory.getLogger("holdfast.cluster");
    private static final Duration EVERY = Duration.ofSeconds(1);
    private static final Duration PATIENCE = Duration.ofMillis(800);

    /** Who is just connecting when this gateway stops is interrupted: no news to anybody. */
    private static final ContextView QUIET_END = Context.of("reactor.onErrorDropped.local", (Consumer<Throwable>)
            error -> LOG.debug("While stopping: {}", error.toString()));

    /**
     * Puts marks that count over the stored ones (as {@link Mark} says it), in one step, so that of two gateways none
     * puts an earlier word over a later one; says how many.
     */
    private static final RedisScript<Long> PUT = RedisScript.of("""
            if redis.call('type', KEYS[1]).ok ~= 'hash' then
              redis.call('del', KEYS[1])
            end
            local put = 0
            for i = 1, #ARGV, 2 do
              local drain, at = string.match(ARGV[i + 1], '^([01]):(%d+)$')
              local before = redis.call('hget', KEYS[1], ARGV[i]) or ''
              local drained, was = string.match(before, '^([01]):(%d+)$')
              at = tonumber(at)
              was = tonumber(was or '-1')
              if was > 1e15 then
                was = -1
              end
              if at > was or (at == was and drain == '1' and drained == '0') then
                redis.call('hset', KEYS[1], ARGV[i], ARGV[i + 1])
                put = put + 1
              end
            end
            if put > 0 then
              redis.call('publish', KEYS[2], put)
            end
            return put
            """, Long.class);

    private final ReactiveStringRedisTemplate redis;
    private final Drains drains;
    private volatile boolean away;
    private volatile @Nullable Scheduler scheduler;
    private @Nullable Disposable running;

    public SharedDrains(ReactiveStringRedisTemplate redis, Drains drains) {
        this.redis = redis;
        this.drains = drains;
        drains.listen((replica, mark) -> said(Map.of(replica, mark)));
    }

    @Override
    public synchronized void start() {
        if (running != null) {
            return;
        }
        // Threads that may wait: the first connection is made by whoever asks first.
        Scheduler own = Schedulers.newBoundedElastic(3, 100, "holdfast-cluster", 60, true);
        scheduler = own;
        Disposable looks = Flux.interval(Duration.ZERO, EVERY)
                .onBackpressureDrop()
                .concatMap(tick -> agree(own), 1)
                .contextWrite(QUIET_END)
                .subscribe();
        Disposable hears = Flux.defer(() -> redis.listenToChannel(CHANNEL))
                .subscribeOn(own)
                .retryWhen(Retry.fixedDelay(Long.MAX_VALUE, EVERY))
                .repeatWhen(ends -> ends.delayElements(EVERY))
                .onBackpressureLatest()
                .concatMap(message -> agree(own), 1)
                .contextWrite(QUIET_END)
                .subscribe();
        running = Disposables.composite(looks, hears, own);
    }

    private void said(Map<String, Mark> marks) {
        Scheduler own = scheduler;
        if (own != null && !own.isDisposed()) {
            publish(marks, own).onErrorResume(this::gone).subscribe();
        }
    }

    /** Takes over later words from Redis, and gives it those that it has not. */
    private Mono<Void> agree(Scheduler own) {
        return read(own)
                .flatMap(theirs -> {
                    back();
                    drains.merge(theirs);
                    return publish(drains.laterThan(theirs), own);
                })
                .onErrorResume(this::gone);
    }

    private Mono<Map<String, Mark>> read(Scheduler own) {
        return redis.<String, String>opsForHash()
                .entries(KEY)
                .collectMap(Map.Entry::getKey, Map.Entry::getValue)
                .onErrorResume(SharedDrains::isOtherThing, error -> Mono.just(Map.of()))
                .map(SharedDrains::parse)
                .subscribeOn(own)
                .timeout(PATIENCE);
    }

    /** Somebody put something else under the key. */
    private static boolean isOtherThing(Throwable error) {
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            if (String.valueOf(cause.getMessage()).startsWith("WRONGTYPE")) {
                return true;
            }
        }
        return false;
    }

    private Mono<Void> publish(Map<String, Mark> marks, Scheduler own) {
        if (marks.isEmpty()) {
            return Mono.empty();
        }
        List<String> words = new ArrayList<>();
        marks.forEach((replica, mark) -> {
            words.add(replica);
            words.add(mark.text());
        });
        return redis.execute(PUT, List.of(KEY, CHANNEL), words)
                .then()
                .subscribeOn(own)
                .timeout(PATIENCE);
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

    private Mono<Void> gone(Throwable error) {
        if (!away) {
            away = true;
            LOG.warn("Redis is away, this gateway goes on alone: {}", error.toString());
        }
        return Mono.empty();
    }

    private void back() {
        if (away) {
            away = false;
            LOG.info("Redis is back");
        }
    }

    @Override
    public synchronized void stop() {
        Disposable r = running;
        running = null;
        scheduler = null;
        if (r != null) {
            r.dispose();
        }
    }

    @Override
    public synchronized boolean isRunning() {
        return running != null;
    }

    /** Before the entry port is open, so that drains said meanwhile are known by then, as a rule. */
    @Override
    public int getPhase() {
        return 0;
    }
}
