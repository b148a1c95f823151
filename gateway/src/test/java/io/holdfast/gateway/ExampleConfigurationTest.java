package io.holdfast.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.gateway.service.Services;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/** The configuration files that users copy start a gateway as they are, and as their comments offer it. */
class ExampleConfigurationTest {

    private static final Path CONFIG = Path.of("../config/gateway.yml");

    private static HoldfastProperties started(Path file, int replicas) {
        try (ConfigurableApplicationContext context = SpringApplication.run(
                HoldfastGateway.class,
                "--server.port=0",
                "--management.server.port=0",
                "--logging.level.holdfast=error",
                "--spring.config.additional-location=file:" + file)) {
            assertThat(context.getBean(Services.class).find("api").orElseThrow().replicas())
                    .hasSize(replicas);
            return context.getBean(HoldfastProperties.class);
        }
    }

    @Test
    void theExampleIsADefaultConfiguration(@TempDir Path folder) throws IOException {
        ServiceProperties example = started(CONFIG, 3).services().get("api");
        Path nothingElse = Files.writeString(
                folder.resolve("bare.yml"), "holdfast.services.api.replicas: [http://127.0.0.1:8001]");
        ServiceProperties bare = started(nothingElse, 1).services().get("api");
        assertThat(example)
                .usingRecursiveComparison()
                .ignoringFields("replicas")
                .isEqualTo(bare);
    }

    @Test
    void whatTheExampleOffersInCommentsIsTakenToo(@TempDir Path folder) throws IOException {
        String all =
                Files.readString(CONFIG).lines().map(line -> uncommented(line)).collect(Collectors.joining("\n"));
        Path file = Files.writeString(folder.resolve("gateway.yml"), all);
        HoldfastProperties properties = started(file, 3);
        assertThat(properties.expose()).isTrue();
        assertThat(properties.services().get("api").health().path()).isEqualTo("/health");
        assertThat(properties.services().get("api").websocket().origins()).containsExactly("https://app.example.com");
    }

    /** Commented properties, but for what needs a certificate, a Redis, or excludes the list. */
    private static String uncommented(String line) {
        boolean property =
                line.matches(" *# ( *)(- )?[a-z-]+(\\.[a-z0-9.-]+)?: .*|# spring[a-z.]+:|#   (  )*[a-z-]+:.*");
        boolean left = line.matches(".*(ssl.bundle|http2|dns:|redis).*|# Several.*");
        return property && !left ? line.replaceFirst("# ", "") : line;
    }
}
