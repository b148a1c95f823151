package io.holdfast.gateway.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.gateway.testing.Patience;
import io.holdfast.gateway.testing.RawAnswer;
import io.holdfast.gateway.testing.RawAnswer.End;
import io.holdfast.gateway.testing.RawClient;
import io.holdfast.gateway.testing.Script;
import io.holdfast.gateway.testing.Signal;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Bodies stream, are cut where they were cut, and end when the client leaves. */
class LaneBodiesTest extends BothLanes {

    private static final int LARGE = 32 << 20; // more than the kernels of two connections hold

    @Test
    void aBodyOfKnownLengthThatIsCutIsSeenCut() throws IOException {
        replica.always(line -> {
            line.request();
            line.head(200, 1_000_000);
            line.send("x".repeat(300_000));
            line.close();
        });
        RawAnswer answer = exchange("POST", "/", "");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.end()).isEqualTo(End.CUT);
        assertThat(answer.bytes()).hasSize(300_000);
    }

    @Test
    void aChunkedBodyThatIsCutHasNoLastChunk() throws IOException {
        replica.always(line -> {
            line.request();
            line.head(200, -1, "Transfer-Encoding: chunked");
            line.chunk("x".repeat(300_000));
            line.close();
        });
        RawAnswer answer = exchange("POST", "/", "");
        assertThat(answer.end()).isEqualTo(End.CUT);
        assertThat(answer.bytes()).hasSize(300_000);
    }

    @Test
    void aSmallBodyThatIsCutIsSeenCutWhereItMayNotBeAskedForAgain() throws IOException {
        replica.always(line -> {
            line.request();
            line.head(200, 10);
            line.send("abc");
            line.close();
        });
        RawAnswer answer = exchange("POST", "/", "x");
        assertThat(answer.end()).isEqualTo(End.CUT);
        assertThat(answer.text()).isEqualTo("abc");
        assertThat(replica.received()).hasSize(1);
    }

    @Test
    void anEventStreamShowsItsHeadBeforeItsFirstEvent() throws IOException {
        Signal head = new Signal();
        replica.always(line -> {
            line.request();
            line.head(200, -1, "Content-Type: text/event-stream", "Transfer-Encoding: chunked");
            head.await();
            line.chunk("data: 1\n\n");
            line.chunk("event: end\ndata: 2\n\n");
            line.send("0\r\n\r\n");
        });
        try (RawClient client = client()) {
            RawAnswer answer = client.request("GET", "/events", "").head();
            assertThat(answer.header("content-type")).isEqualTo("text/event-stream");
            head.fire();
            assertThat(client.body(answer).text()).isEqualTo("data: 1\n\nevent: end\ndata: 2\n\n");
        }
    }

    @Test
    void eachPartOfAnEventStreamComesAtOnce() throws IOException {
        Signal seen = new Signal();
        replica.always(line -> {
            line.request();
            line.head(200, -1, "Content-Type: text/event-stream", "Transfer-Encoding: chunked");
            line.chunk("data: 1\n\n");
            seen.await();
            line.send("0\r\n\r\n");
        });
        try (RawClient client = client()) {
            client.request("GET", "/events", "").head();
            client.line();
            assertThat(client.line()).isEqualTo("data: 1");
            seen.fire();
        }
    }

    @Test
    void aClientThatIsResetBeforeItsAnswerEndsTheAttempt() throws IOException {
        Signal gone = new Signal();
        replica.always(line -> {
            line.request();
            line.untilClosed();
            gone.fire();
        });
        RawClient client = client().request("POST", "/slow", "body");
        replica.awaitReceived(1);
        assertThat(inFlight()).isOne();
        client.reset();
        gone.await();
        Patience.until("nothing in flight", () -> inFlight() == 0);
    }

    @Test
    void aClientThatIsResetInsideItsAnswerEndsTheAttempt() throws IOException {
        Signal gone = new Signal();
        replica.always(line -> {
            line.request();
            line.head(200, -1, "Transfer-Encoding: chunked");
            line.chunk("x".repeat(100_000));
            line.untilClosed();
            gone.fire();
        });
        RawClient client = client().request("GET", "/", "");
        client.head();
        client.reset();
        gone.await();
        Patience.until("nothing in flight", () -> inFlight() == 0);
    }

    @Test
    void aClientThatBreaksOffItsRequestEndsTheAttempt() throws IOException {
        Signal gone = new Signal();
        replica.always(line -> {
            line.head();
            line.untilClosed();
            gone.fire();
        });
        RawClient client = client();
        client.send("POST / HTTP/1.1\r\nHost: e\r\nContent-Length: 1000\r\n\r\nabc");
        replica.awaitReceived(1);
        client.close();
        gone.await();
        Patience.until("nothing in flight", () -> inFlight() == 0);
    }

    @Test
    void aClientThatLeavesAnEventStreamIsNoticedByTheNextEvents() throws IOException {
        Signal gone = new Signal();
        replica.always(line -> {
            line.request();
            line.head(200, -1, "Content-Type: text/event-stream", "Transfer-Encoding: chunked");
            try {
                while (!gone.fired()) {
                    line.chunk("data: " + "x".repeat(1000) + "\n\n");
                }
            } catch (IOException e) {
                gone.fire();
                throw e;
            }
        });
        RawClient client = client().request("GET", "/events", "");
        client.head();
        client.close();
        gone.await();
        Patience.until("nothing in flight", () -> inFlight() == 0);
    }

    @Test
    void aLargeAnswerWaitsForASlowClient() throws IOException {
        AtomicLong written = new AtomicLong();
        replica.always(line -> {
            line.request();
            line.head(200, LARGE);
            byte[] part = new byte[64 << 10];
            for (int i = 0; i < LARGE; i += part.length) {
                line.send(part);
                written.addAndGet(part.length);
            }
        });
        try (RawClient client = RawClient.slowTo(gateway.port())) {
            RawAnswer head = client.request("GET", "/", "").head();
            awaitStill(written);
            // what kernels hold on loopback, and little in the gateway
            assertThat(written.get()).isLessThan(LARGE - (1 << 20));
            RawAnswer answer = client.body(head);
            assertThat(answer.end()).isEqualTo(End.LENGTH);
            assertThat(answer.bytes()).hasSize(LARGE);
        }
    }

    @Test
    void aLargeRequestWaitsForASlowReplica() throws Exception {
        Signal reads = new Signal();
        replica.always(line -> {
            line.head();
            reads.await();
            line.body();
            line.answer(200, "done");
        });
        AtomicLong written = new AtomicLong();
        try (RawClient client = client()) {
            client.send("POST / HTTP/1.1\r\nHost: e\r\nContent-Length: " + LARGE + "\r\n\r\n");
            Thread writer = new Thread(() -> {
                byte[] part = new byte[64 << 10];
                try {
                    for (int i = 0; i < LARGE; i += part.length) {
                        client.send(part);
                        written.addAndGet(part.length);
                    }
                } catch (IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
            });
            writer.start();
            replica.awaitReceived(1);
            awaitStill(written);
            assertThat(written.get()).isLessThan(LARGE - (1 << 20));
            reads.fire();
            assertThat(client.answer().text()).isEqualTo("done");
            writer.join();
        }
        assertThat(replica.received(0).bytes()).hasSize(LARGE);
    }

    /** Waits until a counter has stood still for a while: whoever writes is blocked. */
    private static void awaitStill(AtomicLong counter) {
        long[] last = {-1};
        int[] same = {0};
        Patience.until("the writer is blocked", () -> {
            same[0] = counter.get() == last[0] && last[0] > 0 ? same[0] + 1 : 0;
            last[0] = counter.get();
            return same[0] > 100;
        });
    }

    @Test
    void aBodyWithoutLengthOrChunksEndsWithItsConnection() throws IOException {
        replica.always(Script.sendsAndCloses("HTTP/1.1 200 OK\r\n\r\nabc"));
        RawAnswer answer = exchange("GET", "/", "");
        assertThat(answer.text()).isEqualTo("abc");
        assertThat(answer.whole()).isTrue();
    }

    @Test
    void trailersOfAnAnswerPass() throws IOException {
        replica.always(line -> {
            line.request();
            line.head(200, -1, "Transfer-Encoding: chunked", "Trailer: X-Sum");
            line.chunk("abc");
            line.send("0\r\nX-Sum: 6\r\n\r\n");
        });
        RawAnswer answer = exchange("GET", "/", "", "TE: trailers");
        assertThat(answer.text()).isEqualTo("abc");
        assertThat(answer.trailerLines()).anyMatch(l -> l.equalsIgnoreCase("X-Sum: 6"));
        assertThat(replica.received(0).headers("te")).containsExactly("trailers");
    }

    @Test
    void trailersOfARequestPass() throws IOException {
        replica.always(Script.ok("x"));
        try (RawClient client = client()) {
            client.send("POST / HTTP/1.1\r\nHost: e\r\nTrailer: X-Sum\r\nTransfer-Encoding: chunked\r\n\r\n"
                    + "3\r\nabc\r\n0\r\nX-Sum: 6\r\n\r\n");
            assertThat(client.answer().status()).isEqualTo(200);
        }
        assertThat(replica.received(0).trailerLines()).anyMatch(l -> l.equalsIgnoreCase("X-Sum: 6"));
    }
}
