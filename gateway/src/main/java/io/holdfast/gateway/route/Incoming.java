package io.holdfast.gateway.route;

import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.server.PathContainer;

/** A request as predicates look at it; what costs is worked out once, and only when asked for. */
final class Incoming {

    private final HttpMethod method;
    private final String uri;
    private final String path;
    private final HttpHeaders headers;
    private @Nullable PathContainer parsed;
    private @Nullable Map<String, List<String>> query;

    Incoming(HttpMethod method, String uri, HttpHeaders headers) {
        this.method = method;
        this.uri = uri;
        int end = uri.indexOf('?');
        this.path = end < 0 ? uri : uri.substring(0, end);
        this.headers = headers;
    }

    HttpMethod method() {
        return method;
    }

    /** The raw path. */
    String path() {
        return path;
    }

    HttpHeaders headers() {
        return headers;
    }

    PathContainer parsedPath() {
        if (parsed == null) {
            parsed = PathContainer.parsePath(path);
        }
        return parsed;
    }

    Map<String, List<String>> query() {
        if (query == null) {
            query = new QueryStringDecoder(uri).parameters();
        }
        return query;
    }

    /** The first segment of the raw path, the key of the route table. */
    String firstSegment() {
        int end = path.indexOf('/', 1);
        return path.isEmpty() ? "" : end < 0 ? path.substring(1) : path.substring(1, end);
    }
}
