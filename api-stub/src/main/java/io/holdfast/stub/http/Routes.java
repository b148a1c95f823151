package io.holdfast.stub.http;

import io.netty.handler.codec.http.QueryStringDecoder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which endpoint serves which method and path. A template has segments that stand for themselves, {@code {name}} for any one
 * segment, and {@code **} at its end for any rest. Paths are matched as they came: an encoded slash does not divide.
 */
public final class Routes {
    private static final String ANY = "*";

    private final Map<String, Map<String, Endpoint>> exact = new HashMap<>();
    private final List<Template> templates = new ArrayList<>();

    /** What was found for a path. */
    record Match(Map<String, Endpoint> methods, Map<String, String> parameters) {
        @Nullable Endpoint endpoint(String method) {
            Endpoint endpoint = methods.get(method.equals("HEAD") && !methods.containsKey("HEAD") ? "GET" : method);
            return endpoint != null ? endpoint : methods.get(ANY);
        }

        String allowed() {
            Set<String> names = new LinkedHashSet<>(methods.keySet());
            if (names.contains("GET")) {
                names.add("HEAD");
            }
            return String.join(", ", names);
        }
    }

    private record Template(List<String> segments, Map<String, Endpoint> methods) {
        boolean open() {
            return segments.get(segments.size() - 1).equals("**");
        }

        @Nullable Match match(String[] path) {
            int fixed = open() ? segments.size() - 1 : segments.size();
            if (open() ? path.length <= fixed : path.length != fixed) {
                return null;
            }
            Map<String, String> parameters = new HashMap<>();
            for (int i = 0; i < fixed; i++) {
                String segment = segments.get(i);
                if (segment.startsWith("{")) {
                    parameters.put(
                            segment.substring(1, segment.length() - 1), QueryStringDecoder.decodeComponent(path[i]));
                } else if (!segment.equals(path[i])) {
                    return null;
                }
            }
            return new Match(methods, parameters);
        }
    }

    public Routes get(String path, Endpoint endpoint) {
        return on("GET", path, endpoint);
    }

    public Routes any(String path, Endpoint endpoint) {
        return on(ANY, path, endpoint);
    }

    public Routes on(String method, String path, Endpoint endpoint) {
        methods(path).put(method, endpoint);
        return this;
    }

    private Map<String, Endpoint> methods(String path) {
        if (!path.contains("{") && !path.endsWith("**")) {
            return exact.computeIfAbsent(path, p -> new LinkedHashMap<>());
        }
        List<String> segments = List.of(path.split("/"));
        for (Template template : templates) {
            if (template.segments.equals(segments)) {
                return template.methods;
            }
        }
        Template template = new Template(segments, new LinkedHashMap<>());
        templates.add(template);
        return template.methods;
    }

    /** What serves the path, whatever the method, or null. */
    @Nullable Match find(String path) {
        Map<String, Endpoint> methods = exact.get(path);
        if (methods != null) {
            return new Match(methods, Map.of());
        }
        String[] segments = path.split("/", -1);
        for (Template template : templates) {
            Match match = template.match(segments);
            if (match != null) {
                return match;
            }
        }
        return null;
    }
}
