package io.holdfast.cli.notice;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CourierTest {

    @TempDir
    Path directory;

    private final Deque<Delivery> outcomes = new ArrayDeque<>();
    private final List<String> tried = new ArrayList<>();
    private final List<String> said = new ArrayList<>();
    private Instant now = Sample.TIME;
    private Outbox outbox;
    private Courier courier;

    @BeforeEach
    void open() {
        outbox = Outbox.open(directory, 10);
        courier = new Courier(new Scripted(), outbox, DeliveryRule.STANDARD, () -> 0.5, said::add);
    }

    @Test
    void withNothingToDoItWaitsForNews() {
        assertThat(courier.step(now)).isEmpty();
    }

    @Test
    void aFailureIsTriedAgainWithGrowingPausesAndSaidOnce() {
        outbox.add(Sample.notice("one"));
        outcomes.add(Delivery.later("answered 500"));
        outcomes.add(Delivery.later("answered 500"));
        outcomes.add(Delivery.done());

        assertThat(courier.step(now)).contains(now.plusSeconds(5));
        assertThat(courier.step(now.plusSeconds(4))).contains(now.plusSeconds(5));
        now = now.plusSeconds(5);
        assertThat(courier.step(now)).contains(now.plusSeconds(10));
        now = now.plusSeconds(10);
        assertThat(courier.step(now)).isEmpty();

        assertThat(tried).containsExactly("one", "one", "one");
        assertThat(said)
                .containsExactly(
                        "notification ops (nowhere): not delivered yet, tried again: answered 500",
                        "notification ops (nowhere): delivered after 2 failures: dsa110-api: unhealthy: <b>refused</b> & gone");
    }

    @Test
    void aChannelThatThrowsIsTriedAgainAndItsWordsStayUnsaid() {
        outbox.add(Sample.notice("one"));
        courier = new Courier(
                new Channel() {
                    @Override
                    public String name() {
                        return "ops";
                    }

                    @Override
                    public String target() {
                        return "nowhere";
                    }

                    @Override
                    public Delivery deliver(Notice notice) {
                        throw new IllegalStateException("https://hooks.example.com/secret");
                    }
                },
                outbox,
                DeliveryRule.STANDARD,
                () -> 0.5,
                said::add);

        assertThat(courier.step(now)).contains(now.plusSeconds(5));
        assertThat(said)
                .containsExactly(
                        "notification ops (nowhere): not delivered yet, tried again: unforeseen: IllegalStateException");
    }

    @Test
    void orderIsKeptWhileTheFirstIsTriedAgain() {
        outbox.add(Sample.notice("one"));
        outbox.add(Sample.notice("two"));
        outcomes.add(new Delivery.Later("answered 429", Optional.of(Duration.ofSeconds(30))));
        outcomes.add(Delivery.done());
        outcomes.add(Delivery.done());

        assertThat(courier.step(now)).contains(now.plusSeconds(30));
        now = now.plusSeconds(30);
        assertThat(courier.step(now)).contains(now);
        assertThat(courier.step(now)).isEmpty();
        assertThat(tried).containsExactly("one", "one", "two");
    }

    @Test
    void whatNeverWillArriveIsSaidAndMakesRoom() {
        outbox.add(Sample.notice("one"));
        outcomes.add(Delivery.never("answered 404"));

        assertThat(courier.step(now)).isEmpty();
        assertThat(outbox.size()).isZero();
        assertThat(said).singleElement().asString().contains("not tried again: answered 404");
    }

    @Test
    void afterADayItIsGivenUp() {
        outbox.add(Sample.notice("one"));
        int steps = 0;
        while (outbox.size() > 0 && steps++ < 1000) {
            outcomes.add(Delivery.later("no answer"));
            now = courier.step(now).orElse(now);
        }

        assertThat(Duration.between(Sample.TIME, now)).isBetween(Duration.ofHours(23), Duration.ofHours(24));
        assertThat(said.get(said.size() - 1)).contains("given up: no answer");
    }

    private final class Scripted implements Channel {
        @Override
        public String name() {
            return "ops";
        }

        @Override
        public String target() {
            return "nowhere";
        }

        @Override
        public Delivery deliver(Notice notice) {
            tried.add(notice.id());
            return outcomes.remove();
        }
    }
}
