package io.holdfast.cli.notice;

import io.holdfast.cli.config.ChannelSettings;
import io.holdfast.cli.config.Urls;
import io.holdfast.cli.run.Runner;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLSocketFactory;

/** Makes channels from settings; their secrets are read once, so that a missing one is said at the start. */
final class Channels {

    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private final Secrets secrets;
    private final Clock clock;

    Channels(Secrets secrets, Clock clock) {
        this.secrets = secrets;
        this.clock = clock;
    }

    /** @throws IOException when a secret is missing; the message never shows one */
    List<Channel> open(List<ChannelSettings> all) throws IOException {
        List<Channel> channels = new ArrayList<>();
        for (ChannelSettings settings : all) {
            channels.add(open(settings));
        }
        return List.copyOf(channels);
    }

    private Channel open(ChannelSettings settings) throws IOException {
        String key = "notifications." + settings.name();
        if (settings instanceof ChannelSettings.Webhook webhook) {
            URI url = webhook.url().isPresent()
                    ? webhook.url().get()
                    : secretUrl(webhook.urlVariable().orElse(""), key);
            Optional<Secret> secret = webhook.secretVariable().isPresent()
                    ? Optional.of(secrets.need(webhook.secretVariable().get(), key))
                    : Optional.empty();
            return new WebhookChannel(settings.name(), url, secret, new WebPost(PATIENCE, clock), clock);
        }
        if (settings instanceof ChannelSettings.Slack slack) {
            return new SlackChannel(settings.name(), secretUrl(slack.urlVariable(), key), new WebPost(PATIENCE, clock));
        }
        if (settings instanceof ChannelSettings.Email email) {
            Optional<Secret> password = email.user().isPresent()
                    ? Optional.of(secrets.need(email.passwordVariable(), key))
                    : Optional.empty();
            Optional<SSLSocketFactory> trust = email.trust().isPresent()
                    ? Optional.of(Trust.in(email.trust().get(), key + ".email.trust"))
                    : Optional.empty();
            return new EmailChannel(email, password, trust);
        }
        ChannelSettings.Command command = (ChannelSettings.Command) settings;
        return new CommandChannel(settings.name(), command.words(), new Runner());
    }

    private URI secretUrl(String variable, String key) throws IOException {
        return Urls.parse(secrets.need(variable, key).reveal())
                .orElseThrow(() -> new IOException(key + ": " + variable + ": (not shown) (expected: a URL)"));
    }
}
