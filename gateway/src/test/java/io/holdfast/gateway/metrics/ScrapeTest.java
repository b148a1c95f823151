package io.holdfast.gateway.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.gateway.HoldfastGateway;
import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/** What alerts, dashboard and docs name is there when Prometheus reads a gateway's meters. */
class ScrapeTest {

    private static final Path PROJECT = Path.of("..");
    private static final Pattern SAMPLE = Pattern.compile("([a-z0-9_]+)(?:\\{(.*)})? \\S+");
    private static final Pattern USED =
            Pattern.compile("\\b((?:holdfast|jvm|process|system|resilience4j)_[a-z0-9_]+)\\b(?:\\{([^}]*)})?");
    private static final Pattern LABEL = Pattern.compile("([a-z_]+)\\s*(?:=~|!=|=)\\s*\\\\?\"([^\"\\\\]*)\\\\?\"");

    /** What Prometheus itself adds. */
    private static final Set<String> PROMETHEUS_OWN = Set.of("job", "instance");

    /** Labels whose values are all there from the start. */
    private static final Set<String> CLOSED = Set.of("state", "outcome", "what", "kind", "area");

    private static ConfigurableApplicationContext context;
    private static final Map<String, Map<String, Set<String>>> LABELS_BY_METER = new HashMap<>();

    @BeforeAll
    static void scrape() throws Exception {
        context = SpringApplication.run(
                HoldfastGateway.class,
                "--server.port=0",
                "--management.server.port=0",
                "--logging.level.holdfast=error",
                "--holdfast.services.api.replicas=http://127.0.0.1:1");
        String port = context.getEnvironment().getRequiredProperty("local.management.port");
        String scraped = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/actuator/prometheus"))
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .body();
        scraped.lines().filter(line -> !line.startsWith("#")).forEach(line -> {
            Matcher sample = SAMPLE.matcher(line);
            assertThat(sample.matches()).as(line).isTrue();
            Map<String, Set<String>> labels = LABELS_BY_METER.computeIfAbsent(sample.group(1), n -> new HashMap<>());
            if (sample.group(2) != null) {
                Matcher label = LABEL.matcher(sample.group(2));
                while (label.find()) {
                    labels.computeIfAbsent(label.group(1), n -> new HashSet<>()).add(label.group(2));
                }
            }
        });
    }

    @AfterAll
    static void stop() {
        context.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "config/prometheus/rules.yml",
                "config/prometheus/rules-test.yml",
                "config/grafana/dashboards/holdfast.json",
                "docs/metrics.md"
            })
    void everyMeterAndLabelThatAFileNamesIsThere(String file) throws IOException {
        List<String> wrong = new ArrayList<>();
        Matcher used = USED.matcher(Files.readString(PROJECT.resolve(file)));
        int found = 0;
        while (used.find()) {
            found++;
            Map<String, Set<String>> there = LABELS_BY_METER.get(used.group(1));
            if (there == null) {
                wrong.add(used.group(1));
            } else if (used.group(2) != null) {
                check(used.group(1), there, used.group(2), wrong);
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(found).isGreaterThan(10);
    }

    private static void check(String meter, Map<String, Set<String>> there, String matchers, List<String> wrong) {
        Matcher label = LABEL.matcher(matchers);
        while (label.find()) {
            String name = label.group(1);
            Set<String> values = there.get(name);
            if (values == null) {
                if (!PROMETHEUS_OWN.contains(name)) {
                    wrong.add(meter + " has no label " + name);
                }
            } else if (CLOSED.contains(name)) {
                Stream.of(label.group(2).split("\\|"))
                        .filter(value -> !values.contains(value))
                        .forEach(value -> wrong.add(meter + " has no " + name + " " + value));
            }
        }
    }

    @Test
    void thePageOfMetersHasEachOfThem() throws Exception {
        String page = Files.readString(PROJECT.resolve("docs/metrics.md"));
        TreeSet<String> missing = new TreeSet<>();
        for (Field field : MeterNames.class.getDeclaredFields()) {
            String name = Modifier.isPublic(field.getModifiers()) ? String.valueOf(field.get(null)) : "";
            if (name.startsWith("holdfast.") && !page.contains("| `" + name + "` |")) {
                missing.add(name);
            }
        }
        assertThat(missing).isEmpty();
        for (String label : List.of("state", "what", "kind")) {
            LABELS_BY_METER.forEach((meter, labels) -> {
                if (meter.startsWith("holdfast_") && labels.containsKey(label)) {
                    labels.get(label)
                            .forEach(value -> assertThat(page).as(meter).contains("`" + value + "`"));
                }
            });
        }
    }
}
