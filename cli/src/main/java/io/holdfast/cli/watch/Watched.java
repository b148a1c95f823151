package io.holdfast.cli.watch;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the watch remembers of one instance, by name, since a container made anew is the same to people. Times are
 * milliseconds since the epoch, 0 for never; it is kept as JSON.
 */
@JsonAutoDetect(
        fieldVisibility = JsonAutoDetect.Visibility.ANY,
        getterVisibility = JsonAutoDetect.Visibility.NONE,
        isGetterVisibility = JsonAutoDetect.Visibility.NONE)
@JsonIgnoreProperties(ignoreUnknown = true)
final class Watched {

    /** As many moments as are kept of a kind: more than any limit needs. */
    private static final int MOMENTS = 100;

    String source = "";
    String service = "";
    String name = "";

    /** When it was last in a list. */
    long seenAt;

    /** The watch has seen it running, so that its end, if any, came while somebody watched. */
    boolean seenRunning;

    /** When the run that was last seen began. */
    long startedAt;

    /** Its last end was meant by somebody: they stopped or killed it through what runs it. */
    boolean stopped;

    long killedAt;
    long stoppedAt;
    long outOfMemoryAt;

    /** When it ended with nobody meaning it, oldest first. */
    List<Long> ends = new ArrayList<>();

    /** When the watch restarted it, oldest first. */
    List<Long> restarts = new ArrayList<>();

    /** Restarts since it was last well for long. */
    int attempts;

    long nextTryAt;
    boolean givenUp;

    /** The watch is restarting it since then. */
    long restartingSince;

    long restartedAt;

    /** The last restart by the watch did not succeed: if it is stopped, that was not meant. */
    boolean restartFailed;

    @Nullable Incident incident;

    long wellSince;

    /** When incidents began, oldest first. */
    List<Long> incidents = new ArrayList<>();

    long flappingSince;
    int flaps;
    long summarisedAt;

    /** Why it is left alone, or restarts wait; so that it is said once. */
    String said = "";

    /** Something wrong that lasts. */
    @JsonAutoDetect(fieldVisibility = JsonAutoDetect.Visibility.ANY)
    @JsonIgnoreProperties(ignoreUnknown = true)
    static final class Incident {
        String id = "";
        Fault.Kind kind = Fault.Kind.UNHEALTHY;
        String reason = "";
        long since;
        int restarts;
        boolean told;
    }

    String key() {
        return keyOf(service, name);
    }

    static String keyOf(String service, String name) {
        return service + "/" + name;
    }

    static void remember(List<Long> moments, long now) {
        moments.add(now);
        if (moments.size() > MOMENTS) {
            moments.remove(0);
        }
    }

    /** How many of the moments lie within the time before now; ones ahead of now, after a clock was set back, count. */
    static int within(List<Long> moments, long now, long millis) {
        int count = 0;
        for (long moment : moments) {
            if (moment > now - millis) {
                count++;
            }
        }
        return count;
    }
}
