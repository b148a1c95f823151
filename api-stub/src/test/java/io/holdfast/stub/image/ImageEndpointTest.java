package io.holdfast.stub.image;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.stub.Settings;
import io.holdfast.stub.Stub;
import io.holdfast.stub.testing.Calls;
import io.holdfast.stub.testing.RawClient;
import io.holdfast.stub.testing.RawClient.Head;
import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ImageEndpointTest {
    private static final String IMAGE = "/api/images/m31/fits?size=3000000";
    private static Stub stub;
    private static Stub other;
    private static byte[] whole;
    private static Head first;

    @BeforeAll
    static void start() throws Exception {
        stub = Stub.start(Settings.defaults().withPort(0));
        other = Stub.start(Settings.defaults().withPort(0).withName("replica-2"));
        try (RawClient client = new RawClient(stub.port())) {
            first = client.request("GET", IMAGE).head();
            whole = client.read(first.length());
        }
    }

    @AfterAll
    static void stop() {
        stub.close();
        other.close();
    }

    private static Head head(RawClient client, String target, String... headers) throws Exception {
        return client.request("GET", target, headers).head();
    }

    @Test
    void aDownloadHasWhatIsNeededToContinueIt() throws Exception {
        assertThat(first.status()).isEqualTo(200);
        assertThat(first.length()).isEqualTo(3_000_000);
        assertThat(first.header("etag")).matches("\"[0-9a-f]{32}\"");
        assertThat(first.header("last-modified")).isEqualTo("Mon, 17 Nov 2025 15:35:36 GMT");
        assertThat(first.header("accept-ranges")).isEqualTo("bytes");
        assertThat(first.header("content-encoding")).isEmpty();
    }

    @Test
    void anotherReplicaContinuesItWithTheSameBytes() throws Exception {
        try (RawClient client = new RawClient(other.port())) {
            Head rest = head(client, IMAGE, "Range: bytes=1234567-", "If-Range: " + first.header("etag"));
            assertThat(rest.status()).isEqualTo(206);
            assertThat(rest.header("content-range")).isEqualTo("bytes 1234567-2999999/3000000");
            assertThat(rest.header("etag")).isEqualTo(first.header("etag"));
            assertThat(client.read(rest.length())).isEqualTo(Arrays.copyOfRange(whole, 1234567, 3_000_000));
        }
    }

    @Test
    void theDigestIsThatOfTheBytes() throws Exception {
        HttpResponse<String> digest = Calls.get(other.port(), "/api/images/m31/sha256?size=3000000");
        String hex = HexFormat.of().formatHex(Sha256.digest().digest(whole));
        assertThat(Calls.json(digest)).containsEntry("sha256", hex).containsEntry("replica", "replica-2");
    }

    @Test
    void aChangedTagGivesTheWhole() throws Exception {
        try (RawClient client = new RawClient(stub.port())) {
            Head head = head(client, IMAGE, "Range: bytes=5-", "If-Range: \"other\"");
            assertThat(head.status()).isEqualTo(200);
            assertThat(head.length()).isEqualTo(3_000_000);
        }
    }

    @Test
    void sizesHaveTheirOwnTags() throws Exception {
        try (RawClient client = new RawClient(stub.port())) {
            assertThat(head(client, "/api/images/m31/fits?size=10").header("etag"))
                    .isNotEqualTo(first.header("etag"));
        }
    }

    @Test
    void aRangePastTheEndIs416WithTheLength() throws Exception {
        HttpResponse<String> answer = Calls.get(stub.port(), IMAGE, "Range", "bytes=3000000-");
        assertThat(answer.statusCode()).isEqualTo(416);
        assertThat(answer.headers().firstValue("content-range")).hasValue("bytes */3000000");
    }

    @Test
    void aKnownTagIs304() throws Exception {
        try (RawClient client = new RawClient(stub.port())) {
            Head same = head(client, IMAGE, "If-None-Match: " + first.header("etag"));
            assertThat(same.status()).isEqualTo(304);
            assertThat(same.header("etag")).isEqualTo(first.header("etag"));
            assertThat(head(client, "/api/images/m31/fits?size=3").status()).isEqualTo(200);
        }
    }

    @Test
    void headIgnoresRangeAndSendsNoBody() throws Exception {
        try (RawClient client = new RawClient(stub.port())) {
            Head head = client.request("HEAD", IMAGE, "Range: bytes=0-4").head();
            assertThat(head.status()).isEqualTo(200);
            assertThat(head.length()).isEqualTo(3_000_000);
            assertThat(client.request("GET", "/api/health").head().status()).isEqualTo(200);
        }
    }

    @Test
    void variantsTakeTheValidatorsAway() throws Exception {
        String image = "/api/images/x/fits?size=4";
        assertThat(Calls.get(stub.port(), image + "&etag=weak").headers().firstValue("etag"))
                .hasValueSatisfying(tag -> assertThat(tag).startsWith("W/\""));
        assertThat(Calls.get(stub.port(), image + "&etag=none").headers().firstValue("etag"))
                .isEmpty();
        assertThat(Calls.get(stub.port(), image + "&modified=none").headers().firstValue("last-modified"))
                .isEmpty();
        assertThat(Calls.get(stub.port(), image + "&encoded=true").headers().firstValue("content-encoding"))
                .hasValue("gzip");
        HttpResponse<String> wrong = Calls.get(stub.port(), image + "&etag=odd");
        assertThat(wrong.body()).contains("etag: odd (expected: strong, weak, none)");
    }

    @Test
    void aTooYoungDateDoesNotContinueADownload() throws Exception {
        String recent = "/api/images/x/fits?size=40&etag=none&modified=recent";
        HttpResponse<String> answer = Calls.get(stub.port(), recent);
        String modified = answer.headers().firstValue("last-modified").orElseThrow();
        assertThat(Calls.get(stub.port(), recent, "Range", "bytes=5-", "If-Range", modified)
                        .statusCode())
                .isEqualTo(200);
        String old = "/api/images/x/fits?size=40&etag=none";
        String date = Calls.get(stub.port(), old)
                .headers()
                .firstValue("last-modified")
                .orElseThrow();
        assertThat(Calls.get(stub.port(), old, "Range", "bytes=5-", "If-Range", date)
                        .statusCode())
                .isEqualTo(206);
    }

    @Test
    void aRateIsKept() throws Exception {
        try (RawClient client = new RawClient(stub.port())) {
            long begun = System.nanoTime();
            client.request("GET", "/api/images/x/fits?size=100000&rate=200000");
            client.read(client.head().length());
            assertThat((System.nanoTime() - begun) / 1_000_000).isBetween(480L, 5_000L);
        }
    }

    @Test
    void aClientThatDoesNotReadHoldsNothingUp() throws Exception {
        try (RawClient slow = new RawClient(stub.port())) {
            Head head =
                    slow.request("GET", "/api/images/x/fits?size=1000000000000").head();
            assertThat(head.length()).isEqualTo(1_000_000_000_000L);
            for (int i = 0; i < 100; i++) {
                assertThat(Calls.get(stub.port(), "/api/status").statusCode()).isEqualTo(200);
            }
        }
    }

    @Test
    void anEmptyImageIsEmpty() throws Exception {
        assertThat(Calls.get(stub.port(), "/api/images/x/fits?size=0").body()).isEmpty();
    }
}
