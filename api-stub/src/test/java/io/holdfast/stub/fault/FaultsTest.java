package io.holdfast.stub.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.stub.Settings;
import io.holdfast.stub.Stub;
import io.holdfast.stub.json.Json;
import io.holdfast.stub.testing.Calls;
import io.holdfast.stub.testing.RawClient;
import io.holdfast.stub.testing.RawClient.Ending;
import io.holdfast.stub.testing.RawClient.Head;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FaultsTest {
    private static Stub stub;

    @BeforeAll
    static void start() throws Exception {
        stub = Stub.start(Settings.defaults().withPort(0).withFaults(true).withShutdownGrace(Duration.ofMillis(200)));
    }

    @AfterAll
    static void stop() {
        stub.close();
    }

    @AfterEach
    void clear() throws Exception {
        HttpResponse<String> cleared = Calls.call(stub.port(), "DELETE", "/faults", "");
        String none = Json.text(FaultSettings.NONE.asMap());
        assertThat(cleared.body()).startsWith(none.substring(0, none.length() - 1));
    }

    private static int status(String target) throws Exception {
        return Calls.get(stub.port(), target).statusCode();
    }

    private static Ending ending(String target) throws Exception {
        try (RawClient client = new RawClient(stub.port())) {
            return client.request("GET", target).ending();
        }
    }

    private static boolean silent(String method, String target, String body) throws Exception {
        try (RawClient client = new RawClient(stub.port())) {
            client.request(method, target, "Content-Length: " + body.length()).send(body);
            return client.silentFor(300);
        }
    }

    @Test
    void healthCanBeWrongInEveryWay() throws Exception {
        Calls.fault(stub.port(), "{\"health\":\"unhealthy\"}");
        for (String path :
                new String[] {"/api/health", "/health", "/health/liveness", "/health/readiness", "/health/startup"}) {
            HttpResponse<String> down = Calls.get(stub.port(), path);
            assertThat(down.statusCode()).isEqualTo(503);
            assertThat(Calls.json(down)).containsEntry("status", "DOWN").containsEntry("replica", "replica-1");
        }
        assertThat(status("/api/status")).isEqualTo(200);
        Calls.fault(stub.port(), "{\"health\":\"missing\"}");
        assertThat(status("/api/health")).isEqualTo(404);
        Calls.fault(stub.port(), "{\"health\":\"degraded\"}");
        HttpResponse<String> degraded = Calls.get(stub.port(), "/api/health");
        assertThat(degraded.statusCode()).isEqualTo(200);
        assertThat(degraded.body()).matches("\\[\\{.*\"status\":\"degraded\".*},503]");
        Calls.fault(stub.port(), "{\"health\":\"hang\"}");
        assertThat(silent("GET", "/api/health", "")).isTrue();
        assertThat(status("/api/status")).isEqualTo(200);
    }

    @Test
    void everythingButHealthAnswersTheStatusThatIsSet() throws Exception {
        Calls.fault(stub.port(), "{\"answer\":503,\"retryAfter\":7}");
        HttpResponse<String> answer = Calls.call(stub.port(), "POST", "/api/jobs/image", "{}");
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.headers().firstValue("retry-after")).hasValue("7");
        assertThat(Calls.json(answer)).containsEntry("replica", "replica-1");
        assertThat(status("/nowhere")).isEqualTo(503);
        assertThat(status("/api/health")).isEqualTo(200);
        Calls.fault(stub.port(), "{\"answer\":0}");
        assertThat(status("/api/status")).isEqualTo(200);
    }

    @Test
    void everyRequestButHealthIsReset() throws Exception {
        Calls.fault(stub.port(), "{\"reset\":true}");
        Ending ending = ending("/api/status");
        assertThat(ending.reset()).isTrue();
        assertThat(ending.bytes()).isEmpty();
        assertThat(status("/api/health")).isEqualTo(200);
    }

    @Test
    void aHangAcceptsAndNeverAnswers() throws Exception {
        Calls.fault(stub.port(), "{\"hang\":true}");
        assertThat(silent("GET", "/api/status", "")).isTrue();
        assertThat(silent("POST", "/api/echo", "x")).isTrue();
        assertThat(silent("GET", "/api/health", "")).isTrue();
        Calls.fault(stub.port(), "{\"healthHang\":false}");
        assertThat(status("/api/health")).isEqualTo(200);
    }

    @Test
    void whatHungBeforeStaysUnanswered() throws Exception {
        Calls.fault(stub.port(), "{\"hang\":true}");
        try (RawClient client = new RawClient(stub.port())) {
            client.request("GET", "/api/status");
            assertThat(client.silentFor(100)).isTrue();
            Calls.fault(stub.port(), "{\"hang\":false}");
            assertThat(client.silentFor(200)).isTrue();
        }
        assertThat(status("/api/status")).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 100, 741})
    void aWholeAnswerIsBrokenOffAfterSoManyBytes(int bytes) throws Exception {
        Calls.fault(stub.port(), "{\"breakAfter\":" + bytes + "}");
        Ending ending = ending("/api/status");
        assertThat(ending.reset()).isTrue();
        assertThat(ending.text()).contains("content-length: 742\r\n");
        assertThat(ending.text().substring(ending.text().indexOf("\r\n\r\n") + 4))
                .hasSize(bytes);
        assertThat(status("/api/health")).isEqualTo(200);
    }

    @Test
    void aBodyThatIsShorterPasses() throws Exception {
        Calls.fault(stub.port(), "{\"breakAfter\":742}");
        assertThat(Calls.get(stub.port(), "/api/status").body()).hasSize(742);
    }

    @Test
    void aDownloadUnderWayIsBrokenOffAtItsPosition() throws Exception {
        try (RawClient client = new RawClient(stub.port())) {
            client.request("GET", "/api/images/x/fits?size=10000000&rate=500000");
            client.head();
            client.read(50_000);
            Calls.fault(stub.port(), "{\"breakAfter\":150000}");
            Ending ending = client.ending();
            assertThat(ending.reset()).isTrue();
            assertThat(ending.bytes()).hasSize(100_000);
        }
    }

    @Test
    void anEventStreamIsBrokenOffInTheMiddleOfAnEvent() throws Exception {
        Calls.fault(stub.port(), "{\"breakAfter\":100}");
        Ending ending = ending("/api/events?interval=5");
        assertThat(ending.reset()).isTrue();
        assertThat(ending.text()).doesNotEndWith("\n\n").doesNotEndWith("0\r\n\r\n");
    }

    @Test
    void answersAreLateAndHealthOnlyWhenSaid() throws Exception {
        Calls.fault(stub.port(), "{\"delay\":300}");
        try (RawClient late = new RawClient(stub.port());
                RawClient health = new RawClient(stub.port())) {
            late.request("POST", "/api/echo", "Content-Length: 3").send("abc");
            health.request("GET", "/api/health");
            health.read(health.head().length());
            assertThat(late.silentFor(150)).isTrue();
            assertThat(late.text(late.head().length())).contains("\"bytes\":3");
            Calls.fault(stub.port(), "{\"delayHealth\":true}");
            health.request("GET", "/api/health");
            assertThat(health.silentFor(150)).isTrue();
            assertThat(health.head().status()).isEqualTo(200);
        }
    }

    @Test
    void eventStreamsEndCleanlyWhenSaid() throws Exception {
        try (RawClient client = new RawClient(stub.port())) {
            client.request("GET", "/api/events?interval=20");
            client.readUntil("id: 3\n");
            Calls.fault(stub.port(), "{\"sseEnd\":true}");
            client.readUntil("\r\n0\r\n\r\n");
            client.request("GET", "/api/health");
            assertThat(client.head().status()).isEqualTo(200);
        }
    }

    @Test
    void aFaultThatIsNotKnownIsRefused() throws Exception {
        HttpResponse<String> answer = Calls.call(stub.port(), "PUT", "/faults", "{\"answer\":503,\"x\":1}");
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("x is not known (expected: health, ");
        assertThat(status("/api/status")).isEqualTo(200);
    }

    @Test
    void theClientOfAHangCanLeave() throws Exception {
        Calls.fault(stub.port(), "{\"hang\":true}");
        for (int i = 0; i < 50; i++) {
            try (RawClient client = new RawClient(stub.port())) {
                client.request("GET", "/api/status");
            }
        }
        Calls.fault(stub.port(), "{\"hang\":false}");
        try (RawClient client = new RawClient(stub.port())) {
            Head head = client.request("GET", "/api/status").head();
            assertThat(head.status()).isEqualTo(200);
        }
    }
}
