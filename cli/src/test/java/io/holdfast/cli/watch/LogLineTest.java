package io.holdfast.cli.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.cli.config.WatchSettings.Format;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class LogLineTest {

    private static final long TIME = Instant.parse("2025-11-17T15:35:36Z").toEpochMilli();

    private final LogLine text = new LogLine(Format.TEXT, ZoneOffset.UTC);
    private final LogLine json = new LogLine(Format.JSON, ZoneOffset.UTC);

    @Test
    void aStatusIsTheOriginalLine() {
        assertThat(text.of(status()))
                .isEqualTo("[2025-11-17 15:35:36] [INFO] Container: dsa110-api | Status: running | Health: healthy");
    }

    @Test
    void whatHappensToAContainerFollowsOnTheSameLine() {
        LogEntry restart = new LogEntry(
                TIME,
                LogEntry.Level.WARNING,
                "dsa110-api",
                "api",
                "running",
                "unhealthy",
                "restart",
                "unhealthy: refused\n\u001b[31mred");

        assertThat(text.of(restart))
                .isEqualTo("[2025-11-17 15:35:36] [WARNING] Container: dsa110-api | Status: running | Health: unhealthy"
                        + " | Event: restart | Reason: unhealthy: refused red");
    }

    @Test
    void asJsonItIsOneObjectALine() {
        assertThat(json.of(status()))
                .isEqualTo(
                        "{\"time\":\"2025-11-17T15:35:36Z\",\"level\":\"info\",\"event\":\"status\","
                                + "\"container\":\"dsa110-api\",\"service\":\"api\",\"status\":\"running\",\"health\":\"healthy\"}");
    }

    @Test
    void aLineAboutTheWatchItselfHasNoContainer() {
        assertThat(text.of(LogEntry.of(LogEntry.Level.ERROR, "engine-away", "Docker Engine cannot be reached", TIME)))
                .isEqualTo("[2025-11-17 15:35:36] [ERROR] Docker Engine cannot be reached");
    }

    private static LogEntry status() {
        return new LogEntry(TIME, LogEntry.Level.INFO, "dsa110-api", "api", "running", "healthy", "status", "");
    }
}
