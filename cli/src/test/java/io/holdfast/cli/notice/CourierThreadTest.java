package io.holdfast.cli.notice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CourierThreadTest {

    @TempDir
    Path directory;

    private final List<String> said = new CopyOnWriteArrayList<>();
    private final List<String> delivered = new CopyOnWriteArrayList<>();
    private final AtomicInteger tried = new AtomicInteger();

    @Test
    void aFaultInAStepIsSaidAndTheNextNoticeIsDelivered() throws Exception {
        Outbox outbox = Outbox.open(directory, 10);
        Courier courier =
                new Courier(new FailingOnce(), outbox, DeliveryRule.STANDARD, CourierThreadTest::fault, said::add);
        CourierThread thread = new CourierThread("ops", outbox, courier, Clock.systemUTC());
        thread.add(Sample.notice("one"));
        thread.start();
        await().until(() -> !said.isEmpty());
        assertThat(said).contains("notification ops (nowhere): a fault, tried again: ArithmeticException");
        assertThat(thread.isAlive()).isTrue();

        thread.add(Sample.notice("two"));

        await().until(() -> delivered.size() == 2);
        thread.leave();
        thread.join(10_000);
        assertThat(thread.isAlive()).isFalse();
    }

    private static double fault() {
        throw new ArithmeticException("of a rule");
    }

    private final class FailingOnce implements Channel {
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
            if (tried.getAndIncrement() == 0) {
                return Delivery.later("answered 500"); // and the rule for the pause has a fault
            }
            delivered.add(notice.incident());
            return Delivery.done();
        }
    }
}
