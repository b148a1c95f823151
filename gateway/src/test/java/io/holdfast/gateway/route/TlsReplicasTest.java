package io.holdfast.gateway.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.holdfast.gateway.config.InvalidPropertiesException;
import io.holdfast.gateway.testing.Certificates;
import io.holdfast.gateway.testing.Patience;
import io.holdfast.gateway.testing.RawAnswer;
import io.holdfast.gateway.testing.RawClient;
import io.holdfast.gateway.testing.Script;
import io.holdfast.gateway.testing.ScriptedReplica;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Replicas with https: whom the bundle trusts is served, everybody else is never sent a request. */
class TlsReplicasTest {

    @TempDir
    static Path folder;

    private static SSLContext good;
    private static SSLContext wrongName;
    private static SSLContext unknown;
    private static RunningGateway gateway;
    private static RunningGateway withoutCertificate;

    private final List<ScriptedReplica> replicas = new ArrayList<>();

    @BeforeAll
    static void start() {
        Certificates certificates = new Certificates(folder);
        Path own = certificates.keyStore("gateway", "dns:gateway");
        Path right = certificates.keyStore("right", "ip:127.0.0.1");
        Path other = certificates.keyStore("other", "dns:other.example");
        Path stranger = certificates.keyStore("stranger", "ip:127.0.0.1");
        Path ours = certificates.trusting("ours", right, other);
        Path clients = certificates.trusting("clients", own);
        good = Certificates.context(clients, right);
        wrongName = Certificates.context(clients, other);
        unknown = Certificates.context(clients, stranger);
        gateway = start(Certificates.bundle("inside", own, ours));
        withoutCertificate = start(Certificates.bundle("inside", null, ours));
    }

    private static RunningGateway start(List<String> bundle) {
        List<String> properties = new ArrayList<>(bundle);
        properties.add("holdfast.services.api.tls.bundle=inside");
        return TwoRoutes.start(properties.toArray(String[]::new));
    }

    @AfterAll
    static void stop() {
        gateway.close();
        withoutCertificate.close();
    }

    @AfterEach
    void everythingIsGivenBack() {
        for (RunningGateway each : List.of(gateway, withoutCertificate)) {
            each.awaitQuiet("api");
            each.service("api").replicas(List.of());
        }
        replicas.forEach(ScriptedReplica::close);
    }

    private ScriptedReplica replica(SSLContext tls, boolean asksForCertificate) {
        ScriptedReplica replica = ScriptedReplica.start(tls, asksForCertificate).always(Script.ok("hello"));
        replicas.add(replica);
        return replica;
    }

    private static RawAnswer post(RunningGateway gateway, String path) throws IOException {
        try (RawClient client = gateway.client()) {
            return client.request("POST", path, "body").answer();
        }
    }

    @Test
    void aReplicaThatTheBundleTrustsIsProbedAndServesBothLanes() throws IOException {
        gateway.replicas("api", replica(good, false));
        assertThat(post(gateway, TwoRoutes.FAST).text()).isEqualTo("hello");
        assertThat(post(gateway, TwoRoutes.ORDINARY).text()).isEqualTo("hello");
    }

    @Test
    void theCertificateOfTheBundleIsShownToWhomAsksForOne() throws IOException {
        gateway.replicas("api", replica(good, true));
        assertThat(post(gateway, TwoRoutes.FAST).text()).isEqualTo("hello");
    }

    @Test
    void whoIsNotTrustedIsNeverSentARequestAndSaysWhy() throws IOException {
        neverSent(gateway, replica(unknown, false));
    }

    @Test
    void aCertificateForAnotherNameIsNotTrusted() throws IOException {
        neverSent(gateway, replica(wrongName, false));
    }

    @Test
    void aReplicaThatRefusesOurCertificateWasNeverSentTheRequest() throws IOException {
        neverSent(withoutCertificate, replica(good, true));
    }

    private void neverSent(RunningGateway gateway, ScriptedReplica bad) throws IOException {
        gateway.add("api", bad);
        Patience.until(
                "it is said why",
                () -> gateway.service("api").replicas().get(0).health().lastFailure() != null);
        assertThat(gateway.service("api").replicas().get(0).health().lastFailure())
                .contains("TLS");
        assertThat(bad.received()).isEmpty();
    }

    @Test
    void aBundleThatIsNotThereStopsTheStart() {
        assertThatThrownBy(() -> TwoRoutes.start("holdfast.services.api.tls.bundle=nowhere"))
                .hasRootCauseInstanceOf(InvalidPropertiesException.class)
                .rootCause()
                .hasMessageContaining(
                        "holdfast.services.api.tls.bundle: nowhere (expected: a bundle that is configured");
    }
}
