package io.holdfast.stub.page;

import io.holdfast.stub.http.Exchange;
import io.holdfast.stub.http.Routes;
import java.io.IOException;
import java.io.InputStream;

/** {@code GET /}: a page that shows from which replica its answers come. */
public final class PageEndpoint {
    public void register(Routes routes) {
        routes.get("/", PageEndpoint::page);
    }

    private static void page(Exchange exchange) {
        exchange.answer(200, "text/html; charset=utf-8", Page.BYTES, "cache-control", "no-cache");
    }

    /** Loaded with the first request. */
    private static final class Page {
        static final byte[] BYTES = load();

        private static byte[] load() {
            try (InputStream in = PageEndpoint.class.getResourceAsStream("index.html")) {
                if (in == null) {
                    throw new IllegalStateException("index.html is not in the jar");
                }
                return in.readAllBytes();
            } catch (IOException e) {
                throw new IllegalStateException("index.html cannot be read", e);
            }
        }
    }
}
