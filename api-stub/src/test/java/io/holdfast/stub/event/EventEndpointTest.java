package io.holdfast.stub.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.stub.Settings;
import io.holdfast.stub.Stub;
import io.holdfast.stub.testing.Calls;
import io.holdfast.stub.testing.RawClient;
import io.holdfast.stub.testing.RawClient.Head;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventEndpointTest {
    @TempDir
    static Path state;

    private static Stub stub;
    private static Stub other;

    @BeforeAll
    static void start() throws Exception {
        Settings settings = Settings.defaults().withPort(0).withState(state);
        stub = Stub.start(settings.withName("one"));
        other = Stub.start(settings.withName("two"));
    }

    @AfterAll
    static void stop() {
        stub.close();
        other.close();
    }

    @Test
    void anotherReplicaGoesOnAfterTheLastId() throws Exception {
        try (RawClient client = new RawClient(stub.port())) {
            client.request("GET", "/api/events?interval=5");
            client.readUntil("id: 7\n");
        }
        String rest = Calls.get(other.port(), "/api/events?interval=5&count=9&final=complete", "Last-Event-ID", "7")
                .body();
        assertThat(rest)
                .isEqualTo("id: 8\nevent: status\ndata: {\"sequence\":8,\"replica\":\"two\"}\n\n"
                        + "id: 9\nevent: status\ndata: {\"sequence\":9,\"replica\":\"two\"}\n\n"
                        + "event: complete\ndata: {\"sequence\":9}\n\n");
    }

    @Test
    void anIdThatItNeverGaveIsRefused() throws Exception {
        HttpResponse<String> answer = Calls.get(stub.port(), "/api/events", "Last-Event-ID", "x");
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("Last-Event-ID: x (expected: ");
    }

    @Test
    void headersComeBeforeTheFirstEvent() throws Exception {
        try (RawClient client = new RawClient(stub.port())) {
            Head head = client.request("GET", "/api/events?first=60000").head();
            assertThat(head.header("content-type")).isEqualTo("text/event-stream; charset=utf-8");
            assertThat(head.header("cache-control")).isEqualTo("no-cache");
            assertThat(client.silentFor(100)).isTrue();
        }
    }

    @Test
    void aLogIsReplayedAtOnceByAnyReplicaAndGoesOnInTime() throws Exception {
        String log = "/api/jobs/id/a%2Fb/logs?interval=100&count=8";
        try (RawClient client = new RawClient(stub.port())) {
            client.request("GET", log);
            client.readUntil("log line 5\n\n");
        }
        long begun = System.nanoTime();
        try (RawClient client = new RawClient(other.port())) {
            client.request("GET", log);
            client.readUntil("log line 5\n\n");
            long replayed = (System.nanoTime() - begun) / 1_000_000;
            assertThat(replayed).isLessThan(400);
            String rest = client.readUntil("\r\n0\r\n\r\n");
            assertThat(rest).containsSubsequence("log line 6\n", "log line 7\n", "log line 8\n", "event: complete\n");
        }
    }

    @Test
    void logsAreTheSameOnEveryReplica() throws Exception {
        String log = "/api/jobs/id/77/logs?interval=1&count=30";
        String text = Calls.get(stub.port(), log).body();
        assertThat(text).startsWith("data: log line 1\n\n").endsWith("event: complete\ndata: 30 lines\n\n");
        assertThat(Calls.get(other.port(), log).body()).isEqualTo(text);
    }

    @Test
    void statusEventsConnectAndThenBeat() throws Exception {
        try (RawClient client = new RawClient(stub.port())) {
            client.request("GET", "/api/sse/status?interval=20");
            client.readUntil("event: connected\n");
            client.readUntil("event: heartbeat\n");
            client.readUntil("event: heartbeat\n");
        }
    }

    @Test
    void aStreamThatIsNotReadStopsAndGoesOn() throws Exception {
        int count = 60_000;
        try (RawClient client = new RawClient(stub.port())) {
            client.request("GET", "/api/events?interval=0&count=" + count);
            for (int i = 0; i < 50; i++) {
                assertThat(Calls.get(stub.port(), "/api/status").statusCode()).isEqualTo(200);
            }
            String all = new String(client.send("GET /nowhere HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
                    .ending()
                    .bytes());
            assertThat(all).contains("id: 1\n", "id: " + count + "\n", "HTTP/1.1 404 ");
            assertThat(all.split("event: status").length - 1).isEqualTo(count);
        }
    }
}
