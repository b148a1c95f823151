package io.holdfast.gateway.health;

import io.holdfast.gateway.config.Problems;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * {@code holdfast.services.<name>.health}.
 *
 * @param path of the health check with its query, or null: {@code GET /}, where any answer below 500 is a sign of life
 * @param interval between probes of a replica that is up
 * @param downInterval between probes of one that is not
 * @param timeout of one probe, connecting included
 * @param rise good probes in a row until it is up
 * @param fall bad probes in a row until it is down; a refused connection counts for all of them
 * @param startPeriod how long a replica may take to start before its failures count
 * @param statuses good answers: {@code 204} or {@code 200-399}; unused without a path
 * @param match what the body must say, or null
 */
public record HealthProperties(
        @Nullable String path,
        @DefaultValue("2s") Duration interval,
        @DefaultValue("250ms") Duration downInterval,
        @DefaultValue("1s") Duration timeout,
        @DefaultValue("1") int rise,
        @DefaultValue("2") int fall,
        @DefaultValue("40s") Duration startPeriod,
        @DefaultValue("200-399") List<String> statuses,
        @Nullable Match match) {

    private static final Pattern PATH = Pattern.compile("/[\\x21-\\x7e]*");
    private static final int MOST = 1000;
    private static final Duration SHORTEST = Duration.ofMillis(10);

    /**
     * What the body must say.
     *
     * @param pointer a JSON pointer: {@code /status}
     * @param value what stands there
     */
    public record Match(@Nullable String pointer, @Nullable String value) {

        @Nullable BodyMatch compile() {
            return pointer == null || value == null ? null : new BodyMatch(pointer, value);
        }
    }

    /** Notes what is wrong. */
    public void check(Problems problems) {
        problems.expect(path == null || isPath(path), "path", path, "a path that begins with /");
        long shortest = SHORTEST.toMillis();
        problems.expect(interval.compareTo(SHORTEST) >= 0, "interval", interval, ">= " + shortest + "ms");
        problems.expect(downInterval.compareTo(SHORTEST) >= 0, "down-interval", downInterval, ">= " + shortest + "ms");
        problems.expect(timeout.compareTo(SHORTEST) >= 0, "timeout", timeout, ">= " + shortest + "ms");
        problems.between("rise", rise, 1, MOST);
        problems.between("fall", fall, 1, MOST);
        problems.notNegative("start-period", startPeriod);
        problems.expect(!statuses.isEmpty(), "statuses", null, "statuses such as 204 or 200-399");
        for (int i = 0; i < statuses.size(); i++) {
            problems.expect(isRange(statuses.get(i)), "statuses[" + i + "]", statuses.get(i), "such as 204 or 200-399");
        }
        if (match != null) {
            checkMatch(problems.at("match"), match);
        }
    }

    private static void checkMatch(Problems problems, Match match) {
        problems.expect(match.value() != null, "value", null, "the value that means well");
        problems.expect(match.pointer() != null, "pointer", null, "a JSON pointer such as /status");
        if (match.pointer() != null) {
            try {
                new BodyMatch(match.pointer(), "");
            } catch (IllegalArgumentException e) {
                problems.expect(false, "pointer", match.pointer(), "a JSON pointer such as /status");
            }
        }
    }

    private static boolean isPath(String text) {
        try {
            new URI("http://replica" + text);
            return PATH.matcher(text).matches();
        } catch (URISyntaxException e) {
            return false;
        }
    }

    private static boolean isRange(String text) {
        try {
            StatusRange.of(text);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    HealthRule rule() {
        return new HealthRule(rise, fall, startPeriod.toNanos(), interval.toNanos(), downInterval.toNanos());
    }

    AnswerRule answers() {
        return new AnswerRule(
                path == null
                        ? List.of()
                        : statuses.stream().map(StatusRange::of).toList(),
                match == null ? null : match.compile());
    }

    /** What is asked for. */
    String target() {
        return path == null ? "/" : path;
    }
}
