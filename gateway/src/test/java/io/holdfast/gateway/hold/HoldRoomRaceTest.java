package io.holdfast.gateway.hold;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.gateway.hold.HoldRoom.Ticket;
import io.holdfast.gateway.service.Health.Phase;
import io.holdfast.gateway.service.Health.Reason;
import io.holdfast.gateway.service.ManualTime;
import io.holdfast.gateway.service.Replica;
import io.holdfast.gateway.service.Replicas;
import io.holdfast.gateway.service.Service;
import io.holdfast.gateway.testing.Patience;
import io.holdfast.gateway.testing.Signal;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Guests, event loops and health at once: nobody is forgotten, nobody is let out twice, every byte comes back. */
class HoldRoomRaceTest {

    private static final int GUESTS = 6_000;
    private static final int LOOPS = 3;

    private final Service service = Replicas.up(1, new ManualTime());
    private final HoldRoom room = new HoldRoom(service, GUESTS, GUESTS * 10L);
    private final AtomicInteger ended = new AtomicInteger();
    private final AtomicInteger letOutTwice = new AtomicInteger();

    /** One that fails at first as often as its number says, then is answered or leaves. */
    private final class OnALoop implements HoldRoom.Guest {
        private final ConcurrentLinkedQueue<Runnable> loop;
        private final int number;
        private final Ticket ticket;
        private final AtomicInteger inside = new AtomicInteger();
        private int left;

        OnALoop(ConcurrentLinkedQueue<Runnable> loop, int number) {
            this.loop = loop;
            this.number = number;
            this.left = number % 3;
            this.ticket = room.ticket(this);
        }

        void enter() {
            inside.incrementAndGet();
            assertThat(room.enter(ticket, 10)).isTrue();
        }

        @Override
        public void released() {
            if (inside.decrementAndGet() < 0) {
                letOutTwice.incrementAndGet();
            }
            loop.add(this::tryAgain);
        }

        private void tryAgain() {
            if (left-- > 0) {
                room.failed(ticket);
                enter();
            } else if (number % 5 == 0) {
                room.leave(ticket);
                ended.incrementAndGet();
            } else {
                room.answered(ticket);
                room.leave(ticket);
                ended.incrementAndGet();
            }
        }
    }

    @Test
    void nobodyIsForgotten() throws InterruptedException {
        service.listen(room);
        Replica replica = service.replicas().get(0);
        Signal over = new Signal();
        List<Thread> threads = new ArrayList<>();
        for (int l = 0; l < LOOPS; l++) {
            int offset = l;
            ConcurrentLinkedQueue<Runnable> loop = new ConcurrentLinkedQueue<>();
            threads.add(new Thread(() -> {
                for (int i = offset; i < GUESTS; i += LOOPS) {
                    new OnALoop(loop, i).enter();
                    Runnable work = loop.poll();
                    if (work != null) {
                        work.run();
                    }
                }
                while (!over.fired()) {
                    Runnable work = loop.poll();
                    if (work != null) {
                        work.run();
                    } else {
                        Thread.onSpinWait();
                    }
                }
            }));
        }
        threads.forEach(Thread::start);
        for (int i = 0; i < 2_000; i++) {
            Replicas.unreachable(service, replica);
            Replicas.health(service, replica, Phase.UP, Reason.NONE);
        }
        try {
            Patience.until("every guest had its turn", () -> ended.get() == GUESTS);
        } finally {
            over.fire();
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(letOutTwice).hasValue(0);
        assertThat(room.size()).isZero();
        assertThat(room.enter(room.ticket(() -> {}), GUESTS * 10L))
                .as("all bytes are back")
                .isTrue();
    }
}
