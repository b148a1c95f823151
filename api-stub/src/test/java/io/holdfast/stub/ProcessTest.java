package io.holdfast.stub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.holdfast.stub.testing.Calls;
import io.holdfast.stub.testing.RawClient;
import io.holdfast.stub.testing.ReplicaProcess;
import io.holdfast.stub.testing.ReplicaProcess.Finished;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What only whole processes can show. */
class ProcessTest {
    @TempDir
    Path state;

    private static Map<String, Object> executions(ReplicaProcess replica) throws Exception {
        return Calls.json(Calls.get(replica.port(), "/api/executions"));
    }

    private static CompletableFuture<HttpResponse<String>> order(ReplicaProcess replica, int millis) {
        return Calls.client()
                .sendAsync(
                        Calls.request(
                                replica.port(),
                                "POST",
                                "/api/jobs/image?ms=" + millis,
                                "{\"request\":\"q1\"}",
                                "Idempotency-Key",
                                "k"),
                        BodyHandlers.ofString());
    }

    private void awaitKeyTaken() throws IOException {
        Path keys = state.resolve("keys");
        boolean taken = false;
        while (!taken) {
            try (Stream<Path> files = Files.list(keys)) {
                taken = files.anyMatch(file -> file.toString().endsWith(".1"));
            }
        }
    }

    @Test
    void processesShareKeysAndExecutions() throws Exception {
        try (ReplicaProcess one = ReplicaProcess.start("--state", state.toString(), "--name", "one");
                ReplicaProcess two = ReplicaProcess.start("--state", state.toString(), "--name", "two")) {
            assertThat(one.ready()).matches("one listening on 127\\.0\\.0\\.1:\\d+");
            CompletableFuture<HttpResponse<String>> first = order(one, 500);
            awaitKeyTaken();
            HttpResponse<String> second = order(two, 500).join();
            assertThat(second.headers().firstValue("Idempotent-Replay")).hasValue("true");
            assertThat(second.body()).isEqualTo(first.join().body()).contains("\"replica\":\"one\"");
            assertThat(executions(two)).isEqualTo(Map.of("q1", 1));
        }
    }

    @Test
    void theKeyOfAKilledReplicaIsTakenOverByAnotherThatWaited() throws Exception {
        try (ReplicaProcess one = ReplicaProcess.start("--state", state.toString(), "--name", "one");
                ReplicaProcess two = ReplicaProcess.start("--state", state.toString(), "--name", "two")) {
            CompletableFuture<HttpResponse<String>> first = order(one, 3_600_000);
            awaitKeyTaken();
            CompletableFuture<HttpResponse<String>> second = order(two, 50);
            assertThat(executions(two)).isEmpty();
            assertThat(second).isNotDone();
            one.kill();
            assertThatThrownBy(first::join).hasRootCauseInstanceOf(IOException.class);
            HttpResponse<String> answer = second.join();
            assertThat(answer.statusCode()).isEqualTo(201);
            assertThat(answer.headers().firstValue("Idempotent-Replay")).isEmpty();
            assertThat(answer.body()).contains("\"replica\":\"two\"");
            assertThat(executions(two)).isEqualTo(Map.of("q1", 1));
        }
    }

    @Test
    void whatWasKeptIsGivenAgainAfterAllReplicasWereKilled() throws Exception {
        String body;
        try (ReplicaProcess one = ReplicaProcess.start("--state", state.toString())) {
            body = order(one, 0).join().body();
            one.kill();
        }
        try (ReplicaProcess next = ReplicaProcess.start("--state", state.toString(), "--name", "next")) {
            HttpResponse<String> again = order(next, 0).join();
            assertThat(again.body()).isEqualTo(body);
            assertThat(executions(next)).isEqualTo(Map.of("q1", 1));
        }
    }

    @Test
    void onTermItFinishesWhatIsInFlightAndEndsTheRest() throws Exception {
        try (ReplicaProcess replica = ReplicaProcess.start("--shutdown-grace", "15s");
                RawClient slow = new RawClient(replica.port());
                RawClient idle = new RawClient(replica.port());
                RawClient events = new RawClient(replica.port());
                RawClient socket = new RawClient(replica.port())) {
            idle.request("GET", "/api/health");
            idle.read(idle.head().length());
            events.request("GET", "/api/events?interval=20");
            events.readUntil("id: 2\n");
            socket.request(
                    "GET",
                    "/api/ws/status",
                    "Connection: Upgrade",
                    "Upgrade: websocket",
                    "Sec-WebSocket-Version: 13",
                    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==");
            assertThat(socket.head().status()).isEqualTo(101);
            slow.request("GET", "/api/slow?ms=1500");
            assertThat(slow.silentFor(200)).isTrue();

            replica.terminate();

            assertThat(socket.read(4)).containsExactly(0x88, 2, 0x03, 0xf4);
            socket.send(new byte[] {(byte) 0x88, (byte) 0x82, 0, 0, 0, 0, 0x03, (byte) 0xf4});
            assertThat(socket.ending().bytes()).isEmpty();
            RawClient.Ending ended = events.ending();
            assertThat(ended.reset()).isFalse();
            assertThat(ended.text()).endsWith("}\n\n\r\n0\r\n\r\n");
            assertThat(idle.ending().reset()).isFalse();
            assertThatThrownBy(() -> new RawClient(replica.port())).isInstanceOf(IOException.class);
            RawClient.Head late = slow.head();
            assertThat(late.status()).isEqualTo(200);
            assertThat(late.header("connection")).isEqualTo("close");
            assertThat(slow.text(late.length())).contains("\"slept\":1500");
            assertThat(replica.awaitExit()).isZero();
            assertThat(replica.rest()).isEqualTo("replica-1 stopped\n");
        }
    }

    @Test
    void aRequestThatCameWhileItStoodStillIsAnsweredAlthoughItsConnectionLooksIdle() throws Exception {
        try (ReplicaProcess replica = ReplicaProcess.start("--keep-alive", "300ms");
                RawClient client = new RawClient(replica.port())) {
            client.request("GET", "/api/health");
            client.read(client.head().length());
            replica.signal("STOP");
            client.request("GET", "/api/health");
            assertThat(client.silentFor(600)).isTrue();
            replica.signal("CONT");
            assertThat(client.head().status()).isEqualTo(200);
        }
    }

    @Test
    void itStopsWhenItsInputEnds() throws Exception {
        try (ReplicaProcess replica = ReplicaProcess.start("--end-with-input")) {
            replica.endInput();
            assertThat(replica.awaitExit()).isZero();
            assertThat(replica.rest()).isEqualTo("replica-1 stopped\n");
        }
    }

    @Test
    void whatDoesNotFinishWithinTheGraceIsCut() throws Exception {
        try (ReplicaProcess replica = ReplicaProcess.start("--shutdown-grace", "300ms");
                RawClient slow = new RawClient(replica.port())) {
            slow.request("GET", "/api/slow?ms=3600000");
            assertThat(slow.silentFor(200)).isTrue();
            replica.terminate();
            assertThat(slow.ending().bytes()).isEmpty();
            assertThat(replica.awaitExit()).isZero();
            assertThat(replica.rest()).isEqualTo("replica-1 stopped, connections cut: 1\n");
        }
    }

    @Test
    void theHealthCommandTellsByItsExitCode() throws Exception {
        try (ReplicaProcess replica = ReplicaProcess.start("--faults")) {
            Map<String, String> environment = Map.of("STUB_PORT", Integer.toString(replica.port()));
            Finished up = ReplicaProcess.run(environment, "health");
            assertThat(up.exit()).isZero();
            assertThat(up.out()).isEqualTo("http://127.0.0.1:" + replica.port() + "/api/health answered 200\n");
            Calls.fault(replica.port(), "{\"health\":\"unhealthy\"}");
            Finished down =
                    ReplicaProcess.run(Map.of(), "health", "http://127.0.0.1:" + replica.port() + "/health/liveness");
            assertThat(down.exit()).isEqualTo(1);
            assertThat(down.err()).endsWith("/health/liveness answered 503\n");
            replica.kill();
            Finished gone = ReplicaProcess.run(environment, "health");
            assertThat(gone.exit()).isEqualTo(1);
            assertThat(gone.err()).contains("Connection refused");
        }
        Finished wrong = ReplicaProcess.run(Map.of(), "health", "localhost:8000");
        assertThat(wrong.exit()).isEqualTo(1);
        assertThat(wrong.err())
                .isEqualTo("holdfast-api-stub health: localhost:8000 (expected: http://host[:port]/path)\n");
    }

    @Test
    void theHealthCommandDoesNotWaitForEverOnAHang() throws Exception {
        try (ReplicaProcess replica = ReplicaProcess.start("--faults")) {
            Calls.fault(replica.port(), "{\"hang\":true}");
            Finished hang = ReplicaProcess.run(Map.of("STUB_PORT", Integer.toString(replica.port())), "health");
            assertThat(hang.exit()).isEqualTo(1);
            assertThat(hang.err()).contains("timed out");
        }
    }

    @Test
    void aPortInUseIsOneClearLine() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, java.net.InetAddress.getByName("127.0.0.1"))) {
            String port = Integer.toString(taken.getLocalPort());
            Finished finished = ReplicaProcess.run(Map.of(), "--port", port);
            assertThat(finished.exit()).isEqualTo(1);
            assertThat(finished.err())
                    .isEqualTo("holdfast-api-stub: cannot listen on 127.0.0.1:" + port + ": the port is in use\n");
            assertThat(finished.out()).isEmpty();
        }
    }

    @Test
    void wrongUseIsOneClearLineAndExitCode2() throws Exception {
        Finished option = ReplicaProcess.run(Map.of(), "--prot", "8001");
        assertThat(option.exit()).isEqualTo(2);
        assertThat(option.err()).matches("holdfast-api-stub: --prot is not known \\(expected: .*\\)\n");
        Finished variable = ReplicaProcess.run(Map.of("STUB_PORT", "none"));
        assertThat(variable.exit()).isEqualTo(2);
        assertThat(variable.err()).isEqualTo("holdfast-api-stub: STUB_PORT: none (expected: 0 to 65535)\n");
    }

    @Test
    void aStateThatCannotBeWrittenIsOneClearLine() throws Exception {
        Path file = Files.writeString(state.resolve("file"), "x");
        Finished finished = ReplicaProcess.run(Map.of(), "--port", "0", "--state", file.toString());
        assertThat(finished.exit()).isEqualTo(1);
        assertThat(finished.err())
                .startsWith("holdfast-api-stub: --state: " + file + " (expected: a directory that can be written): ")
                .containsOnlyOnce("\n");
    }

    @Test
    void helpNamesEveryOption() throws Exception {
        Finished help = ReplicaProcess.run(Map.of(), "--help");
        assertThat(help.exit()).isZero();
        assertThat(help.out())
                .contains("--port", "--host", "--name", "--state", "--faults", "--keep-alive", "health [URL]");
    }
}
