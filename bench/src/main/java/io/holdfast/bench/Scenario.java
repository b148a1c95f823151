package io.holdfast.bench;

import io.holdfast.bench.load.EventLoad;
import io.holdfast.bench.load.H2load;
import io.holdfast.bench.load.Load;
import io.holdfast.bench.load.SocketLoad;
import io.holdfast.bench.load.Wrk;
import java.nio.file.Path;
import java.util.List;

/**
 * What is compared.
 *
 * @param unit what is counted
 * @param tls whether it goes to the TLS port
 */
record Scenario(String name, String title, String unit, boolean tls, Load load) {

    private static final int USUAL = 32;

    /** All that put a load on proxies that run and are warm. */
    static List<Scenario> all(Path script) {
        String small = "/small.json";
        return List.of(
                wrk("json", "Small JSON: 742 bytes, 32 connections", new Wrk(script, small, USUAL, false)),
                wrk("64k", "64 KiB, 32 connections", new Wrk(script, "/64k.bin", USUAL, false)),
                wrk("10m", "Downloads of 10 MiB, 8 connections", new Wrk(script, "/10m.bin", 8, false)),
                wrk("upload", "Uploads of 64 KiB, 32 connections", new Wrk(script, "/upload", USUAL, true)),
                wrk("c1000", "Small JSON, 1,000 connections", new Wrk(script, small, 1000, false)),
                wrk("c10000", "Small JSON, 10,000 connections", new Wrk(script, small, 10_000, false)),
                new Scenario(
                        "websocket",
                        "WebSocket echo: 64 bytes, 32 sockets",
                        "round trips",
                        false,
                        new SocketLoad("/api/ws/status?interval=600000", USUAL)),
                new Scenario(
                        "events",
                        "Event streams: 1,000 readers, an event each 200 ms (latency: between two events)",
                        "events",
                        false,
                        new EventLoad("/api/events?interval=200", 1000)),
                new Scenario(
                        "tls-h1",
                        "Small JSON by TLS, HTTP/1.1, 32 connections",
                        "requests",
                        true,
                        new Wrk(script, small, USUAL, false)),
                new Scenario(
                        "tls-h2",
                        "Small JSON by TLS, HTTP/2, 32 connections",
                        "requests",
                        true,
                        new H2load(small, USUAL)));
    }

    private static Scenario wrk(String name, String title, Wrk load) {
        return new Scenario(name, title, "requests", false, load);
    }
}
