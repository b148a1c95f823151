package io.holdfast.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.gateway.balance.BalanceProperties.Policy;
import io.holdfast.gateway.config.InvalidPropertiesException;
import io.holdfast.gateway.config.Problem;
import io.holdfast.gateway.exchange.HedgeProperties;
import io.holdfast.gateway.stream.WithoutId;
import io.holdfast.gateway.websocket.WebSocketSettings.OnLoss;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.PropertySource;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.util.unit.DataSize;

class HoldfastPropertiesTest {

    @Configuration(proxyBeanMethods = false)
    @Import(ConfigImport.class)
    @EnableConfigurationProperties(HoldfastProperties.class)
    static class Properties {}

    private static final String LIST =
            "holdfast.services.api.replicas: [http://127.0.0.1:8001, http://127.0.0.1:8002]\n";

    private static void load(String yaml, Consumer<Throwable> failed, Consumer<HoldfastProperties> bound) {
        new ApplicationContextRunner()
                .withUserConfiguration(Properties.class)
                .withInitializer(context -> {
                    try {
                        List<PropertySource<?>> sources = new YamlPropertySourceLoader()
                                .load("test", new ByteArrayResource(yaml.getBytes(StandardCharsets.UTF_8)));
                        sources.forEach(context.getEnvironment().getPropertySources()::addFirst);
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                })
                .run(context -> {
                    if (context.getStartupFailure() != null) {
                        failed.accept(context.getStartupFailure());
                    } else {
                        bound.accept(context.getBean(HoldfastProperties.class));
                    }
                });
    }

    private static HoldfastProperties bound(String yaml) {
        HoldfastProperties[] result = new HoldfastProperties[1];
        load(
                yaml,
                failure -> {
                    throw new AssertionError(failure);
                },
                properties -> result[0] = properties);
        return result[0];
    }

    private static List<String> problems(String yaml) {
        InvalidPropertiesException[] result = new InvalidPropertiesException[1];
        load(
                yaml,
                failure -> {
                    Throwable cause = failure;
                    while (cause != null && !(cause instanceof InvalidPropertiesException)) {
                        cause = cause.getCause();
                    }
                    assertThat(cause).as("cause of %s", failure).isNotNull();
                    result[0] = (InvalidPropertiesException) cause;
                },
                properties -> {
                    throw new AssertionError("accepted: " + properties);
                });
        return result[0].problems().stream().map(Problem::toString).toList();
    }

    @Test
    void aListOfReplicasAloneIsACompleteConfiguration() {
        HoldfastProperties properties = bound(LIST);
        ServiceProperties api = properties.services().get("api");
        assertThat(properties.expose()).isFalse();
        assertThat(properties.admin().hasToken()).isFalse();
        assertThat(api.balance().policy()).isEqualTo(Policy.LEAST_LOADED);
        assertThat(api.balance().slowStart()).isEqualTo(Duration.ofSeconds(10));
        assertThat(api.health().path()).isNull();
        assertThat(api.health().interval()).isEqualTo(Duration.ofSeconds(2));
        assertThat(api.health().downInterval()).isEqualTo(Duration.ofMillis(250));
        assertThat(api.health().timeout()).isEqualTo(Duration.ofSeconds(1));
        assertThat(api.health().rise()).isEqualTo(1);
        assertThat(api.health().fall()).isEqualTo(2);
        assertThat(api.health().startPeriod()).isEqualTo(Duration.ofSeconds(40));
        assertThat(api.health().statuses()).containsExactly("200-399");
        assertThat(api.breaker().failureRate()).isEqualTo(50);
        assertThat(api.breaker().window()).isEqualTo(20);
        assertThat(api.breaker().minimum()).isEqualTo(5);
        assertThat(api.breaker().openFor()).isEqualTo(Duration.ofSeconds(5));
        assertThat(api.breaker().halfOpen()).isEqualTo(2);
        assertThat(api.breaker().slowCall().duration()).isNull();
        assertThat(api.retry().max()).isEqualTo(3);
        assertThat(api.retry().statuses()).containsExactlyInAnyOrder(502, 503, 504);
        assertThat(api.retry().backoff().firstNanos()).isEqualTo(25_000_000);
        assertThat(api.retry().backoff().multiplier()).isEqualTo(2);
        assertThat(api.retry().backoff().maxNanos()).isEqualTo(1_000_000_000);
        assertThat(api.retry().budgetShare()).isEqualTo(0.2);
        assertThat(api.retry().replayBuffer()).isEqualTo(DataSize.ofKilobytes(256));
        assertThat(api.retry().idempotencyKey()).isTrue();
        assertThat(api.timeouts().connect()).isEqualTo(Duration.ofMillis(500));
        assertThat(api.timeouts().firstByte()).isEqualTo(Duration.ofSeconds(120));
        assertThat(api.timeouts().idle()).isEqualTo(Duration.ofMinutes(5));
        assertThat(api.timeouts().total().nanos()).isZero();
        assertThat(api.suspect().after().nanos()).isEqualTo(300_000_000);
        assertThat(api.hedge().nanos()).isZero();
        assertThat(api.hold().maxWait()).isEqualTo(Duration.ofSeconds(10));
        assertThat(api.hold().maxRequests()).isEqualTo(10_000);
        assertThat(api.hold().maxBytes()).isEqualTo(DataSize.ofMegabytes(64));
        assertThat(api.websocket().settings().onLoss()).isEqualTo(OnLoss.BY_PROTOCOL);
        assertThat(api.websocket().settings().replayOpening()).isFalse();
        assertThat(api.websocket().settings().reattachNanos()).isEqualTo(10_000_000_000L);
        assertThat(api.websocket().settings().buffer()).isEqualTo(1_048_576);
        assertThat(api.websocket().settings().maxFrame()).isEqualTo(1_048_576);
        assertThat(api.websocket().settings().keepAliveNanos()).isEqualTo(20_000_000_000L);
        assertThat(api.websocket().settings().origins()).isEmpty();
        assertThat(api.stream().resumeEvents()).isTrue();
        assertThat(api.stream().resumeDownloads()).isTrue();
        assertThat(api.stream().events().withoutId()).isEqualTo(WithoutId.SKIP_REPLAYED);
        assertThat(api.stream().events().finalEvents()).isEqualTo(Set.of("complete", "done", "end", "close"));
        assertThat(api.stream().wholeBodyUnder()).isEqualTo(DataSize.ofKilobytes(64));
        assertThat(api.staleIfError().maxAge()).isZero();
    }

    /** The example of the design, in full, as a user copies it. */
    @Test
    void everyKeyIsUnderstood() {
        HoldfastProperties properties = bound("""
                holdfast:
                  expose: true
                  admin.token: 0123456789abcdef
                  services:
                    api:
                      replicas: [http://127.0.0.1:8001, http://127.0.0.1:8002/, HTTPS://Api-3.Example.com]
                      balance: {policy: round-robin, slow-start: 5s, sticky: {cookie: SESSION}}
                      health:  {path: /health, interval: 2s, down-interval: 250ms, timeout: 1s, rise: 1, fall: 2, start-period: 40s, statuses: 200-399, match: {pointer: /status, value: UP}}
                      breaker: {failure-rate: 50, window: 20, minimum: 5, open-for: 5s, half-open: 2, slow-call: off}
                      retry:   {max: 3, statuses: [502, 503, 504], first-delay: 25ms, multiplier: 2, max-delay: 1s, budget: 20%, replay-buffer: 256KB, idempotency-key: true}
                      timeouts: {connect: 500ms, first-byte: 120s, idle: 5m, total: off}
                      suspect: {after: 300ms}
                      hedge:   {after: off}
                      hold:    {max-wait: 10s, max-requests: 10000, max-bytes: 64MB}
                      websocket: {on-loss: close, replay: opening, replay-pattern: '^sub', reattach-timeout: 10s, buffer: 1MB, max-frame: 1MB, keep-alive: 20s, origins: ['https://app.example.com'], answer-ping: {text: ping, with: pong}, notice: {lost: '{"lost":true}', back: '{"lost":false}'}}
                      stream:  {resume-events: true, without-id: live, resume-downloads: true, whole-body-under: 64KB, final-events: [complete]}
                      stale-if-error: {max-age: 60s}
                    other:
                      dns: http://api:8000
                      hedge.after: p95
                      suspect.after: off
                      breaker.slow-call: 2s
                      timeouts.total: 60s
                """);
        assertThat(properties.expose()).isTrue();
        assertThat(properties.admin().token()).isEqualTo("0123456789abcdef");
        assertThat(properties.toString()).doesNotContain("0123456789abcdef");
        ServiceProperties api = properties.services().get("api");
        assertThat(api.balance().sticky().cookie()).isEqualTo("SESSION");
        assertThat(api.websocket().settings().onLoss()).isEqualTo(OnLoss.CLOSE);
        assertThat(api.websocket().settings().replayOpening()).isTrue();
        assertThat(api.websocket().settings().ping()).isEqualTo("ping");
        assertThat(api.websocket().settings().pong()).isEqualTo("pong");
        assertThat(api.websocket().settings().noticeBack()).isEqualTo("{\"lost\":false}");
        assertThat(api.stream().events().finalEvents()).containsExactly("complete");
        assertThat(api.stream().events().withoutId()).isEqualTo(WithoutId.LIVE);
        ServiceProperties other = properties.services().get("other");
        assertThat(other.dns()).isEqualTo("http://api:8000");
        assertThat(other.hedge().nanos()).isEqualTo(HedgeProperties.BY_PERCENTILE);
        assertThat(other.suspect().after().nanos()).isZero();
        assertThat(other.breaker().slowCall().duration()).isEqualTo(Duration.ofSeconds(2));
        assertThat(other.timeouts().total().nanos()).isEqualTo(60_000_000_000L);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "hold.max-wait: -1s                  | hold.max-wait: -1s (expected: > 0s)",
                "hold.max-wait: 0s                   | hold.max-wait: 0s (expected: > 0s)",
                "hold.max-wait: 1000d                | hold.max-wait: 1000d (expected: <= 365d)",
                "hold.max-wait: soon                 | hold.max-wait: soon (expected: a duration such as 500ms, 10s or 5m)",
                "hold.max-requests: -1               | hold.max-requests: -1 (expected: >= 0)",
                "hold.max-requests: many             | hold.max-requests: many (expected: a whole number)",
                "hold.max-bytes: 64 apples           | hold.max-bytes: 64 apples (expected: a size such as 64KB or 1MB)",
                "hold.max-wiat: 5s                   | hold.max-wiat: no such property (expected: one of max-wait, max-requests, max-bytes)",
                "balance.policy: fastest             | balance.policy: fastest (expected: least-loaded, round-robin, sticky)",
                "balance.slow-start: -5s             | balance.slow-start: -5s (expected: >= 0s)",
                "balance.sticky.cookie: 'a b'        | balance.sticky.cookie: a b (expected: letters, digits and -_.!#$%&'*+^`~)",
                "health.path: health                 | health.path: health (expected: a path that begins with /)",
                "health.interval: 1ms                | health.interval: 1ms (expected: >= 10ms)",
                "health.down-interval: 0             | health.down-interval: 0 (expected: >= 10ms)",
                "health.timeout: -1s                 | health.timeout: -1s (expected: >= 10ms)",
                "health.rise: 0                      | health.rise: 0 (expected: 1 to 1000)",
                "health.fall: 0                      | health.fall: 0 (expected: 1 to 1000)",
                "health.start-period: -1s            | health.start-period: -1s (expected: >= 0s)",
                "health.statuses: ok                 | health.statuses[0]: ok (expected: such as 204 or 200-399)",
                "health.statuses: [200, 99]          | health.statuses[1]: 99 (expected: such as 204 or 200-399)",
                "health.match.pointer: /status       | health.match.value: nothing (expected: the value that means well)",
                "health.match: {pointer: x, value: y} | health.match.pointer: x (expected: a JSON pointer such as /status)",
                "breaker.failure-rate: 0             | breaker.failure-rate: 0 (expected: > 0 and <= 100)",
                "breaker.failure-rate: 101           | breaker.failure-rate: 101 (expected: > 0 and <= 100)",
                "breaker.failure-rate: half          | breaker.failure-rate: half (expected: a number)",
                "breaker.window: 0                   | breaker.window: 0 (expected: 1 to 10000)",
                "breaker.minimum: 21                 | breaker.minimum: 21 (expected: <= window, which is 20)",
                "breaker.open-for: 0s                | breaker.open-for: 0s (expected: > 0s)",
                "breaker.half-open: 0                | breaker.half-open: 0 (expected: 1 to 10000)",
                "breaker.slow-call: never            | breaker.slow-call: never (expected: a duration such as 500ms, 10s or 5m, or off)",
                "breaker.slow-call: true             | breaker.slow-call: true (expected: a duration such as 500ms, 10s or 5m, or off)",
                "breaker.slow-call: 0                | breaker.slow-call: 0 (expected: > 0s)",
                "retry.max: -1                       | retry.max: -1 (expected: 0 to 100)",
                "retry.statuses: [200]               | retry.statuses: [200] (expected: statuses from 400 to 599)",
                "retry.statuses: [bad, 503]          | retry.statuses[0]: bad (expected: a whole number)",
                "retry.first-delay: 0s               | retry.first-delay: 0s (expected: > 0s)",
                "retry.multiplier: 0.5               | retry.multiplier: 0.5 (expected: 1 to 100)",
                "retry.max-delay: 1ms                | retry.max-delay: 1ms (expected: >= first-delay)",
                "retry.budget: 20                    | retry.budget: 20 (expected: 0% to 100%)",
                "retry.budget: 101%                  | retry.budget: 101% (expected: 0% to 100%)",
                "retry.replay-buffer: 2GB            | retry.replay-buffer: 2GB (expected: 0B to 1GB)",
                "retry.idempotency-key: maybe        | retry.idempotency-key: maybe (expected: true or false)",
                "timeouts.connect: 0s                | timeouts.connect: 0s (expected: 1ms to 1h)",
                "timeouts.first-byte: -1s            | timeouts.first-byte: -1s (expected: > 0s)",
                "timeouts.idle: 0                    | timeouts.idle: 0 (expected: > 0s)",
                "timeouts.total: -1s                 | timeouts.total: -1s (expected: > 0s)",
                "suspect.after: -300ms               | suspect.after: -300ms (expected: > 0s)",
                "hedge.after: p99                    | hedge.after: p99 (expected: off, p95, or a duration > 0s such as 200ms)",
                "hedge.after: -1s                    | hedge.after: -1s (expected: off, p95, or a duration > 0s such as 200ms)",
                "hedge.after: 0s                     | hedge.after: 0s (expected: off, p95, or a duration > 0s such as 200ms)",
                "websocket.on-loss: cry              | websocket.on-loss: cry (expected: reattach, close, by-protocol)",
                "websocket.replay: all               | websocket.replay: all (expected: none, opening)",
                "websocket.replay-pattern: x         | websocket.replay-pattern: x (expected: only with replay: opening)",
                "websocket: {replay: opening, replay-pattern: '('} | websocket.replay-pattern: ( (expected: a regular expression)",
                "websocket.reattach-timeout: 0s      | websocket.reattach-timeout: 0s (expected: > 0s)",
                "websocket.buffer: 0                 | websocket.buffer: 0 (expected: 1B to 1GB)",
                "websocket.max-frame: 100B           | websocket.max-frame: 100B (expected: 125B to 1GB)",
                "websocket.keep-alive: -1s           | websocket.keep-alive: -1s (expected: > 0s)",
                "websocket.origins: [app.example.com] | websocket.origins[0]: app.example.com (expected: scheme, host and port such as https://app.example.com)",
                "websocket.answer-ping.text: ping    | websocket.answer-ping.with: nothing (expected: what it is answered)",
                "stream.without-id: guess            | stream.without-id: guess (expected: skip-replayed, live, end)",
                "stream.whole-body-under: 1GB        | stream.whole-body-under: 1GB (expected: 0B to 16MB)",
                "stale-if-error.max-age: -1s         | stale-if-error.max-age: -1s (expected: >= 0s)",
                "registry: redis                     | registry: no such property (expected: one of replicas, dns, balance, health, breaker, retry, timeouts, tls, suspect, hedge, hold, websocket, stream, stale-if-error)",
            })
    void aWrongValueIsNamedWithWhatIsExpected(String property, String problem) {
        // The table's own delimiter cannot stand in it.
        String expected = "holdfast.services.api." + problem.replace("^`~)", "^`|~)");
        assertThat(problems(LIST + "holdfast.services.api." + property)).containsExactly(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1:8001",
                "ftp://127.0.0.1:21",
                "http://",
                "http://127.0.0.1:8001/api",
                "http://127.0.0.1:8001/?x=1",
                "http://127.0.0.1:8001/#x",
                "http://user:secret@127.0.0.1:8001",
                "http://127.0.0.1:0",
                "http://127.0.0.1:65536",
                "http://127.0.0.1:port",
                "http://my_service:8000",
                "nonsense",
                "http://a b:1",
            })
    void aReplicaIsSchemeHostAndPort(String url) {
        assertThat(problems("holdfast.services.api.replicas: ['" + url + "']"))
                .containsExactly("holdfast.services.api.replicas[0]: " + url
                        + " (expected: http:// or https://, host and port, such as http://127.0.0.1:8001)");
        assertThat(problems("holdfast.services.api.dns: '" + url + "'"))
                .containsExactly("holdfast.services.api.dns: " + url
                        + " (expected: http:// or https://, name and port, such as http://api:8000)");
    }

    @Test
    void aReplicaIsNamedOnce() {
        assertThat(problems("holdfast.services.api.replicas: [http://a, http://b, http://A:80/]"))
                .containsExactly("holdfast.services.api.replicas[2]: http://A:80/ (expected: each replica once;"
                        + " replicas[0] is the same)");
    }

    @Test
    void aServiceHasReplicasFromOnePlace() {
        assertThat(problems("holdfast.services.api.breaker.window: 20"))
                .containsExactly(
                        "holdfast.services.api.replicas: nothing (expected: a list of URLs, or dns: http://name:port)");
        assertThat(problems(LIST + "holdfast.services.api.dns: http://api:8000"))
                .containsExactly(
                        "holdfast.services.api.dns: http://api:8000 (expected: either replicas or dns, not both)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1api", "api-"})
    void aServiceHasANameThatMayStandInAUri(String name) {
        assertThat(problems("holdfast.services." + name + ".replicas: [http://a]"))
                .singleElement()
                .asString()
                .contains(name + ": a service of this name (expected: lower-case letters, digits and -,");
    }

    @Test
    void allProblemsAreToldAtOnce() {
        assertThat(problems(LIST + """
                        holdfast.expose: perhaps
                        holdfast.sevrices.api.replicas: [http://a]
                        holdfast.services.api.hold: {max-wait: -1s, max-request: 5}
                        holdfast.services.api.retry.max: lots
                        """))
                .containsExactlyInAnyOrder(
                        "holdfast.expose: perhaps (expected: true or false)",
                        "holdfast.sevrices.api.replicas[0]: no such property (expected: one of services, expose, state-dir, grace, admin, limits)",
                        "holdfast.services.api.hold.max-request: no such property (expected: one of max-wait,"
                                + " max-requests, max-bytes)",
                        "holdfast.services.api.retry.max: lots (expected: a whole number)",
                        "holdfast.services.api.hold.max-wait: -1s (expected: > 0s)");
    }

    @Test
    void aTokenIsNeverShown() {
        assertThat(problems("holdfast.admin.token: short"))
                .containsExactly("holdfast.admin.token: ****** (expected: at least 16 characters out of A-Z a-z 0-9 ."
                        + " _ ~ + / -)");
        assertThat(problems("holdfast.admin.tokn: 0123456789abcdef"))
                .containsExactly("holdfast.admin.tokn: no such property (expected: one of token)");
    }

    @Test
    void noServicesAreNoProblem() {
        assertThat(bound("").services()).isEmpty();
    }
}
