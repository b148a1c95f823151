package io.holdfast.cli.notice;

import io.holdfast.cli.config.ChannelSettings.Email;
import io.holdfast.cli.config.ChannelSettings.Security;
import io.holdfast.cli.run.Text;
import jakarta.mail.Address;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.nio.charset.StandardCharsets;
import java.util.Date;
import java.util.Optional;
import java.util.Properties;
import javax.net.ssl.SSLSocketFactory;

/** E-mail by SMTP; with STARTTLS or TLS the server's certificate must be for its name. */
final class EmailChannel implements Channel {

    private static final String PATIENCE_MILLIS = "15000";

    private final Email settings;
    private final Optional<Secret> password;
    private final Session session;

    EmailChannel(Email settings, Optional<Secret> password, Optional<SSLSocketFactory> trust) {
        this.settings = settings;
        this.password = password;
        this.session = Session.getInstance(properties(settings, trust));
    }

    private static Properties properties(Email settings, Optional<SSLSocketFactory> trust) {
        Properties properties = new Properties();
        properties.put("mail.smtp.host", settings.host());
        properties.put("mail.smtp.port", Integer.toString(settings.port()));
        properties.put("mail.smtp.connectiontimeout", PATIENCE_MILLIS);
        properties.put("mail.smtp.timeout", PATIENCE_MILLIS);
        properties.put("mail.smtp.writetimeout", PATIENCE_MILLIS);
        properties.put("mail.smtp.ssl.checkserveridentity", "true");
        properties.put("mail.smtp.ssl.enable", Boolean.toString(settings.security() == Security.TLS));
        boolean starttls = settings.security() == Security.STARTTLS;
        properties.put("mail.smtp.starttls.enable", Boolean.toString(starttls));
        properties.put("mail.smtp.starttls.required", Boolean.toString(starttls));
        properties.put("mail.smtp.auth", Boolean.toString(settings.user().isPresent()));
        trust.ifPresent(factory -> {
            properties.put("mail.smtp.ssl.socketFactory", factory);
            properties.put("mail.smtp.ssl.socketFactory.fallback", "false");
        });
        return properties;
    }

    @Override
    public String name() {
        return settings.name();
    }

    @Override
    public String target() {
        return "e-mail to " + String.join(", ", settings.to()) + " by " + settings.host() + ":" + settings.port();
    }

    @Override
    public Delivery deliver(Notice notice) {
        try (Transport transport = session.getTransport("smtp")) {
            MimeMessage message = message(notice);
            if (settings.user().isPresent()) {
                transport.connect(
                        settings.user().get(), password.map(Secret::reveal).orElse(""));
            } else {
                transport.connect();
            }
            transport.sendMessage(message, message.getAllRecipients());
            return Delivery.done();
        } catch (AuthenticationFailedException refused) {
            // The server's words may repeat what it was given. A password may be put right: worth another try.
            return Delivery.later("login refused");
        } catch (SendFailedException refused) {
            return Delivery.later("refused by the server: " + Text.line(String.valueOf(refused.getMessage()), 200));
        } catch (MessagingException failed) {
            return Delivery.later(words(failed));
        }
    }

    private static String words(MessagingException failed) {
        Throwable cause = failed;
        for (Throwable next = failed; next != null; next = next.getCause()) {
            if (next instanceof javax.net.ssl.SSLException) {
                return "TLS failed: " + Text.line(String.valueOf(next.getMessage()), 200);
            }
            cause = next;
        }
        return cause.getClass().getSimpleName() + ": " + Text.line(String.valueOf(cause.getMessage()), 200);
    }

    private MimeMessage message(Notice notice) throws MessagingException {
        MimeMessage message = new MimeMessage(session) {
            /** The same on every attempt, so that a repeat is known. */
            @Override
            protected void updateMessageID() throws MessagingException {
                setHeader("Message-ID", "<" + notice.id().replaceAll("[^A-Za-z0-9.-]", "-") + "@holdfast>");
            }
        };
        message.setFrom(new InternetAddress(settings.from()));
        for (String to : settings.to()) {
            message.addRecipients(Message.RecipientType.TO, new Address[] {new InternetAddress(to)});
        }
        message.setSubject("[Holdfast] " + Text.line(NoticeText.title(notice), 150), StandardCharsets.UTF_8.name());
        message.setSentDate(Date.from(notice.time()));
        message.setHeader("Auto-Submitted", "auto-generated");
        message.setText(String.join("\n", NoticeText.lines(notice)) + "\n", StandardCharsets.UTF_8.name());
        return message;
    }
}
