package io.holdfast.cli.notice;

import java.time.Duration;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A notice in words. */
public final class NoticeText {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss z", Locale.ROOT).withZone(ZoneId.systemDefault());

    private NoticeText() {}

    /** One line, such as {@code dsa110-api: unhealthy} or {@code dsa110-api: recovered after 1 min 12 s}. */
    public static String title(Notice notice) {
        String subject = !notice.instance().isEmpty()
                ? notice.instance()
                : !notice.service().isEmpty() ? notice.service() : notice.host();
        return switch (notice.kind()) {
            case RECOVERY ->
                subject + ": recovered"
                        + notice.lasted().map(d -> " after " + duration(d)).orElse("");
            case GAVE_UP -> subject + ": given up, " + notice.reason();
            case FLAPPING -> subject + ": flapping, " + notice.reason();
            case STILL_FLAPPING -> subject + ": still flapping, " + notice.reason();
            case CALM -> subject + ": calm again, " + notice.reason();
            case TEST -> "Holdfast test notice from " + notice.host();
            case INCIDENT, WARNING, ENGINE_AWAY, ENGINE_BACK -> subject + ": " + notice.reason();
        };
    }

    /** The whole of it, in lines, without the title. */
    public static List<String> lines(Notice notice) {
        List<String> lines = new ArrayList<>();
        lines.add(notice.reason());
        lines.addAll(notice.details());
        if (notice.restarts() > 0) {
            lines.add("Restarts made: " + notice.restarts());
        }
        notice.lasted().ifPresent(lasted -> lines.add("Duration: " + duration(lasted)));
        if (!notice.service().isEmpty()) {
            lines.add("Service: " + notice.service());
        }
        lines.add("Host: " + notice.host());
        lines.add("Time: " + TIME.format(notice.time()));
        return lines;
    }

    /** {@code 850 ms}, {@code 12 s}, {@code 1 min 12 s}, {@code 2 h 5 min}, {@code 3 d 4 h}. */
    public static String duration(Duration duration) {
        if (duration.compareTo(Duration.ofSeconds(1)) < 0) {
            return Math.max(0, duration.toMillis()) + " ms";
        }
        long seconds = duration.toSeconds();
        if (seconds < 60) {
            return seconds + " s";
        }
        if (seconds < 3600) {
            return two(seconds / 60, "min", seconds % 60, "s");
        }
        if (seconds < 86_400) {
            return two(seconds / 3600, "h", seconds % 3600 / 60, "min");
        }
        return two(seconds / 86_400, "d", seconds % 86_400 / 3600, "h");
    }

    private static String two(long major, String majorUnit, long minor, String minorUnit) {
        return major + " " + majorUnit + (minor == 0 ? "" : " " + minor + " " + minorUnit);
    }
}
