package io.holdfast.gateway.route;

import io.holdfast.gateway.route.CompiledRoute.HeaderEdit;
import io.holdfast.gateway.route.CompiledRoute.Match;
import io.holdfast.gateway.route.CompiledRoute.PathEdit;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.cloud.gateway.filter.FilterDefinition;
import org.springframework.cloud.gateway.handler.predicate.PredicateDefinition;
import org.springframework.cloud.gateway.route.RouteDefinition;
import org.springframework.util.AntPathMatcher;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;

/**
 * Turns a route definition into one of the fast lane where each of its predicates and filters is of the compiled set:
 * Path, Host, Method, Header, Query; StripPrefix, PrefixPath, RewritePath, Set/Add/RemoveRequestHeader and
 * -ResponseHeader, PreserveHostHeader. They do what Spring Cloud Gateway's filters of these names do.
 */
final class RouteCompiler {

    private static final PathPatternParser PATHS = new PathPatternParser();

    private final List<FilterDefinition> defaultFilters;

    RouteCompiler(List<FilterDefinition> defaultFilters) {
        this.defaultFilters = defaultFilters;
    }

    RouteTable.Entry compile(RouteDefinition definition) {
        List<Match> matches = new ArrayList<>();
        String segment = null;
        for (PredicateDefinition predicate : definition.getPredicates()) {
            Match match = match(predicate);
            if (match == null) {
                return slow(definition, null, null, "predicate " + predicate.getName() + " is not compiled");
            }
            matches.add(match);
            if (predicate.getName().equals("Path") && segment == null) {
                segment = commonSegment(patterns(predicate.getArgs()));
            }
        }
        String why = obstacle(definition);
        if (why != null) {
            return slow(definition, matches, segment, why);
        }
        List<PathEdit> paths = new ArrayList<>();
        List<HeaderEdit> requests = new ArrayList<>();
        List<HeaderEdit> answers = new ArrayList<>();
        boolean preserveHost = false;
        List<FilterDefinition> filters = new ArrayList<>(defaultFilters);
        filters.addAll(definition.getFilters());
        for (FilterDefinition filter : filters) {
            preserveHost |= filter.getName().equals("PreserveHostHeader");
            if (!edit(filter, paths, requests, answers)) {
                return slow(definition, matches, segment, "filter " + filter.getName() + " is not compiled");
            }
        }
        Lane lane = new Lane(definition.getId(), Lane.Kind.FAST, "every predicate and filter is compiled");
        return new RouteTable.Entry(
                new CompiledRoute(lane, matches, service(definition.getUri()), paths, requests, answers, preserveHost),
                segment);
    }

    private static RouteTable.Entry slow(
            RouteDefinition definition, @Nullable List<Match> matches, @Nullable String segment, String why) {
        return slow(definition.getId(), definition.getUri(), matches, segment, why);
    }

    /** A route that was made in code: nothing is known of what it matches. */
    static RouteTable.Entry made(String id, URI uri) {
        return slow(id, uri, null, null, "it was made in code");
    }

    private static RouteTable.Entry slow(
            String id, URI uri, @Nullable List<Match> matches, @Nullable String segment, String why) {
        Lane lane = new Lane(id, Lane.Kind.GATEWAY, why);
        String service = ExchangeFilter.SCHEME.equals(uri.getScheme()) ? service(uri) : null;
        return new RouteTable.Entry(
                new CompiledRoute(lane, matches, service, List.of(), List.of(), List.of(), false),
                matches == null ? null : segment);
    }

    /** All behind the scheme, so that a port or a path, which have no meaning there, are found to be no service. */
    private static String service(URI uri) {
        String name = uri.getRawSchemeSpecificPart().substring("//".length());
        return name.endsWith("/") ? name.substring(0, name.length() - 1) : name;
    }

    private static @Nullable String obstacle(RouteDefinition definition) {
        if (!ExchangeFilter.SCHEME.equals(definition.getUri().getScheme())) {
            return "its URI is not " + ExchangeFilter.SCHEME + "://";
        }
        return definition.getMetadata().isEmpty() ? null : "it has metadata";
    }

    // ---- predicates

    private static @Nullable Match match(PredicateDefinition predicate) {
        Map<String, String> args = predicate.getArgs();
        return switch (predicate.getName()) {
            case "Path" -> path(patterns(args));
            case "Method" -> method(values(args));
            case "Host" -> host(values(args));
            case "Header" -> header(arg(args, "header", 0), arg(args, "regexp", 1));
            case "Query" -> query(arg(args, "param", 0), arg(args, "regexp", 1));
            default -> null;
        };
    }

    private static List<String> patterns(Map<String, String> args) {
        return args.entrySet().stream()
                .filter(e -> !e.getKey().equals("matchTrailingSlash")
                        && !e.getValue().equals("true")
                        && !e.getValue().equals("false"))
                .map(Map.Entry::getValue)
                .flatMap(v -> List.of(v.split(",")).stream())
                .map(String::trim)
                .toList();
    }

    private static List<String> values(Map<String, String> args) {
        return args.values().stream()
                .flatMap(v -> List.of(v.split(",")).stream())
                .map(String::trim)
                .toList();
    }

    private static Match path(List<String> patterns) {
        if (patterns.contains("/**")) {
            return request -> true;
        }
        List<PathPattern> parsed = patterns.stream().map(PATHS::parse).toList();
        return request -> {
            for (PathPattern pattern : parsed) {
                if (pattern.matches(request.parsedPath())) {
                    return true;
                }
            }
            return false;
        };
    }

    /** The literal first segment that all patterns share, or null. */
    private static @Nullable String commonSegment(List<String> patterns) {
        String common = null;
        for (String pattern : patterns) {
            String[] parts = pattern.split("/", 3);
            String first = parts.length > 1 && parts[0].isEmpty() ? parts[1] : "";
            if (first.isEmpty() || !first.matches("[A-Za-z0-9._~-]+") || common != null && !common.equals(first)) {
                return null;
            }
            common = first;
        }
        return common;
    }

    private static Match method(List<String> methods) {
        return request -> methods.contains(request.method().name());
    }

    private static Match host(List<String> patterns) {
        AntPathMatcher matcher = new AntPathMatcher(".");
        return request -> {
            String host = request.headers().get("host");
            if (host == null) {
                return false;
            }
            int port = host.startsWith("[") ? host.indexOf(':', host.indexOf(']')) : host.lastIndexOf(':');
            String name = port < 0 ? host : host.substring(0, port);
            return patterns.stream().anyMatch(p -> matcher.match(p, name) || matcher.match(p, host));
        };
    }

    private static @Nullable Match header(@Nullable String name, @Nullable String regexp) {
        if (name == null) {
            return null;
        }
        Pattern pattern = regexp == null || regexp.isEmpty() ? null : Pattern.compile(regexp);
        return request -> pattern == null
                ? request.headers().contains(name)
                : request.headers().getAll(name).stream()
                        .anyMatch(v -> pattern.matcher(v).matches());
    }

    private static @Nullable Match query(@Nullable String name, @Nullable String regexp) {
        if (name == null) {
            return null;
        }
        Pattern pattern = regexp == null || regexp.isEmpty() ? null : Pattern.compile(regexp);
        return request -> {
            List<String> values = request.query().get(name);
            return values != null
                    && (pattern == null
                            || values.stream().anyMatch(v -> pattern.matcher(v).matches()));
        };
    }

    // ---- filters

    private static boolean edit(
            FilterDefinition filter, List<PathEdit> paths, List<HeaderEdit> requests, List<HeaderEdit> answers) {
        Map<String, String> args = filter.getArgs();
        String first = arg(args, "name", 0);
        String value = arg(args, "value", 1);
        switch (filter.getName()) {
            case "PreserveHostHeader" -> {
                return true;
            }
            case "StripPrefix" -> {
                int parts = Integer.parseInt(argOr(args, "parts", "1"));
                paths.add(path -> strip(path, parts));
                return true;
            }
            case "PrefixPath" -> {
                String prefix = arg(args, "prefix", 0);
                paths.add(path -> prefix + path);
                return prefix != null && !prefix.contains("{");
            }
            case "RewritePath" -> {
                String regexp = arg(args, "regexp", 0);
                String replacement = arg(args, "replacement", 1);
                if (regexp == null || replacement == null) {
                    return false;
                }
                Pattern pattern = Pattern.compile(regexp);
                String with = replacement.replace("$\\", "$");
                paths.add(path -> pattern.matcher(path).replaceAll(with));
                return true;
            }
            case "AddRequestHeader", "SetRequestHeader" -> {
                return header(filter.getName(), first, value, requests);
            }
            case "AddResponseHeader", "SetResponseHeader" -> {
                return header(filter.getName(), first, value, answers);
            }
            case "RemoveRequestHeader" -> {
                requests.add(headers -> headers.remove(first));
                return first != null;
            }
            case "RemoveResponseHeader" -> {
                answers.add(headers -> headers.remove(first));
                return first != null;
            }
            default -> {
                return false;
            }
        }
    }

    private static boolean header(
            String filter, @Nullable String name, @Nullable String value, List<HeaderEdit> edits) {
        if (name == null || value == null || value.contains("{")) {
            return false; // a template of path variables is the ordinary chain's work
        }
        edits.add(filter.startsWith("Add") ? h -> h.add(name, value) : h -> h.set(name, value));
        return true;
    }

    /** As StripPrefix: takes segments off the front, keeps a trailing slash. */
    private static String strip(String path, int parts) {
        int from = 0;
        for (int i = 0; i < parts; i++) {
            int next = path.indexOf('/', from + 1);
            if (next < 0) {
                return "/";
            }
            from = next;
        }
        return path.substring(from);
    }

    /** A named argument, or the one at this place of the short form. */
    private static @Nullable String arg(Map<String, String> args, String name, int place) {
        String named = args.get(name);
        return named != null ? named : args.get("_genkey_" + place);
    }

    private static String argOr(Map<String, String> args, String name, String other) {
        String value = arg(args, name, 0);
        return value == null ? other : value.toLowerCase(Locale.ROOT);
    }
}
