package io.holdfast.gateway.route;

import io.netty.handler.codec.http.HttpHeaders;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * One spelling for headers of one name: Spring lists each spelling with the values of all, and doubles them whenever a
 * filter copies the headers.
 */
final class Spelling {

    private Spelling() {}

    static void unify(HttpHeaders headers) {
        Set<String> seen = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        for (String name : headers.names()) {
            if (!seen.add(name)) {
                List<String> values = headers.getAll(name);
                headers.set(name, values);
            }
        }
    }
}
