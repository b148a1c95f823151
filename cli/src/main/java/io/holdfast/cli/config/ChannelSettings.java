package io.holdfast.cli.config;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * {@code notifications.NAME}: one way to people. What is secret is never written here, only the name of the environment
 * variable that holds it, or holds with {@code _FILE} at its end the path of a file with it.
 */
public sealed interface ChannelSettings {

    String name();

    /**
     * A POST of JSON, signed.
     *
     * @param url empty: in the variable {@code urlVariable}
     * @param urlVariable for addresses that are secret themselves
     * @param secretVariable the key of the signature; not set: not signed
     */
    record Webhook(String name, Optional<URI> url, Optional<String> urlVariable, Optional<String> secretVariable)
            implements ChannelSettings {}

    /** A Slack incoming webhook, or what understands the same; its address is its secret. */
    record Slack(String name, String urlVariable) implements ChannelSettings {}

    /** How a connection to a mail server is kept secret. */
    enum Security {
        /** It is not; for a server on this machine. */
        NONE,
        /** Begun in the clear, encrypted before anything is said; required. */
        STARTTLS,
        /** Encrypted from the first byte. */
        TLS
    }

    /**
     * E-mail by SMTP.
     *
     * @param user empty: no login
     * @param passwordVariable of the login
     * @param trust a PEM file of certificates to trust in place of the usual ones
     */
    record Email(
            String name,
            String host,
            int port,
            Security security,
            Optional<String> user,
            String passwordVariable,
            String from,
            List<String> to,
            Optional<Path> trust)
            implements ChannelSettings {}

    /** A command that gets the notice as JSON on its standard input. */
    record Command(String name, List<String> words) implements ChannelSettings {}

    /** Every channel of the section {@code notifications}, in order. */
    static List<ChannelSettings> read(Section section) {
        List<ChannelSettings> channels = new ArrayList<>();
        for (String name : section.keys()) {
            if (!name.matches("[A-Za-z0-9][A-Za-z0-9_-]{0,63}")) {
                section.wrong(name, "a name of letters, digits, - and _");
            }
            channels.add(one(name, section.section(name)));
        }
        return List.copyOf(channels);
    }

    private static ChannelSettings one(String name, Section section) {
        List<String> kinds = List.of("webhook", "slack", "email", "command");
        List<String> written = kinds.stream().filter(section::has).toList();
        if (written.size() != 1) {
            section.need("webhook", "one of " + String.join(", ", kinds));
            return new Command(name, List.of());
        }
        return switch (written.get(0)) {
            case "webhook" -> webhook(name, section.section("webhook"));
            case "slack" -> new Slack(name, variable(section.section("slack"), "url-env", "HOLDFAST_SLACK_URL"));
            case "email" -> email(name, section.section("email"));
            default -> new Command(name, section.words("command"));
        };
    }

    private static Webhook webhook(String name, Section section) {
        Optional<URI> url = section.urls("url").stream().findFirst();
        Optional<String> variable = section.text("url-env");
        if (url.isEmpty() == variable.isEmpty() && !section.has("url")) {
            section.need("url", "the receiver's address; or url-env, the environment variable that holds it");
        }
        variable.ifPresent(any -> variable(section, "url-env", ""));
        Optional<String> secret = section.text("secret-env").map(any -> variable(section, "secret-env", ""));
        return new Webhook(name, url, variable, secret);
    }

    private static Email email(String name, Section section) {
        Security security = section.choice("security", Security.STARTTLS);
        int usual = security == Security.TLS ? 465 : security == Security.STARTTLS ? 587 : 25;
        List<String> to = section.texts("to");
        if (to.isEmpty() && !section.has("to")) {
            section.need("to", "an address, or a list of them");
        }
        return new Email(
                name,
                section.need("host", "the mail server's name"),
                section.number("port", usual, 1, 65_535),
                security,
                section.text("user"),
                variable(section, "password-env", "HOLDFAST_SMTP_PASSWORD"),
                section.need("from", "the sender's address"),
                to,
                section.paths("trust").stream().findFirst());
    }

    private static String variable(Section section, String key, String otherwise) {
        String name = section.text(key).orElse(otherwise);
        if (!name.matches("[A-Za-z_][A-Za-z0-9_]*")) {
            // Someone who writes the secret itself here must not find it in a message.
            section.wrongAndSecret(key, "the name of an environment variable, not the secret itself");
        }
        return name;
    }

    /** Its kind, as it is written. */
    default String kind() {
        return getClass().getSimpleName().toLowerCase(Locale.ROOT);
    }
}
