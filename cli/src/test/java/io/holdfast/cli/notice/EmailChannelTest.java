package io.holdfast.cli.notice;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import io.holdfast.cli.config.ChannelSettings.Email;
import io.holdfast.cli.config.ChannelSettings.Security;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against a real SMTP server, in the clear and with TLS by a certificate made for this test. */
class EmailChannelTest {

    @TempDir
    static Path keys;

    private GreenMail server = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));

    @BeforeAll
    static void makeCertificate() throws Exception {
        Path store = keys.resolve("server.p12");
        keytool(
                "-genkeypair",
                "-alias",
                "mail",
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1",
                "-validity",
                "2",
                "-dname",
                "CN=127.0.0.1",
                "-ext",
                "san=ip:127.0.0.1",
                "-storetype",
                "PKCS12",
                "-storepass",
                "changeit",
                "-keystore",
                store.toString());
        keytool(
                "-exportcert",
                "-rfc",
                "-alias",
                "mail",
                "-storepass",
                "changeit",
                "-keystore",
                store.toString(),
                "-file",
                keys.resolve("server.pem").toString());
        System.setProperty("greenmail.tls.keystore.file", store.toString());
        System.setProperty("greenmail.tls.keystore.password", "changeit");
    }

    private static void keytool(String... arguments) throws Exception {
        List<String> words = new java.util.ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString()));
        words.addAll(List.of(arguments));
        assertThat(new ProcessBuilder(words).inheritIO().start().waitFor()).isZero();
    }

    @AfterEach
    void stop() {
        server.stop();
    }

    @Test
    void aNoticeArrivesAsPlainText() throws Exception {
        server.start();

        assertThat(channel(Security.NONE, Optional.empty(), "", Optional.empty())
                        .deliver(Sample.notice("one")))
                .isEqualTo(Delivery.done());

        MimeMessage mail = server.getReceivedMessages()[0];
        assertThat(mail.getSubject()).isEqualTo("[Holdfast] dsa110-api: unhealthy: <b>refused</b> & gone");
        assertThat(mail.getContent().toString()).contains("Automatic restart: on", "Host: host");
        assertThat(mail.getMessageID()).isEqualTo("<one@holdfast>");
        assertThat(mail.getHeader("Auto-Submitted")).containsExactly("auto-generated");
    }

    @Test
    void itLogsInWhereThereIsAUser() {
        server.setUser("ops@example.org", "ops", "s3cret");
        server.start();

        assertThat(channel(Security.NONE, Optional.of("ops"), "s3cret", Optional.empty())
                        .deliver(Sample.notice("one")))
                .isEqualTo(Delivery.done());
    }

    @Test
    void aWrongPasswordIsSaidWithoutIt() {
        server.setUser("ops@example.org", "ops", "another");
        server.start();

        assertThat(channel(Security.NONE, Optional.of("ops"), "s3cret", Optional.empty())
                        .deliver(Sample.notice("one")))
                .isEqualTo(Delivery.later("login refused"));
    }

    @Test
    void byTlsItArrivesWhereTheCertificateIsTrustedAndNowhereElse() throws Exception {
        server = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTPS));
        server.start();

        assertThat(channel(Security.TLS, Optional.empty(), "", Optional.empty())
                        .deliver(Sample.notice("one"))
                        .toString())
                .contains("TLS failed");
        assertThat(server.getReceivedMessages()).isEmpty();

        assertThat(channel(Security.TLS, Optional.empty(), "", Optional.of(trust()))
                        .deliver(Sample.notice("one")))
                .isEqualTo(Delivery.done());
        assertThat(server.getReceivedMessages()).hasSize(1);
    }

    @Test
    void whereStarttlsIsAskedForAndNotOfferedNothingIsSentInTheClear() throws Exception {
        server.start();
        String outcome = channel(Security.STARTTLS, Optional.empty(), "", Optional.of(trust()))
                .deliver(Sample.notice("one"))
                .toString();

        assertThat(outcome)
                .describedAs("this server offers none, and nothing is sent in the clear")
                .contains("STARTTLS");
        assertThat(server.getReceivedMessages()).isEmpty();
    }

    @Test
    void aServerThatIsAwayIsTriedAgain() {
        server.start();
        EmailChannel channel = channel(Security.NONE, Optional.empty(), "", Optional.empty());
        server.stop();

        assertThat(channel.deliver(Sample.notice("one"))).isInstanceOf(Delivery.Later.class);
    }

    private static SSLSocketFactory trust() throws IOException {
        return Trust.in(keys.resolve("server.pem"), "trust");
    }

    private EmailChannel channel(
            Security security, Optional<String> user, String password, Optional<SSLSocketFactory> trust) {
        int port = security == Security.TLS
                ? server.getSmtps().getPort()
                : server.getSmtp().getPort();
        Email settings = new Email(
                "mail",
                "127.0.0.1",
                port,
                security,
                user,
                "PASSWORD",
                "holdfast@example.org",
                List.of("ops@example.org"),
                Optional.empty());
        return new EmailChannel(settings, user.map(any -> new Secret(password)), trust);
    }
}
