package io.holdfast.gateway.route;

import io.netty.handler.codec.http.HttpHeaders;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A route as the fast lane sees it: what it matches, and what it does to target and headers; or, where that is not of
 * the compiled set, the fact that the ordinary chain has to look at it.
 */
final class CompiledRoute {

    /** Whether a request matches. */
    @FunctionalInterface
    interface Match {
        boolean test(Incoming request);
    }

    /** Changes the raw path. */
    @FunctionalInterface
    interface PathEdit {
        String apply(String rawPath);
    }

    /** Changes headers. */
    @FunctionalInterface
    interface HeaderEdit {
        void apply(HttpHeaders headers);
    }

    private final Lane lane;
    private final @Nullable List<Match> matches;
    private final @Nullable String service;
    private final List<PathEdit> paths;
    private final List<HeaderEdit> requestHeaders;
    private final List<HeaderEdit> answerHeaders;
    private final boolean preserveHost;

    CompiledRoute(
            Lane lane,
            @Nullable List<Match> matches,
            @Nullable String service,
            List<PathEdit> paths,
            List<HeaderEdit> requestHeaders,
            List<HeaderEdit> answerHeaders,
            boolean preserveHost) {
        this.lane = lane;
        this.matches = matches;
        this.service = service;
        this.paths = paths;
        this.requestHeaders = requestHeaders;
        this.answerHeaders = answerHeaders;
        this.preserveHost = preserveHost;
    }

    Lane lane() {
        return lane;
    }

    boolean fast() {
        return lane.kind() == Lane.Kind.FAST;
    }

    /** The service that it leads to, or null: elsewhere. */
    @Nullable String service() {
        return service;
    }

    boolean preserveHost() {
        return preserveHost;
    }

    /** Whether it takes the request, or might: predicates that are not of the compiled set may match anything. */
    boolean mayMatch(Incoming request) {
        if (matches == null) {
            return true;
        }
        for (int i = 0; i < matches.size(); i++) {
            if (!matches.get(i).test(request)) {
                return false;
            }
        }
        return true;
    }

    String target(String uri) {
        if (paths.isEmpty()) {
            return uri;
        }
        int query = uri.indexOf('?');
        String path = query < 0 ? uri : uri.substring(0, query);
        for (PathEdit edit : paths) {
            path = edit.apply(path);
        }
        return query < 0 ? path : path + uri.substring(query);
    }

    void editRequest(HttpHeaders headers) {
        for (int i = 0; i < requestHeaders.size(); i++) {
            requestHeaders.get(i).apply(headers);
        }
    }

    void editAnswer(HttpHeaders headers) {
        for (int i = 0; i < answerHeaders.size(); i++) {
            answerHeaders.get(i).apply(headers);
        }
    }
}
