package io.holdfast.cli.watch;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.util.Map;
import java.util.TreeMap;

/** All that a watch remembers; kept as JSON, so that the next watch goes on where this one ended. */
@JsonAutoDetect(fieldVisibility = JsonAutoDetect.Visibility.ANY)
@JsonIgnoreProperties(ignoreUnknown = true)
final class WatchState {

    /** By service and name. */
    Map<String, Watched> instances = new TreeMap<>();

    /** What runs instances, by its name. */
    Map<String, Source> sources = new TreeMap<>();

    /** What runs instances, as the watch knows it. */
    @JsonAutoDetect(fieldVisibility = JsonAutoDetect.Visibility.ANY)
    @JsonIgnoreProperties(ignoreUnknown = true)
    static final class Source {
        long awaySince;
        boolean told;

        /** The engine's time of the last event heard, in nanoseconds. */
        long eventNanos;
    }

    Source source(String name) {
        return sources.computeIfAbsent(name, any -> new Source());
    }

    Watched instance(String source, String service, String name) {
        return instances.computeIfAbsent(Watched.keyOf(service, name), any -> {
            Watched known = new Watched();
            known.source = source;
            known.service = service;
            known.name = name;
            return known;
        });
    }
}
