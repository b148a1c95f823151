package io.holdfast.bench.result;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The middle and the ends of a few numbers. */
public record Spread(double low, double median, double high) {

    /** Of these; all NaN when there are none. Those that are not numbers do not count. */
    public static Spread of(double... values) {
        double[] sorted =
                Arrays.stream(values).filter(v -> !Double.isNaN(v)).sorted().toArray();
        if (sorted.length == 0) {
            return new Spread(Double.NaN, Double.NaN, Double.NaN);
        }
        int half = sorted.length / 2;
        double median = sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
        return new Spread(sorted[0], median, sorted[sorted.length - 1]);
    }

    /** Of the quotients of two lists, round by round, so that what slowed a whole round down cancels out. */
    public static Spread ratio(List<Double> of, List<Double> to) {
        int n = Math.min(of.size(), to.size());
        double[] ratios = new double[n];
        for (int i = 0; i < n; i++) {
            ratios[i] = of.get(i) / to.get(i);
        }
        return of(ratios);
    }

    @Override
    public String toString() {
        return Double.isNaN(median) ? "-" : String.format(Locale.ROOT, "%.2f (%.2f-%.2f)", median, low, high);
    }
}
