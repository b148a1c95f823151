package io.holdfast.cli.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WatchSectionsTest {

    @TempDir
    Path here;

    @Test
    void nothingWrittenIsAWatchThatOnlyTellsEachMinute() throws Exception {
        Config config = read("");

        assertThat(config.watch().interval()).isEqualTo(Duration.ofSeconds(60));
        assertThat(config.watch().autoRestart()).isFalse();
        assertThat(config.watch().log())
                .isEqualTo(new WatchSettings.Log(Optional.empty(), WatchSettings.Format.TEXT, 10, 5));
        assertThat(config.notifications()).isEmpty();
    }

    @Test
    void everyKindOfChannelIsRead() throws Exception {
        Config config = read("""
                notifications:
                  ops: {webhook: {url: "https://ops.example.org/x", secret-env: KEY}}
                  team: {slack: {}}
                  mail: {email: {host: smtp.example.org, from: a@example.org, to: [b@example.org], security: tls}}
                  pager: {command: page --urgent}
                """);

        assertThat(config.notifications())
                .containsExactly(
                        new ChannelSettings.Webhook(
                                "ops",
                                Optional.of(URI.create("https://ops.example.org/x")),
                                Optional.empty(),
                                Optional.of("KEY")),
                        new ChannelSettings.Slack("team", "HOLDFAST_SLACK_URL"),
                        new ChannelSettings.Email(
                                "mail",
                                "smtp.example.org",
                                465,
                                ChannelSettings.Security.TLS,
                                Optional.empty(),
                                "HOLDFAST_SMTP_PASSWORD",
                                "a@example.org",
                                List.of("b@example.org"),
                                Optional.empty()),
                        new ChannelSettings.Command("pager", List.of("page", "--urgent")));
    }

    @Test
    void aSecretWrittenWhereItsVariablesNameBelongsIsRefusedAndNotShown() throws Exception {
        assertThat(problems("notifications: {team: {slack: {url-env: \"https://hooks.example.org/s3cret\"}}}"))
                .containsExactly("holdfast.yml: notifications.team.slack.url-env: (not shown) "
                        + "(expected: the name of an environment variable, not the secret itself)");
    }

    @Test
    void whatIsMissingOrWrongIsSaid() throws Exception {
        assertThat(problems("""
                        watch: {interval: 10ms, max-restarts: 0, log: {format: xml}}
                        notifications:
                          a: {}
                          b: {webhook: {}}
                          c: {email: {host: x, from: y}}
                        """))
                .containsExactlyInAnyOrder(
                        "holdfast.yml: watch.interval: 10ms (expected: a duration from 1s to 1h, such as 10s)",
                        "holdfast.yml: watch.max-restarts: 0 (expected: a number from 1 to 60)",
                        "holdfast.yml: watch.log.format: xml (expected: text, json)",
                        "holdfast.yml: notifications.a.webhook: missing (expected: one of webhook, slack, email, command)",
                        "holdfast.yml: notifications.b.webhook.url: missing (expected: the receiver's address; or "
                                + "url-env, the environment variable that holds it)",
                        "holdfast.yml: notifications.c.email.to: missing (expected: an address, or a list of them)");
    }

    private Config read(String text) throws Exception {
        Files.writeString(here.resolve("holdfast.yml"), text);
        return new ConfigFile(here, Map.of()).read(Optional.empty());
    }

    private List<String> problems(String text) {
        ConfigException wrong = catchThrowableOfType(ConfigException.class, () -> read(text));
        return wrong.problems();
    }
}
