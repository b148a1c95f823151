package io.holdfast.stub.echo;

import io.holdfast.stub.http.Exchange;
import io.holdfast.stub.http.Routes;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.zip.CRC32;

/** {@code /api/slow} and {@code /api/skymap}: answers that take their time before the first byte. */
public final class SlowEndpoint {
    private static final long MAX_MILLIS = 3_600_000;
    private static final int MAP_BYTES = 60_000;

    public void register(Routes routes) {
        routes.get("/api/slow", exchange -> {
            long millis = exchange.query("ms", 150, 0, MAX_MILLIS);
            late(exchange, millis, () -> exchange.json(200, Map.of("slept", millis)));
        });
        routes.get("/api/skymap", exchange -> {
            long millis = exchange.query("ms", 3000, 0, MAX_MILLIS);
            late(exchange, millis, () -> exchange.answer(200, "image/png", Png.like("skymap", MAP_BYTES)));
        });
        routes.get("/api/thumbnails/**", SlowEndpoint::thumbnail);
    }

    private static void late(Exchange exchange, long millis, Runnable answer) {
        if (millis == 0) {
            answer.run();
        } else {
            exchange.after(millis, answer);
        }
    }

    private static void thumbnail(Exchange exchange) {
        if (exchange.choice("echo", "false", "true").equals("true")) {
            exchange.json(200, Map.of("path", exchange.path()));
            return;
        }
        CRC32 sum = new CRC32();
        sum.update(exchange.path().getBytes(StandardCharsets.UTF_8));
        int bytes = 20_000 + (int) (sum.getValue() % 80_000);
        exchange.answer(200, "image/png", Png.like(exchange.path(), bytes));
    }
}
