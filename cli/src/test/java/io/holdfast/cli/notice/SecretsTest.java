package io.holdfast.cli.notice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.holdfast.cli.config.ChannelSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretsTest {

    @TempDir
    Path directory;

    @Test
    void aSecretComesFromTheEnvironmentOrAFile() throws IOException {
        Path file = Files.writeString(directory.resolve("secret"), "from-a-file\n");

        assertThat(new Secrets(Map.of("KEY", "direct")).need("KEY", "x").reveal())
                .isEqualTo("direct");
        assertThat(new Secrets(Map.of("KEY_FILE", file.toString()))
                        .need("KEY", "x")
                        .reveal())
                .isEqualTo("from-a-file");
    }

    @Test
    void setTwiceOrNotAtAllIsSaidWithoutShowingIt() {
        assertThatThrownBy(() -> new Secrets(Map.of("KEY", "s3cret", "KEY_FILE", "/f")).find("KEY"))
                .hasMessageContaining("KEY and KEY_FILE are both set")
                .hasMessageNotContaining("s3cret");
        assertThatThrownBy(() -> new Secrets(Map.of()).need("KEY", "notifications.ops"))
                .hasMessage("notifications.ops: KEY is not set (expected: the environment variable KEY or KEY_FILE)");
    }

    @Test
    void aSecretHasNoText() {
        assertThat(new Secret("s3cret").toString()).doesNotContain("s3cret");
        assertThat(String.valueOf(Optional.of(new Secret("s3cret")))).doesNotContain("s3cret");
    }

    @Test
    void neitherTroubleNorFilesOfAnyChannelShowASecret() throws Exception {
        Map<String, String> environment = Map.of(
                "SLACK", "http://127.0.0.1:1/services/s3cret",
                "HOOK", "http://127.0.0.1:1/s3cret",
                "HOOK_KEY", "s3cret",
                "SMTP", "s3cret");
        List<ChannelSettings> all = List.of(
                new ChannelSettings.Slack("slack", "SLACK"),
                new ChannelSettings.Webhook("hook", Optional.empty(), Optional.of("HOOK"), Optional.of("HOOK_KEY")),
                new ChannelSettings.Email(
                        "mail",
                        "127.0.0.1",
                        1,
                        ChannelSettings.Security.NONE,
                        Optional.of("user"),
                        "SMTP",
                        "a@example.org",
                        List.of("b@example.org"),
                        Optional.empty()),
                new ChannelSettings.Command("command", List.of("/bin/sh", "-c", "echo s3cret; exit 3")));
        List<String> said = new ArrayList<>();
        CountDownLatch each = new CountDownLatch(all.size());
        try (Notifier notifier = Notifier.open(all, directory, environment, Clock.systemUTC(), () -> 0.5, line -> {
            synchronized (said) {
                said.add(line);
            }
            each.countDown();
        })) {
            notifier.start();
            notifier.tell(new Notice(
                    "one",
                    Notice.Kind.TEST,
                    Clock.systemUTC().instant(),
                    "host",
                    "",
                    "",
                    "",
                    "reason",
                    List.of(),
                    Optional.empty(),
                    0));
            assertThat(each.await(30, TimeUnit.SECONDS)).describedAs("%s", said).isTrue();
        }

        assertThat(said).hasSize(all.size()).noneMatch(line -> line.contains("s3cret"));
        assertThat(Notifier.test(all, environment, Clock.systemUTC(), "host").toString())
                .doesNotContain("s3cret");
        for (ChannelSettings channel : all) {
            try (var files = Files.list(directory.resolve(channel.name()))) {
                for (Path file : files.toList()) {
                    assertThat(Files.readString(file)).doesNotContain("s3cret");
                }
            }
        }
    }
}
