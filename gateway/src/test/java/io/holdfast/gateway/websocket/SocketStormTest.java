package io.holdfast.gateway.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.gateway.route.SocketStage;
import io.holdfast.gateway.testing.Patience;
import io.holdfast.gateway.testing.RawSocket;
import io.holdfast.gateway.testing.ScriptedSocketReplica;
import io.holdfast.gateway.testing.Signal;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Some hundreds of sockets on one replica that is killed: all are back on the other, which is not overrun. */
class SocketStormTest {

    private static final int SOCKETS = 300;

    /** Handshakes at once in the first round. */
    private static final int FIRST = 32;

    /** Handshakes at once ever: below an accept queue of 100. */
    private static final int MOST = 64;

    @Test
    void allAreAttachedAgainAndFewDialAtOnce() {
        Signal open = new Signal();
        AtomicInteger underWay = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        ScriptedSocketReplica dying = ScriptedSocketReplica.start();
        ScriptedSocketReplica other = ScriptedSocketReplica.start().echo().always(request -> {
            most.accumulateAndGet(underWay.incrementAndGet(), Math::max);
            open.await();
            underWay.decrementAndGet();
            return ScriptedSocketReplica.agree().to(request);
        });
        try (SocketStage stage = new SocketStage(dying, other).start()) {
            stage.engine().refusedIsDown();
            List<RawSocket> clients = new ArrayList<>();
            for (int i = 0; i < SOCKETS; i++) {
                clients.add(stage.client());
            }
            stage.awaitAttached(0, SOCKETS);
            dying.kill();
            stage.awaitAttached(0, 0);
            Patience.until(
                    "the first round dials, and the rest waits",
                    () -> stage.front().away() == SOCKETS - FIRST && underWay.get() == FIRST);
            stage.engine().settle();
            assertThat(other.requests()).hasSize(FIRST);
            for (int i = 0; i < SOCKETS; i++) {
                clients.get(i).send("m" + i);
            }
            open.fire();
            for (int i = 0; i < SOCKETS; i++) {
                assertThat(clients.get(i).text()).isEqualTo("m" + i);
            }
            stage.awaitAttached(1, SOCKETS);
            assertThat(most).hasValueLessThanOrEqualTo(MOST);
            assertThat(other.requests()).hasSize(SOCKETS);
            assertThat(stage.engine().incidents().count("saved WEB_SOCKET")).isEqualTo(SOCKETS);
            assertThat(clients).allMatch(c -> c.unread() == 0);
        }
    }
}
