package io.holdfast.gateway.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.gateway.discovery.NameLookup.Addresses;
import io.holdfast.gateway.service.Gate;
import io.holdfast.gateway.service.Health.Phase;
import io.holdfast.gateway.service.Health.Reason;
import io.holdfast.gateway.service.Replica;
import io.holdfast.gateway.service.Replicas;
import io.holdfast.gateway.service.Service;
import io.holdfast.gateway.service.Time;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.test.scheduler.VirtualTimeScheduler;

class DiscoveryTest {

    private final VirtualTimeScheduler scheduler = VirtualTimeScheduler.getOrSet(true);
    private final Time time = new Time() {
        @Override
        public long nanos() {
            return scheduler.now(TimeUnit.NANOSECONDS);
        }

        @Override
        public Instant now() {
            return Instant.EPOCH;
        }
    };
    private final Service service = new Service("api", Gate.open());
    private final List<Long> asked = new ArrayList<>();
    private Mono<Addresses> answer = Mono.error(new IOException("nobody answers"));
    private Discovery discovery;

    private void start(List<String> replicas, String dns) {
        discovery = new Discovery(
                List.of(new Discovery.Source(service, replicas, dns)),
                (s, url, serverName) -> new Replica(s.name(), url, serverName, Gate.open(), time),
                () -> name -> {
                    assertThat(name).isEqualTo("api");
                    asked.add(scheduler.now(TimeUnit.MILLISECONDS));
                    return Mono.defer(() -> answer);
                },
                time);
        discovery.start();
        pass(0);
    }

    private void pass(long millis) {
        scheduler.advanceTimeBy(Duration.ofMillis(millis));
    }

    private void answer(long ttlSeconds, String... addresses) {
        answer = Mono.just(new Addresses(
                Arrays.stream(addresses).map(DiscoveryTest::address).toList(),
                Duration.ofSeconds(ttlSeconds).toNanos()));
    }

    private static InetAddress address(String literal) {
        try {
            return InetAddress.getByName(literal);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<String> names() {
        return service.replicas().stream().map(Replica::name).toList();
    }

    @AfterEach
    void stop() {
        discovery.stop();
        VirtualTimeScheduler.reset();
    }

    @Test
    void aListIsThereAtOnceInItsOrder() {
        start(List.of("http://127.0.0.1:8002", "HTTP://LocalHost", "https://[::1]:8003/"), null);
        assertThat(names()).containsExactly("127.0.0.1:8002", "localhost:80", "[::1]:8003");
        assertThat(service.replicas().get(2).tls()).isTrue();
        assertThat(service.replicas().get(2).host()).isEqualTo("::1");
        assertThat(asked).isEmpty();
    }

    @Test
    void everyAddressOfTheNameIsAReplica() {
        answer(5, "10.0.0.1", "10.0.0.2", "fd00::7");
        start(List.of(), "https://api:8000");
        assertThat(names()).containsExactly("10.0.0.1:8000", "10.0.0.2:8000", "[fd00:0:0:0:0:0:0:7]:8000");
        assertThat(service.replicas()).extracting(Replica::serverName).containsOnly("api");
    }

    @Test
    void theNameIsAskedAgainWhenItsTimeIsOverWithinBounds() {
        answer(5, "10.0.0.1");
        start(List.of(), "http://api:8000");
        pass(5_000);
        assertThat(asked).containsExactly(0L, 5_000L);
        answer(600, "10.0.0.1"); // as Docker says
        pass(5_000);
        pass(10_000);
        assertThat(asked).containsExactly(0L, 5_000L, 10_000L, 20_000L);
        answer(0, "10.0.0.1");
        pass(10_000);
        pass(1_000);
        assertThat(asked).endsWith(30_000L, 31_000L);
    }

    @Test
    void whatStaysKeepsItsHistoryAndOnlyChangesAreSwapped() {
        answer(5, "10.0.0.1", "10.0.0.2");
        start(List.of(), "http://api:8000");
        List<Replica> before = service.replicas();
        answer(5, "10.0.0.2", "10.0.0.1");
        pass(5_000);
        assertThat(service.replicas()).isSameAs(before);
        answer(5, "10.0.0.3", "10.0.0.2");
        pass(5_000);
        assertThat(names()).containsExactly("10.0.0.2:8000", "10.0.0.3:8000");
        assertThat(service.replicas().get(0)).isSameAs(before.get(1));
    }

    @Test
    void anEmptyOrFailedAnswerKeepsTheOldSetAndIsAskedAgainSoon() {
        answer(5, "10.0.0.1");
        start(List.of(), "http://api:8000");
        answer(5);
        pass(5_000);
        answer = Mono.error(new IOException("nobody answers"));
        pass(3_000);
        assertThat(asked).containsExactly(0L, 5_000L, 6_000L, 7_000L, 8_000L);
        assertThat(names()).containsExactly("10.0.0.1:8000");
        answer(5, "10.0.0.2");
        pass(1_000);
        assertThat(names()).containsExactly("10.0.0.2:8000");
    }

    @Test
    void aNameThatIsNotThereYetIsFoundWhenItIs() {
        start(List.of(), "http://api:8000");
        assertThat(names()).isEmpty();
        pass(10_000);
        answer(5, "10.0.0.1");
        pass(1_000);
        assertThat(names()).containsExactly("10.0.0.1:8000");
    }

    @Test
    void aLostReplicaIsAReasonToAskAtOnceAndOften() {
        answer(10, "10.0.0.1", "10.0.0.2");
        start(List.of(), "http://api:8000");
        pass(3_000);
        Replicas.unreachable(service, service.replicas().get(0));
        pass(0);
        assertThat(asked).containsExactly(0L, 3_000L);
        pass(2_000);
        assertThat(asked).containsExactly(0L, 3_000L, 4_000L, 5_000L);
        answer(10, "10.0.0.3", "10.0.0.2"); // it came back elsewhere
        pass(1_000);
        assertThat(names()).containsExactly("10.0.0.2:8000", "10.0.0.3:8000");
        pass(9_999);
        assertThat(asked).endsWith(6_000L);
    }

    @Test
    void manyLossesAreNotManyQuestions() {
        answer(10, "10.0.0.1", "10.0.0.2");
        start(List.of(), "http://api:8000");
        Replica lost = service.replicas().get(0);
        for (int i = 0; i < 100; i++) {
            Replicas.unreachable(service, lost);
            Replicas.health(service, lost, Phase.UP, Reason.NONE);
            pass(10);
        }
        assertThat(asked).hasSizeLessThanOrEqualTo(3);
    }

    @Test
    void onlyOneQuestionIsUnderWay() {
        answer = Mono.never();
        start(List.of(), "http://api:8000");
        pass(60_000);
        assertThat(asked).hasSize(1);
    }

    @Test
    void asksNoMoreAfterTheStop() {
        answer(5, "10.0.0.1");
        start(List.of(), "http://api:8000");
        discovery.stop();
        assertThat(discovery.isRunning()).isFalse();
        assertThat(names()).containsExactly("10.0.0.1:8000");
    }
}
