package org.allotment.reports.model;

import java.util.List;
import java.util.stream.Stream;

/** Sample mode: how often each value was seen, by fork and iteration, in the order of the document. */
public record Histograms(List<List<List<Bucket>>> forks) {
    /** No fork. */
    public static final Histograms NONE = new Histograms(List.of());

    /** Immutable. */
    public Histograms {
        forks = List.copyOf(forks);
    }

    /** One value and how often it was seen. */
    public record Bucket(double value, long count) {}

    /** True when nothing was recorded. */
    public boolean isEmpty() {
        return forks.isEmpty();
    }

    /** The forks of this and then those of {@code next}. */
    public Histograms followedBy(Histograms next) {
        return new Histograms(Stream.concat(forks.stream(), next.forks.stream()).toList());
    }

    /** The mean of each iteration, weighted by count; an iteration without a count is left out. */
    public Samples means() {
        double[][] means = new double[forks.size()][];
        for (int i = 0; i < means.length; i++) {
            means[i] = forks.get(i).stream()
                    .filter(buckets -> buckets.stream().anyMatch(bucket -> bucket.count() > 0))
                    .mapToDouble(Histograms::mean)
                    .toArray();
        }
        return Samples.of(means);
    }

    private static double mean(List<Bucket> buckets) {
        double sum = 0;
        long count = 0;
        for (Bucket bucket : buckets) {
            sum += bucket.value() * bucket.count();
            count += bucket.count();
        }
        return sum / count;
    }
}
