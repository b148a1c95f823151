package io.holdfast.stub.image;

import io.holdfast.stub.Time;
import io.holdfast.stub.http.Dates;
import io.holdfast.stub.http.Exchange;
import io.holdfast.stub.http.Routes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code /api/images/{id}/fits} and its digest. */
public final class ImageEndpoint {
    private static final long DEFAULT_SIZE = 48L << 20;
    private static final long MAX_SIZE = 1L << 42;
    /** When every image was made: 2025-11-17 15:35:36 UTC. */
    private static final long MADE = 1_763_393_736_000L;

    private static final long STRONG_AFTER_MILLIS = 60_000;

    private final Digests digests = new Digests();

    public void register(Routes routes) {
        routes.get("/api/images/{id}/fits", this::image);
        routes.get("/api/images/{id}/sha256", this::digest);
    }

    private void image(Exchange exchange) {
        ImageBytes image = requested(exchange);
        long size = image.size();
        String tag = "\"" + Sha256.hex(exchange.parameter("id") + "/" + size).substring(0, 32) + "\"";
        String etag =
                switch (exchange.choice("etag", "strong", "weak", "none")) {
                    case "weak" -> "W/" + tag;
                    case "none" -> null;
                    default -> tag;
                };
        long modified =
                switch (exchange.choice("modified", "old", "recent", "none")) {
                    case "recent" -> Time.wallMillis();
                    case "none" -> -1;
                    default -> MADE;
                };
        String modifiedText = modified < 0 ? null : Dates.text(modified);
        long rate = exchange.query("rate", 0, 1, Long.MAX_VALUE);
        List<String> headers = headers(exchange, etag, modifiedText);
        if (etag != null && etag.equals(exchange.headers().get("if-none-match"))) {
            exchange.answer(304, "", new byte[0], headers.toArray(new String[0]));
            return;
        }
        boolean strong = modified >= 0 && Time.wallMillis() - modified >= STRONG_AFTER_MILLIS;
        RangeRule.Part part = RangeRule.decide(
                exchange.method().equals("GET") ? exchange.headers().get("range") : null,
                exchange.headers().get("if-range"),
                etag,
                modifiedText,
                strong,
                size);
        send(exchange, image, part, headers, rate);
    }

    private static List<String> headers(Exchange exchange, @Nullable String etag, @Nullable String modified) {
        List<String> headers = new ArrayList<>(List.of("accept-ranges", "bytes"));
        if (etag != null) {
            headers.addAll(List.of("etag", etag));
        }
        if (modified != null) {
            headers.addAll(List.of("last-modified", modified));
        }
        if (exchange.choice("encoded", "false", "true").equals("true")) {
            headers.addAll(List.of("content-encoding", "gzip"));
        }
        return headers;
    }

    private static void send(
            Exchange exchange, ImageBytes image, RangeRule.Part part, List<String> headers, long rate) {
        long size = image.size();
        if (part instanceof RangeRule.Unsatisfiable) {
            exchange.json(
                    416,
                    Map.of(
                            "error",
                            "range: " + exchange.headers().get("range") + " (expected: within " + size + " bytes)"),
                    "content-range",
                    "bytes */" + size);
            return;
        }
        long from = part instanceof RangeRule.Slice slice ? slice.from() : 0;
        long to = part instanceof RangeRule.Slice slice ? slice.to() : size - 1;
        int status = part instanceof RangeRule.Slice ? 206 : 200;
        if (status == 206) {
            headers.addAll(List.of("content-range", "bytes " + from + "-" + to + "/" + size));
        }
        if (exchange.begin(status, "application/fits", to - from + 1, headers.toArray(new String[0]))) {
            new Download(exchange, image, from, to + 1, rate).run();
        }
    }

    private void digest(Exchange exchange) {
        ImageBytes image = requested(exchange);
        digests.of(
                exchange.parameter("id"),
                image,
                hex -> exchange.onLoop(() -> exchange.json(200, Map.of("sha256", hex))));
    }

    private static ImageBytes requested(Exchange exchange) {
        return new ImageBytes(exchange.parameter("id"), exchange.query("size", DEFAULT_SIZE, 0, MAX_SIZE));
    }
}
