package io.holdfast.cli.notice;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.matchingJsonPath;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebChannelsTest {

    private static final String PATH = "/hook/T0KEN";
    private static final Secret SECRET = new Secret("s3cret");

    @RegisterExtension
    static final WireMockExtension server = WireMockExtension.newInstance()
            .options(WireMockConfiguration.options().dynamicPort().bindAddress("127.0.0.1"))
            .build();

    private final Clock clock = Clock.fixed(Sample.TIME, ZoneOffset.UTC);

    @Test
    void aWebhookGetsTheNoticeSignedOverTimestampAndBody() throws Exception {
        answer(aResponse().withStatus(204));

        assertThat(webhook(Duration.ofSeconds(5)).deliver(Sample.notice("one"))).isEqualTo(Delivery.done());

        LoggedRequest request =
                server.findAll(postRequestedFor(urlEqualTo(PATH))).get(0);
        String timestamp = request.getHeader("X-Holdfast-Timestamp");
        assertThat(timestamp).isEqualTo("1763393736");
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec("s3cret".getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        byte[] expected = mac.doFinal((timestamp + "." + request.getBodyAsString()).getBytes(StandardCharsets.UTF_8));
        assertThat(request.getHeader("X-Holdfast-Signature"))
                .isEqualTo("v1=" + HexFormat.of().formatHex(expected));
        assertThat(request.getHeader("Idempotency-Key")).isEqualTo("one");
        server.verify(postRequestedFor(urlEqualTo(PATH))
                .withRequestBody(matchingJsonPath("$.kind", equalTo("incident")))
                .withRequestBody(matchingJsonPath("$.severity", equalTo("critical")))
                .withRequestBody(matchingJsonPath("$.instance", equalTo("dsa110-api"))));
    }

    @Test
    void aKnownSignatureStaysTheSame() {
        assertThat(Signature.of(new Secret("key"), 1, "{}".getBytes(StandardCharsets.UTF_8)))
                .isEqualTo("v1=" + KNOWN);
    }

    /** {@code printf '1.{}' | openssl dgst -sha256 -hmac key}. */
    private static final String KNOWN = "1ba6b8171186efc613e8bcc0cbdab2748f24984d7c5a84faa2637afa0e40d224";

    @ParameterizedTest
    @ValueSource(ints = {408, 429, 500, 502, 503})
    void statusesThatPassAreTriedAgain(int status) {
        answer(aResponse().withStatus(status));

        assertThat(webhook(Duration.ofSeconds(5)).deliver(Sample.notice("one")))
                .isEqualTo(Delivery.later("answered " + status));
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 307, 400, 403, 404, 410})
    void statusesThatStayAreNot(int status) {
        answer(aResponse().withStatus(status).withHeader("Location", "http://127.0.0.1:1/elsewhere"));

        assertThat(webhook(Duration.ofSeconds(5)).deliver(Sample.notice("one"))).isInstanceOf(Delivery.Never.class);
    }

    @Test
    void retryAfterInSecondsOrAsADateIsHeard() {
        answer(aResponse().withStatus(429).withHeader("Retry-After", "17"));
        assertThat(webhook(Duration.ofSeconds(5)).deliver(Sample.notice("one")))
                .isEqualTo(new Delivery.Later("answered 429", Optional.of(Duration.ofSeconds(17))));

        answer(aResponse().withStatus(503).withHeader("Retry-After", "Mon, 17 Nov 2025 15:36:36 GMT"));
        assertThat(webhook(Duration.ofSeconds(5)).deliver(Sample.notice("one")))
                .isEqualTo(new Delivery.Later("answered 503", Optional.of(Duration.ofSeconds(60))));
    }

    @Test
    void silenceAndLostConnectionsAreTriedAgain() {
        answer(aResponse().withFixedDelay(3000));
        assertThat(webhook(Duration.ofMillis(300)).deliver(Sample.notice("one")))
                .isInstanceOf(Delivery.Later.class);

        answer(aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER));
        assertThat(webhook(Duration.ofSeconds(5)).deliver(Sample.notice("one"))).isInstanceOf(Delivery.Later.class);
    }

    @Test
    void aReceiverThatIsNotThereIsTriedAgainAndItsAddressIsNotShown() {
        WebhookChannel nobody = new WebhookChannel(
                "ops", URI.create("http://127.0.0.1:1" + PATH), Optional.empty(), poster(Duration.ofSeconds(5)), clock);

        assertThat(nobody.deliver(Sample.notice("one")).toString())
                .contains("refused")
                .doesNotContain("T0KEN");
        assertThat(nobody.target()).doesNotContain("T0KEN");
    }

    @Test
    void slackGetsALineAndAnAttachmentInWhichAContainersOutputHasNoMeaning() {
        answer(aResponse().withStatus(200).withBody("ok"));
        SlackChannel slack =
                new SlackChannel("team", URI.create(server.baseUrl() + PATH), poster(Duration.ofSeconds(5)));

        assertThat(slack.deliver(Sample.notice("one"))).isEqualTo(Delivery.done());

        server.verify(postRequestedFor(urlEqualTo(PATH))
                .withHeader("Content-Type", equalTo("application/json"))
                .withRequestBody(matchingJsonPath(
                        "$.text", equalTo("dsa110-api: unhealthy: &lt;b&gt;refused&lt;/b&gt; &amp; gone")))
                .withRequestBody(matchingJsonPath("$.attachments[0].color", equalTo("danger"))));
    }

    @Test
    void slackThatLimitsIsHeard() {
        answer(aResponse().withStatus(429).withHeader("Retry-After", "30"));
        SlackChannel slack =
                new SlackChannel("team", URI.create(server.baseUrl() + PATH), poster(Duration.ofSeconds(5)));

        assertThat(slack.deliver(Sample.notice("one")))
                .isEqualTo(new Delivery.Later("answered 429", Optional.of(Duration.ofSeconds(30))));
    }

    private void answer(ResponseDefinitionBuilder response) {
        server.stubFor(post(PATH).willReturn(response));
    }

    private WebhookChannel webhook(Duration patience) {
        return new WebhookChannel(
                "ops", URI.create(server.baseUrl() + PATH), Optional.of(SECRET), poster(patience), clock);
    }

    private WebPost poster(Duration patience) {
        return new WebPost(patience, clock);
    }
}
