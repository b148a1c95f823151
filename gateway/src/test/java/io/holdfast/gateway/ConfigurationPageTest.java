package io.holdfast.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.gateway.config.OrOff;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/** The page of properties has each property of the records, with its kind and its default, and no other. */
class ConfigurationPageTest {

    private static final Pattern ROW = Pattern.compile("\\| `([a-z<>.-]+)` \\| (.*?) \\| (.*?) \\| (.*) \\|");

    private static List<String> rows(Class<?> type, String prefix) {
        List<String> rows = new ArrayList<>();
        for (RecordComponent component : type.getRecordComponents()) {
            String name = prefix + dashed(component.getName());
            if (component.getType() == Map.class) {
                continue; // services have a table of their own
            }
            if (component.getType().isRecord() && component.getType() != OrOff.class) {
                rows.addAll(rows(component.getType(), name + "."));
            } else {
                rows.add(row(type, component, name));
            }
        }
        return rows;
    }

    private static String row(Class<?> type, RecordComponent component, String name) {
        DefaultValue value = parameter(type, component.getName());
        String shown = value == null || value.value().length == 0 ? "" : "`" + String.join(", ", value.value()) + "`";
        return "| `" + name + "` | " + shown + " | " + kind(component.getType()) + " |";
    }

    private static DefaultValue parameter(Class<?> type, String name) {
        return Arrays.stream(type.getDeclaredConstructors()[0].getParameters())
                .filter(p -> p.getName().equals(name))
                .map(p -> p.getAnnotation(DefaultValue.class))
                .filter(a -> a != null)
                .findFirst()
                .orElse(null);
    }

    private static String kind(Class<?> type) {
        if (type == Duration.class) {
            return "duration";
        }
        if (type == OrOff.class) {
            return "duration or `off`";
        }
        if (type == DataSize.class) {
            return "size";
        }
        if (type == boolean.class) {
            return "`true`, `false`";
        }
        if (type == int.class || type == float.class || type == double.class) {
            return "number";
        }
        if (type.isEnum()) {
            return Arrays.stream(type.getEnumConstants())
                    .map(constant -> "`" + dashed(((Enum<?>) constant).name()) + "`")
                    .collect(Collectors.joining(", "));
        }
        return Collection.class.isAssignableFrom(type) ? "list" : "text";
    }

    private static String dashed(String name) {
        String spread = name.equals(name.toUpperCase(Locale.ROOT)) ? name : name.replaceAll("([A-Z])", "-$1");
        return spread.replace('_', '-').toLowerCase(Locale.ROOT);
    }

    @Test
    void thePageHasEachPropertyWithItsDefaultAndItsMeaning() throws IOException {
        List<String> expected = new ArrayList<>(rows(HoldfastProperties.class, "holdfast."));
        expected.addAll(rows(ServiceProperties.class, ""));
        List<String> found = new ArrayList<>();
        Matcher row = ROW.matcher(Files.readString(Path.of("../docs/configuration.md"))
                .replace("|  |", "| |")
                .replace("| |", "|  |"));
        while (row.find()) {
            found.add("| `" + row.group(1) + "` | " + row.group(2) + " | " + row.group(3) + " |");
            assertThat(row.group(4)).as(row.group(1)).hasSizeGreaterThan(10);
        }
        assertThat(found).containsExactlyInAnyOrderElementsOf(expected);
    }
}
