package io.holdfast.bench.result;

import io.holdfast.bench.load.Latency;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** The results of one scenario as a table of Markdown: medians of the rounds, ratios of CPU with their spread. */
public final class Table {

    private static final double MEGA = 1024 * 1024;
    private static final double MILLI = 1000;

    private Table() {}

    /**
     * The table.
     *
     * @param unit what is counted: requests, messages, events
     * @param rounds by the proxy's name, in the order of the lines; the lists hold one sample a round
     */
    public static String of(String unit, Map<String, List<Sample>> rounds) {
        StringBuilder out = new StringBuilder();
        out.append("| | ").append(unit).append("/s | p50 ms | p99 ms | p99.9 ms | CPU µs each | RSS MB | failed |");
        out.append(" CPU to nginx | CPU to Caddy | rate to Caddy | p99 to Caddy |\n");
        out.append("|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|\n");
        rounds.forEach((name, samples) -> {
            List<String> cells = new ArrayList<>();
            cells.add(name);
            cells.add(number(median(samples, s -> s.tally().perSecond())));
            cells.add(latency(samples, Latency::p50));
            cells.add(latency(samples, Latency::p99));
            cells.add(latency(samples, Latency::p999));
            cells.add(number(median(samples, Sample::cpuPerUnit)));
            cells.add(number(median(samples, s -> s.rssBytes() / MEGA)));
            cells.add(Long.toString(
                    samples.stream().mapToLong(s -> s.tally().errors()).sum()));
            cells.add(ratio(samples, rounds.get("nginx"), Sample::cpuPerUnit));
            cells.add(ratio(samples, rounds.get("caddy"), Sample::cpuPerUnit));
            cells.add(ratio(samples, rounds.get("caddy"), s -> s.tally().perSecond()));
            cells.add(ratio(samples, rounds.get("caddy"), s -> latency(s, Latency::p99)));
            out.append("| ").append(String.join(" | ", cells)).append(" |\n");
        });
        return out.toString();
    }

    private static double median(List<Sample> samples, ToDoubleFunction<Sample> of) {
        return Spread.of(samples.stream().mapToDouble(of).toArray()).median();
    }

    private static String latency(List<Sample> samples, ToDoubleFunction<Latency> of) {
        return number(median(samples, s -> latency(s, of)) / MILLI);
    }

    private static double latency(Sample sample, ToDoubleFunction<Latency> of) {
        Latency latency = sample.tally().latency();
        return latency == null ? Double.NaN : of.applyAsDouble(latency);
    }

    private static String ratio(List<Sample> samples, @Nullable List<Sample> to, ToDoubleFunction<Sample> of) {
        if (to == null) {
            return "-";
        }
        return Spread.ratio(list(samples, of), list(to, of)).toString();
    }

    private static List<Double> list(List<Sample> samples, ToDoubleFunction<Sample> of) {
        return samples.stream().map(of::applyAsDouble).toList();
    }

    /** Three digits that count. */
    static String number(double value) {
        if (Double.isNaN(value)) {
            return "-";
        }
        String format = value >= 100 ? "%,.0f" : value >= 10 ? "%.1f" : "%.2f";
        return String.format(Locale.ROOT, format, value);
    }
}
