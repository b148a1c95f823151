package io.holdfast.gateway.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.gateway.testing.Client;
import io.holdfast.gateway.testing.Line;
import io.holdfast.gateway.testing.Received;
import io.holdfast.gateway.testing.Script;
import io.holdfast.gateway.testing.ScriptedReplica;
import io.holdfast.gateway.testing.Signal;
import io.holdfast.gateway.testing.TestEngine;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.util.unit.DataSize;

/** A download whose replica is lost goes on at the position reached, or is cut; never a splice of two files. */
class ReplicaDiesMidDownloadTest {

    private static final String FILE = "0123456789abcdefghijklmnopqrstuvwxyz";
    private static final String ETAG = "ETag: \"v1\"";

    private static TestEngine engine(ScriptedReplica... replicas) {
        StreamProperties properties =
                new StreamProperties(true, WithoutId.SKIP_REPLAYED, true, DataSize.ofBytes(0), Set.of());
        return TestEngine.setup(replicas)
                .continuations(new Continuations(properties))
                .wholeBodyUnder(0)
                .start();
    }

    /** Sends the head and so many bytes of an answer, then resets once the client has them. */
    private static Script breaksOff(int status, String body, int bytes, Signal seen, String... headers) {
        return line -> {
            line.request();
            line.head(status, body.length(), headers);
            line.send(body.substring(0, bytes));
            seen.await();
            line.reset();
        };
    }

    /** A server of the file that honours Range and If-Range. */
    private static void serve(Line line) throws IOException {
        Received request = line.request();
        String range = request.header("range");
        if (range == null || !"\"v1\"".equals(request.header("if-range"))) {
            line.answer(200, FILE, ETAG);
            return;
        }
        String[] ends = range.substring("bytes=".length()).split("-", -1);
        int first = Integer.parseInt(ends[0]);
        int last = ends[1].isEmpty() ? FILE.length() - 1 : Integer.parseInt(ends[1]);
        line.answer(
                206,
                FILE.substring(first, last + 1),
                ETAG,
                "Content-Range: bytes " + first + "-" + last + "/" + FILE.length());
    }

    @Test
    void whereverItDiesTheClientGetsTheFile() {
        for (int end = 0; end < FILE.length(); end++) {
            Signal seen = new Signal();
            try (ScriptedReplica a = ScriptedReplica.start().next(breaksOff(200, FILE, end, seen, ETAG));
                    ScriptedReplica b = ScriptedReplica.start().next(ReplicaDiesMidDownloadTest::serve);
                    TestEngine engine = engine(a, b)) {
                Client client = engine.request("GET", "/file")
                        .header("If-None-Match", "\"v0\"")
                        .send();
                client.awaitSize(end);
                seen.fire();
                assertThat(client.text()).as("dies after %s bytes", end).isEqualTo(FILE);
                assertThat(client.header("content-length")).isEqualTo("" + FILE.length());
                assertThat(b.received(0).headers("range")).containsExactly("bytes=" + end + "-");
                assertThat(b.received(0).headers("if-none-match")).isEmpty();
            }
        }
    }

    @Test
    void aReplicaThatIsAskedForTheRestIsGivenUpAsAnyOther() {
        StreamProperties properties =
                new StreamProperties(true, WithoutId.SKIP_REPLAYED, true, DataSize.ofBytes(0), Set.of());
        try (ScriptedReplica a = ScriptedReplica.start().next(line -> {
                    line.request();
                    line.head(200, FILE.length(), ETAG);
                    line.send("01234");
                    line.untilClosed();
                });
                ScriptedReplica b = ScriptedReplica.start().next(Script.silent());
                TestEngine engine = TestEngine.setup(a, b)
                        .continuations(new Continuations(properties))
                        .wholeBodyUnder(0)
                        .idle(Duration.ofMillis(200))
                        .firstByte(Duration.ofMillis(300))
                        .start()) {
            Client client = engine.get("/file");
            assertThat(client.cut()).isEqualTo("01234");
            assertThat(b.received(0).headers("range")).containsExactly("bytes=5-");
        }
    }

    @Test
    void aRangeOfTheClientsOwnGoesOnInsideIt() {
        for (int end = 1; end < 10; end++) {
            Signal seen = new Signal();
            String range = FILE.substring(10, 20);
            try (ScriptedReplica a = ScriptedReplica.start()
                            .next(breaksOff(206, range, end, seen, ETAG, "Content-Range: bytes 10-19/36"));
                    ScriptedReplica b = ScriptedReplica.start().next(ReplicaDiesMidDownloadTest::serve);
                    TestEngine engine = engine(a, b)) {
                Client client = engine.request("GET", "/file")
                        .header("Range", "bytes=10-19")
                        .send();
                client.awaitSize(end);
                seen.fire();
                assertThat(client.text()).isEqualTo(range);
                assertThat(client.status()).isEqualTo(206);
                assertThat(b.received(0).headers("range")).containsExactly("bytes=" + (10 + end) + "-19");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 206 x\r\nETag: \"v2\"\r\nContent-Range: bytes 10-35/36\r\nContent-Length: 26\r\n\r\n",
                "HTTP/1.1 206 x\r\nETag: W/\"v1\"\r\nContent-Range: bytes 10-35/36\r\nContent-Length: 26\r\n\r\n",
                "HTTP/1.1 206 x\r\nContent-Range: bytes 10-35/36\r\nContent-Length: 26\r\n\r\n",
                "HTTP/1.1 206 x\r\nETag: \"v1\"\r\nContent-Range: bytes 11-35/36\r\nContent-Length: 25\r\n\r\n",
                "HTTP/1.1 206 x\r\nETag: \"v1\"\r\nContent-Range: bytes 10-35/37\r\nContent-Length: 26\r\n\r\n",
                "HTTP/1.1 206 x\r\nETag: \"v1\"\r\nContent-Length: 26\r\n\r\n",
                "HTTP/1.1 206 x\r\nETag: \"v1\"\r\nContent-Range: bytes 10-35/36\r\nContent-Encoding: gzip\r\n"
                        + "Content-Length: 26\r\n\r\n",
                "HTTP/1.1 200 x\r\nETag: \"v1\"\r\nContent-Length: 36\r\n\r\n",
                "HTTP/1.1 416 x\r\nContent-Length: 0\r\n\r\n",
                "HTTP/1.1 404 x\r\nContent-Length: 0\r\n\r\n"
            })
    void whatIsNotExactlyTheRestIsCutNeverSpliced(String answer) {
        Signal seen = new Signal();
        try (ScriptedReplica a = ScriptedReplica.start().next(breaksOff(200, FILE, 10, seen, ETAG));
                ScriptedReplica b = ScriptedReplica.start().next(Script.sendsAndCloses(answer + "?".repeat(26)));
                TestEngine engine = engine(a, b)) {
            Client client = engine.get("/file");
            client.awaitSize(10);
            seen.fire();
            assertThat(client.cut()).isEqualTo(FILE.substring(0, 10));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {502, 503, 504, 429})
    void aReplicaThatCannotGiveTheRestNowIsPassedOver(int status) {
        Signal seen = new Signal();
        try (ScriptedReplica a = ScriptedReplica.start().next(breaksOff(200, FILE, 10, seen, ETAG));
                ScriptedReplica b = ScriptedReplica.start().next(Script.answers(status, "no"));
                ScriptedReplica c = ScriptedReplica.start().next(ReplicaDiesMidDownloadTest::serve);
                TestEngine engine = engine(a, b, c)) {
            Client client = engine.get("/file");
            client.awaitSize(10);
            seen.fire();
            assertThat(client.text()).isEqualTo(FILE);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"X-None: 1", "ETag: W/\"v1\"", "Content-Encoding: gzip\r\nETag: \"v1\""})
    void withoutAProofThatTheRestIsTheRestItIsCut(String headers) {
        Signal seen = new Signal();
        try (ScriptedReplica a = ScriptedReplica.start().next(breaksOff(200, FILE, 10, seen, headers));
                ScriptedReplica b = ScriptedReplica.start();
                TestEngine engine = engine(a, b)) {
            Client client = engine.get("/file");
            client.awaitSize(10);
            seen.fire();
            assertThat(client.cut()).isEqualTo(FILE.substring(0, 10));
            assertThat(b.received()).isEmpty();
        }
    }

    @Test
    void manyLossesInARowGiveTheFileByteForByte() {
        byte[] file = new byte[2_000_000];
        new Random(7).nextBytes(file);
        Script piece = line -> {
            Received request = line.request();
            String range = request.header("range");
            int from = range == null ? 0 : Integer.parseInt(range.substring(6, range.length() - 1));
            int to = Math.min(file.length, from + 150_001);
            if (range == null) {
                line.head(200, file.length, ETAG);
            } else {
                line.head(
                        206,
                        file.length - from,
                        ETAG,
                        "Content-Range: bytes " + from + "-" + (file.length - 1) + "/" + file.length);
            }
            line.send(Arrays.copyOfRange(file, from, to));
            line.close(); // FIN: what was sent arrives
        };
        try (ScriptedReplica a = ScriptedReplica.start().always(piece);
                ScriptedReplica b = ScriptedReplica.start().always(piece);
                TestEngine engine = engine(a, b)) {
            assertThat(engine.get("/file").bytes()).isEqualTo(file);
        }
    }

    @Test
    void anAnswerLongerThanItSaidGivesNoByteTooMany() {
        Signal seen = new Signal();
        String tooMuch =
                "HTTP/1.1 206 x\r\n" + ETAG + "\r\nContent-Range: bytes 10-35/36\r\nTransfer-Encoding: chunked\r\n"
                        + "\r\n1e\r\n" + FILE.substring(10) + "more\r\n0\r\n\r\n";
        try (ScriptedReplica a = ScriptedReplica.start().next(breaksOff(200, FILE, 10, seen, ETAG));
                ScriptedReplica b = ScriptedReplica.start().next(Script.sendsAndCloses(tooMuch));
                TestEngine engine = engine(a, b)) {
            Client client = engine.get("/file");
            client.awaitSize(10);
            seen.fire();
            assertThat(new String(client.bytes(), StandardCharsets.UTF_8)).isEqualTo(FILE);
        }
    }

    @Test
    void aSmallAnswerThatIsSlowToBecomeWholeIsADownloadToo() {
        Signal seen = new Signal();
        StreamProperties properties =
                new StreamProperties(true, WithoutId.SKIP_REPLAYED, true, DataSize.ofKilobytes(64), Set.of());
        try (ScriptedReplica a = ScriptedReplica.start().next(breaksOff(200, FILE, 10, seen, ETAG));
                ScriptedReplica b = ScriptedReplica.start().next(ReplicaDiesMidDownloadTest::serve);
                TestEngine engine = TestEngine.setup(a, b)
                        .continuations(new Continuations(properties))
                        .start()) {
            Client client = engine.get("/file");
            client.awaitSize(10); // after the second that rule 4 allows it
            seen.fire();
            assertThat(client.text()).isEqualTo(FILE);
            assertThat(b.received(0).header("range")).isEqualTo("bytes=10-");
        }
    }

    @Test
    void aClientThatLeavesInThePauseFreesEverything() {
        Signal seen = new Signal();
        try (ScriptedReplica a = ScriptedReplica.start().next(breaksOff(200, FILE, 10, seen, ETAG));
                TestEngine engine = engine(a).refusedIsDown()) {
            Client client = engine.get("/file");
            client.awaitSize(10);
            a.deafen();
            seen.fire();
            engine.awaitHeld(1);
            client.leave();
            engine.awaitHeld(0);
        }
    }
}
