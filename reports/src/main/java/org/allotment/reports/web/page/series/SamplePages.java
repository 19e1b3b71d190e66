package org.allotment.reports.web.page.series;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.allotment.reports.model.Histograms;
import org.allotment.reports.model.Samples;
import org.allotment.reports.store.RawResult;
import org.allotment.reports.store.read.series.RunSamples;
import org.allotment.reports.web.page.Badges;
import org.allotment.reports.web.page.Nights;
import org.allotment.reports.web.text.Cells;
import org.allotment.reports.web.text.Counts;
import org.allotment.reports.web.text.Dots;
import org.allotment.reports.web.text.Links;
import org.allotment.reports.web.text.Moments;
import org.allotment.reports.web.text.Scale;
import org.allotment.reports.web.view.part.Moment;
import org.allotment.reports.web.view.series.SampleView;
import org.allotment.reports.web.view.series.SampleView.Fork;

/** The samples of one run, grouped by fork. */
public final class SamplePages {
    private static final String HEAD = "fork,iteration,value,count,unit\r\n";
    private static final int MOST_SHOWN = 40;
    private static final int MOST_DRAWN = 2_000;
    private static final double[] SHARES = {0.5, 0.9, 0.99, 0.999, 1};
    private static final String[] NAMES = {"50 %", "90 %", "99 %", "99.9 %", "highest"};

    private SamplePages() {}

    /**
     * Builds the part of the page.
     *
     * @param close the page without it
     */
    public static SampleView of(RunSamples samples, String close, Instant now) {
        RawResult raw = samples.raw();
        String unit = samples.series().unit();
        Scale scale = Scale.of(samples.score(), unit);
        boolean histogram = !raw.histograms().isEmpty();
        Samples values = histogram ? raw.histograms().means() : raw.samples();
        long series = samples.series().id();
        Dots dots = Dots.of(drawn(values));
        return new SampleView(
                Nights.href(raw.runId()),
                Moment.of(samples.started(), now),
                Badges.of(samples.state()),
                scale.text(samples.score()),
                lead(values, raw.histograms()),
                note(samples, values),
                "/api/v1/runs/" + raw.runId() + "/upload",
                dots,
                fine(scale, dots.low()),
                fine(scale, dots.high()),
                histogram ? sampled(raw.histograms(), scale) : forks(values, scale),
                histogram,
                close,
                Links.to("/export/samples.csv")
                        .with("id", Long.toString(series))
                        .with("run", raw.runId())
                        .toString(),
                "/api/v1/series/" + series + "/runs/" + raw.runId() + "/samples");
    }

    /** All values as CSV: one line for each, or for each bucket of a histogram. */
    public static String csv(RunSamples samples) {
        StringBuilder csv = new StringBuilder(HEAD);
        String unit = samples.series().unit();
        List<List<List<Histograms.Bucket>>> sampled = samples.raw().histograms().forks();
        for (int fork = 0; fork < sampled.size(); fork++) {
            for (int i = 0; i < sampled.get(fork).size(); i++) {
                for (Histograms.Bucket bucket : sampled.get(fork).get(i)) {
                    csv.append(Cells.line(fork + 1, i + 1, bucket.value(), bucket.count(), unit));
                }
            }
        }
        Samples values = sampled.isEmpty() ? samples.raw().samples() : Samples.NONE;
        for (int fork = 0; fork < values.forks(); fork++) {
            double[] iterations = values.fork(fork);
            for (int i = 0; i < iterations.length; i++) {
                csv.append(Cells.line(fork + 1, i + 1, iterations[i], 1, unit));
            }
        }
        return csv.toString();
    }

    private static String lead(Samples values, Histograms sampled) {
        String forks = Counts.of(values.forks(), "fork") + ", ";
        return sampled.isEmpty()
                ? forks + Counts.of(values.iterations(), "value") + "."
                : forks
                        + Counts.of(
                                sampled.forks().stream()
                                        .mapToLong(SamplePages::count)
                                        .sum(),
                                "sampled time") + " in " + Counts.of(values.iterations(), "iteration")
                        + "; the picture shows the mean of each iteration.";
    }

    private static String note(RunSamples samples, Samples values) {
        Instant thinned = samples.thinned();
        if (thinned != null) {
            return "The iterations of this run were dropped on " + Moments.day(thinned)
                    + ": of each fork the mean is left. The upload still has them.";
        }
        int every = every(values);
        return every == 1 ? "" : "The picture shows one value of " + every + ".";
    }

    private static int every(Samples values) {
        return 1 + Math.max(0, values.iterations() - 1) / MOST_DRAWN;
    }

    private static List<double[]> drawn(Samples values) {
        int every = every(values);
        List<double[]> groups = new ArrayList<>();
        for (int i = 0; i < values.forks(); i++) {
            double[] fork = values.fork(i);
            groups.add(IntStream.range(0, (fork.length + every - 1) / every)
                    .mapToDouble(k -> fork[k * every])
                    .toArray());
        }
        return groups;
    }

    private static String fine(Scale scale, double value) {
        return scale.fine(value) + '\u00a0' + scale.unit();
    }

    private static String range(Scale scale, double low, double high) {
        return scale.fine(low) + "\u2009–\u2009" + scale.fine(high);
    }

    private static List<Fork> forks(Samples values, Scale scale) {
        List<Fork> forks = new ArrayList<>();
        for (int i = 0; i < values.forks(); i++) {
            double[] fork = values.fork(i);
            double[] finite =
                    Arrays.stream(fork).filter(Double::isFinite).sorted().toArray();
            forks.add(new Fork(
                    i + 1,
                    fork.length == 0 ? "–" : fine(scale, Arrays.stream(fork).sum() / fork.length),
                    finite.length == 0 ? "" : range(scale, finite[0], finite[finite.length - 1]),
                    Counts.exact(fork.length),
                    Arrays.stream(fork).limit(MOST_SHOWN).mapToObj(scale::fine).collect(Collectors.joining(" · ")),
                    fork.length > MOST_SHOWN ? "and " + Counts.exact(fork.length - (long) MOST_SHOWN) + " more" : ""));
        }
        return forks;
    }

    private static List<Fork> sampled(Histograms histograms, Scale scale) {
        List<Fork> forks = new ArrayList<>();
        for (List<List<Histograms.Bucket>> fork : histograms.forks()) {
            List<Histograms.Bucket> buckets = fork.stream()
                    .flatMap(List::stream)
                    .filter(bucket -> bucket.count() > 0)
                    .sorted((one, other) -> Double.compare(one.value(), other.value()))
                    .toList();
            forks.add(fork(forks.size() + 1, buckets, count(fork), scale));
        }
        return forks;
    }

    private static Fork fork(int number, List<Histograms.Bucket> buckets, long count, Scale scale) {
        if (buckets.isEmpty()) {
            return new Fork(number, "–", "", "0", "", "");
        }
        double sum = buckets.stream()
                .mapToDouble(bucket -> bucket.value() * bucket.count())
                .sum();
        String percentiles = IntStream.range(0, SHARES.length)
                .mapToObj(i -> NAMES[i] + "\u00a0" + scale.fine(percentile(buckets, count, SHARES[i])))
                .collect(Collectors.joining(" · "));
        return new Fork(
                number,
                fine(scale, sum / count),
                range(scale, buckets.getFirst().value(), buckets.getLast().value()),
                Counts.exact(count),
                percentiles,
                "");
    }

    /** The least value that the share of all samples does not exceed. */
    private static double percentile(List<Histograms.Bucket> buckets, long count, double share) {
        long rank = Math.max(1, (long) Math.ceil(share * count));
        long seen = 0;
        for (Histograms.Bucket bucket : buckets) {
            seen += bucket.count();
            if (seen >= rank) {
                return bucket.value();
            }
        }
        return buckets.getLast().value();
    }

    private static long count(List<List<Histograms.Bucket>> fork) {
        return fork.stream()
                .flatMap(List::stream)
                .mapToLong(Histograms.Bucket::count)
                .sum();
    }
}
