package io.holdfast.cli.drill;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.holdfast.cli.drill.load.Entry;
import io.holdfast.cli.drill.verdict.Mark;
import io.holdfast.cli.drill.wire.Request;
import io.holdfast.cli.time.Ticker;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The replicas and the entry of one scenario, what can be done to them, and the record of what was done. */
final class Stage {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

    private final Settings settings;
    private final Ticker ticker;
    private final Entry entry;
    private final List<Replica> replicas;
    private final Optional<Gateway> gateway;
    private final Consumer<String> progress;
    private final List<Mark> marks = new ArrayList<>();
    private final Random random;
    private final String run;
    private long zero;

    Stage(
            Settings settings,
            Ticker ticker,
            Entry entry,
            List<Replica> replicas,
            Optional<Gateway> gateway,
            Consumer<String> progress) {
        this.settings = settings;
        this.ticker = ticker;
        this.entry = entry;
        this.replicas = List.copyOf(replicas);
        this.gateway = gateway;
        this.progress = progress;
        this.zero = ticker.nanos();
        this.random = new Random(zero);
        this.run = "d" + Long.toString(random.nextLong() >>> 1, 36);
    }

    Settings settings() {
        return settings;
    }

    Ticker ticker() {
        return ticker;
    }

    Entry entry() {
        return entry;
    }

    List<Replica> replicas() {
        return replicas;
    }

    /** The management side, where the scenario asked for it. */
    Gateway gateway() {
        return gateway.orElseThrow(
                () -> new IllegalStateException("a scenario without setup().gateway() asked for one"));
    }

    /** The management side, where there is one. */
    Optional<Gateway> gatewayIfAny() {
        return gateway;
    }

    Random random() {
        return random;
    }

    /** A name that no other run has. */
    String runName() {
        return run;
    }

    List<Mark> marks() {
        return List.copyOf(marks);
    }

    /** Seconds given to {@link #at} count from now. */
    void begin() {
        zero = ticker.nanos();
    }

    /** Waits until so many seconds after the beginning. */
    void at(double seconds) throws InterruptedException {
        ticker.sleepUntil(zero + (long) (seconds * TimeUnit.SECONDS.toNanos(1)));
    }

    void pause(double seconds) throws InterruptedException {
        ticker.sleepUntil(ticker.nanos() + (long) (seconds * TimeUnit.SECONDS.toNanos(1)));
    }

    /** Notes what was done, and tells the one who watches. */
    long mark(String what, boolean loss) {
        long now = say(what);
        marks.add(new Mark(now, what, loss));
        return now;
    }

    private long say(String what) {
        long now = ticker.nanos();
        progress.accept(String.format(java.util.Locale.ROOT, "%6.2f s  %s", (now - zero) / 1e9, what));
        return now;
    }

    /** kill -9. */
    long kill(Replica replica) throws InterruptedException {
        long at = say("kill -9 " + replica.name());
        replica.child().kill();
        marks.add(new Mark(at, ticker.nanos(), "kill -9 " + replica.name(), true));
        return at;
    }

    /**
     * Starts it again.
     *
     * @return when it served
     */
    long restart(Replica replica) throws IOException, InterruptedException {
        replica.start();
        replica.awaitServing();
        return mark(replica.name() + " serves again", false);
    }

    void fault(Replica replica, String json) throws IOException {
        replica.fault(json);
        mark("fault " + json + " on " + replica.name(), true);
    }

    /** The file of so many bytes that the replicas serve. */
    static String file(long bytes) {
        return "/api/images/drill/fits?size=" + bytes;
    }

    /** Its SHA-256 as a replica itself tells it, so that the proxy under test has no part in it. */
    String digest(long bytes) throws IOException {
        Request request = Request.get("/api/images/drill/sha256?size=" + bytes);
        String text = replicas.get(0)
                .direct()
                .demand(request, TimeUnit.SECONDS.toNanos(60))
                .text();
        Matcher digest = SHA256.matcher(text);
        if (!digest.find()) {
            throw new IOException("no SHA-256 in " + text);
        }
        return digest.group();
    }

    /** How often the replicas did the work of each id, as any of them tells. */
    Map<String, Integer> executions() throws IOException {
        for (Replica replica : replicas) {
            if (replica.running()) {
                String text = replica.direct()
                        .demand(Request.get("/api/executions"), TimeUnit.SECONDS.toNanos(10))
                        .text();
                return JSON.readValue(text, new TypeReference<HashMap<String, Integer>>() {});
            }
        }
        throw new IOException("no replica left to ask for its executions");
    }
}
