package io.holdfast.gateway.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.gateway.testing.Certificates;
import io.holdfast.gateway.testing.Http2Client;
import io.holdfast.gateway.testing.Patience;
import io.holdfast.gateway.testing.RawClient;
import io.holdfast.gateway.testing.RawSocket;
import io.holdfast.gateway.testing.RawSocketClient;
import io.holdfast.gateway.testing.Script;
import io.holdfast.gateway.testing.ScriptedReplica;
import io.holdfast.gateway.testing.ScriptedSocketReplica;
import io.holdfast.gateway.testing.Signal;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** TLS and HTTP/2 at the entry: the same handling as of plain HTTP/1.1, on both lanes. */
class TlsEntryTest {

    @TempDir
    static Path folder;

    private static Certificates certificates;
    private static SSLContext tls;
    private static RunningGateway gateway;

    private final ScriptedReplica replica = ScriptedReplica.start();

    @BeforeAll
    static void start() {
        certificates = new Certificates(folder);
        Path entry = certificates.keyStore("entry", "dns:localhost", "ip:127.0.0.1");
        tls = Certificates.context(certificates.trusting("trust", entry));
        List<String> properties = new ArrayList<>(Certificates.bundle("entry", entry, null));
        properties.addAll(List.of(
                "server.ssl.bundle=entry",
                "server.http2.enabled=true",
                "server.netty.idle-timeout=1s",
                "spring.ssl.bundle.jks.entry.reload-on-update=true",
                "spring.ssl.bundle.watch.file.quiet-period=100ms",
                "holdfast.limits.body-pause=300ms",
                "holdfast.limits.answer-pause=300ms",
                "holdfast.limits.body-size=1MB"));
        gateway = TwoRoutes.start(properties.toArray(String[]::new));
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @BeforeEach
    void connect() {
        gateway.replicas("api", replica);
    }

    @AfterEach
    void everythingIsGivenBack() {
        try {
            gateway.awaitQuiet("api");
        } finally {
            gateway.service("api").replicas(List.of());
            replica.close();
        }
    }

    private static HttpResponse<String> get(HttpClient.Version version, String path) throws Exception {
        HttpClient client =
                HttpClient.newBuilder().sslContext(tls).version(version).build();
        URI uri = URI.create("https://localhost:" + gateway.port() + path);
        return client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
    }

    @ParameterizedTest
    @CsvSource({"HTTP_2,/fast/x", "HTTP_2,/ordinary/x", "HTTP_1_1,/fast/x", "HTTP_1_1,/ordinary/x"})
    void bothVersionsAreServedByBothLanes(HttpClient.Version version, String path) throws Exception {
        replica.always(Script.ok("hello"));
        HttpResponse<String> answer = get(version, path);
        assertThat(answer.version()).isEqualTo(version);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("hello");
        assertThat(answer.headers().firstValue("via")).contains("1.1 holdfast");
        assertThat(replica.received(0).header("x-forwarded-proto")).isEqualTo("https");
        assertThat(replica.received(0).header("x-http2-stream-id")).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "POST /fast/x HTTP/1.1|Host: e|Content-Length: 4|Transfer-Encoding: chunked||0||",
                "GET /fast/x HTTP/1.1|Host: a|Host: b||",
                "GET /ordinary/x HTTP/1.1||",
                "POST /ordinary/x HTTP/1.1|Host: e|Transfer-Encoding: xchunked||0||",
            })
    void whatIsAmbiguousIsRefusedBehindTlsToo(String text) throws IOException {
        try (RawClient client = RawClient.to(gateway.port(), tls)) {
            client.send(text.replace("|", "\r\n"));
            assertThat(client.answer().status()).isEqualTo(400);
            assertThat(client.closed()).isTrue();
        }
        assertThat(replica.received()).isEmpty();
    }

    @Test
    void aBodyThatPausesIs408BehindTlsToo() throws IOException {
        replica.always(line -> {
            line.head();
            line.untilClosed();
        });
        try (RawClient client = RawClient.to(gateway.port(), tls)) {
            client.send("POST /fast/x HTTP/1.1\r\nHost: e\r\nContent-Length: 10\r\n\r\nabc");
            assertThat(client.answer().status()).isEqualTo(408);
            assertThat(client.closed()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/a b", "/a HTTP/1.1\r\nX: y", "/a#b", "a", "http://elsewhere/fast/x", ""})
    void aPathThatIsNoneIsRefusedOnHttp2(String path) {
        try (Http2Client client = Http2Client.to(gateway.port())) {
            refused(client.request(true, "GET", path));
        }
        assertThat(replica.received()).isEmpty();
    }

    @Test
    void twoHostsAndHeadersOfHttp1AreRefusedOnHttp2() {
        replica.always(line -> line.request()); // the head of what has a wrong length may come this far
        try (Http2Client client = Http2Client.to(gateway.port())) {
            refused(client.request(true, "GET", TwoRoutes.FAST, "host", "other.example"));
            refused(client.request(true, "GET", TwoRoutes.FAST, "transfer-encoding", "chunked"));
            refused(client.request(true, "GET", TwoRoutes.FAST, "connection", "x-a"));
            refused(client.request(true, "GET", TwoRoutes.FAST, "x-a", "1\r\nx-b: 2"));
            refused(client.request(true, "GET", TwoRoutes.FAST, "X-Upper", "1"));
            refused(client.request(true, "G T", TwoRoutes.FAST));
            refused(client.request(false, "POST", TwoRoutes.FAST, "content-length", "5")
                    .data("abc", true));
        }
        assertThat(replica.received()).noneMatch(r -> r.whole());
    }

    /** By status 400, or by Netty's reset of the stream. */
    private static void refused(Http2Client.Stream stream) {
        Object first = stream.next();
        assertThat(first.toString()).matches("(?s)RESET|.*:status: 400.*|.*status.*400.*");
    }

    @Test
    void theSameHostTwiceIsOneOnHttp2() {
        replica.always(Script.ok("x"));
        try (Http2Client client = Http2Client.to(gateway.port())) {
            assertThat(client.request(true, "GET", TwoRoutes.FAST, "host", "entry.example")
                            .status())
                    .isEqualTo(200);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {TwoRoutes.FAST, TwoRoutes.ORDINARY})
    void informationalAnswersAndTrailersPassOnHttp2(String path) {
        replica.always(line -> {
            line.request();
            line.send("HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n");
            line.head(200, -1, "Transfer-Encoding: chunked", "Trailer: x-sum");
            line.send("3\r\nabc\r\n0\r\nx-sum: 7\r\n\r\n");
        });
        try (Http2Client client = Http2Client.to(gateway.port())) {
            Http2Client.Stream stream = client.request(false, "POST", path, "te", "trailers", "trailer", "x-end");
            stream.data("body", false).trailers("x-end", "1");
            var hints = stream.head();
            assertThat(hints.status().toString()).isEqualTo("103");
            assertThat(hints.get("link").toString()).isEqualTo("</a>");
            assertThat(stream.status()).isEqualTo(200);
            assertThat(stream.text()).isEqualTo("abc");
            var trailers = stream.next();
            while (!(trailers instanceof io.netty.handler.codec.http2.Http2Headers)) {
                trailers = stream.next(); // an empty part may come first
            }
            assertThat(trailers.toString()).contains("x-sum").contains("7");
        }
        assertThat(replica.received(0).body()).isEqualTo("body");
        assertThat(replica.received(0).trailerLines()).contains("x-end: 1");
    }

    @ParameterizedTest
    @ValueSource(strings = {TwoRoutes.FAST, TwoRoutes.ORDINARY})
    void aBodyThatPausesEndsItsStreamAndNoOther(String path) {
        replica.always(line -> {
            line.head();
            line.untilClosed();
        });
        try (Http2Client client = Http2Client.to(gateway.port())) {
            Http2Client.Stream stream = client.request(false, "POST", path).data("abc", false);
            assertThat(stream.status()).isEqualTo(408);
            assertThat(stream.text()).contains("limits.body-pause");
            Patience.until(
                    "nothing in flight",
                    () -> gateway.service("api").replicas().get(0).inFlight().get() == 0);
            assertThat(client.open()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {TwoRoutes.FAST, TwoRoutes.ORDINARY})
    void aClientThatDoesNotTakeItsAnswerLosesItsStream(String path) {
        Signal gone = new Signal();
        replica.always(line -> {
            line.request();
            line.head(200, 1L << 40);
            try {
                for (byte[] part = new byte[65536]; ; ) {
                    line.send(part);
                }
            } catch (IOException e) {
                gone.fire();
            }
        });
        try (Http2Client client = Http2Client.to(gateway.port())) {
            client.request(true, "GET", path).stopReading();
            gone.await();
            assertThat(client.open()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {TwoRoutes.FAST, TwoRoutes.ORDINARY})
    void aClientThatTakesNotEvenItsRefusalLosesItsStream(String path) {
        Signal gone = new Signal();
        replica.always(line -> {
            line.head();
            line.untilClosed();
            gone.fire();
        });
        try (Http2Client client = Http2Client.to(gateway.port(), 0)) {
            Http2Client.Stream stream = client.request(false, "POST", path).data("abc", false);
            assertThat(stream.status()).isEqualTo(408);
            gone.await();
            assertThat(client.open()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {TwoRoutes.FAST, TwoRoutes.ORDINARY})
    void aBodyTooLongIs413OnHttp2(String path) {
        replica.always(line -> {
            line.head();
            line.untilClosed();
        });
        try (Http2Client client = Http2Client.to(gateway.port())) {
            assertThat(client.request(false, "POST", path, "content-length", "9000000")
                            .status())
                    .isEqualTo(413);
            Http2Client.Stream stream = client.request(false, "POST", path);
            for (int i = 0; i < 33; i++) {
                stream.dataLater("x".repeat(32_768));
            }
            assertThat(stream.status()).isEqualTo(413);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {TwoRoutes.FAST, TwoRoutes.ORDINARY})
    void aSilentEventStreamOutlivesTheIdleTimeoutAndAConnectionWithoutRequestsDoesNot(String path) {
        Signal go = new Signal();
        replica.always(line -> {
            line.request();
            line.head(200, -1, "Content-Type: text/event-stream", "Transfer-Encoding: chunked");
            line.chunk("data: 1\n\n");
            go.await();
            line.chunk("event: end\ndata: 2\n\n");
            line.send("0\r\n\r\n");
        });
        try (Http2Client client = Http2Client.to(gateway.port());
                Http2Client idle = Http2Client.to(gateway.port())) {
            Http2Client.Stream stream = client.request(true, "GET", path);
            assertThat(stream.status()).isEqualTo(200);
            stream.textUntil("data: 1");
            idle.awaitClosed(); // opened later, and no request on it
            go.fire();
            assertThat(stream.textUntil("data: 2")).contains("event: end");
            client.awaitClosed();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {TwoRoutes.FAST, TwoRoutes.ORDINARY})
    void webSocketsWorkOverTls(String path) {
        try (ScriptedSocketReplica sockets = ScriptedSocketReplica.start()) {
            sockets.always(asked -> asked.target().equals("/probe")
                    ? ScriptedSocketReplica.refuse(200, "").to(asked)
                    : ScriptedSocketReplica.agree().to(asked));
            gateway.replicas("api", sockets);
            try (RawSocketClient asked = RawSocketClient.ask(gateway.port(), tls, path);
                    RawSocket client = asked.agreed()) {
                RawSocket there = sockets.socket();
                client.send("hello");
                assertThat(there.text()).isEqualTo("hello");
                there.send("and back");
                assertThat(client.text()).isEqualTo("and back");
            }
            gateway.awaitQuiet("api");
        }
    }

    @Test
    void aChangedCertificateIsTakenOverWithoutARestart() throws IOException {
        Signal go = new Signal();
        replica.next(line -> {
            line.request();
            go.await();
            line.answer(200, "late");
        });
        try (RawClient before = RawClient.to(gateway.port(), tls)) {
            before.request("GET", TwoRoutes.FAST, "");
            Path next = certificates.keyStore("entry", "dns:localhost", "ip:127.0.0.1", "dns:renewed.example");
            SSLContext trusting = Certificates.context(certificates.trusting("trust", next));
            Patience.until("the new certificate is shown", () -> showsRenewed(trusting));
            tls = trusting;
            go.fire();
            assertThat(before.answer().text())
                    .as("a connection of before goes on")
                    .isEqualTo("late");
        }
    }

    private static boolean showsRenewed(SSLContext trusting) {
        try (SSLSocket socket = (SSLSocket) trusting.getSocketFactory().createSocket("localhost", gateway.port())) {
            socket.startHandshake();
            X509Certificate shown = (X509Certificate) socket.getSession().getPeerCertificates()[0];
            return shown.getSubjectAlternativeNames().toString().contains("renewed.example");
        } catch (IOException e) {
            return false; // still the old one, which is not trusted here
        } catch (java.security.cert.CertificateException e) {
            throw new AssertionError(e);
        }
    }
}
