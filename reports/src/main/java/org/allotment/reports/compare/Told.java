package org.allotment.reports.compare;

import java.util.ArrayList;
import java.util.List;
import org.allotment.reports.compare.Pair.Outcome;
import org.allotment.reports.model.MetricKind;
import org.allotment.reports.model.history.SeriesInfo;
import org.allotment.reports.stats.FalseDiscovery;
import org.allotment.reports.stats.ForkSummary;
import org.allotment.reports.stats.Interval;
import org.allotment.reports.stats.MeanDifference;
import org.allotment.reports.stats.Robust;

/** One series on both sides before all of them are judged together. */
final class Told {
    /** q: of the differences called so, the share that may be none. */
    private static final double DISCOVERY_RATE = 0.10;

    /** No change below this matters in a noisy metric. */
    private static final double LEAST = 0.02;

    private static final double LEAST_STEP = 1.0;
    private static final double LEAST_SHARE = 0.005;
    private static final MeanDifference NONE = new MeanDifference(Double.NaN, Double.NaN, Double.NaN);

    private final SeriesInfo series;
    private final Measured earlier;
    private final Measured later;
    private final double baseMiddle;
    private final double headMiddle;

    /** Of the logarithms of cost, head less base; NaN for a deterministic metric. */
    private final MeanDifference difference;

    private final double pValue;

    Told(SeriesInfo series, Measured earlier, Measured later) {
        this.series = series;
        this.earlier = earlier;
        this.later = later;
        if (series.kind() == MetricKind.TIME) {
            double[] base = ForkSummary.costs(earlier.values(), series.higherIsBetter());
            double[] head = ForkSummary.costs(later.values(), series.higherIsBetter());
            this.baseMiddle = middle(earlier.values(), base, series.higherIsBetter());
            this.headMiddle = middle(later.values(), head, series.higherIsBetter());
            this.difference = difference(base, head);
        } else {
            this.baseMiddle = Robust.median(earlier.values());
            this.headMiddle = Robust.median(later.values());
            this.difference = NONE;
        }
        this.pValue = difference.pValue();
    }

    private static MeanDifference difference(double[] base, double[] head) {
        return base.length > 0 && head.length > 0 ? MeanDifference.of(base, head) : NONE;
    }

    /** All with their verdicts: Benjamini and Hochberg over the times. */
    static List<Pair> judged(List<Told> all) {
        double[] known = all.stream()
                .mapToDouble(each -> each.pValue)
                .filter(p -> !Double.isNaN(p))
                .toArray();
        boolean[] found = FalseDiscovery.discoveries(known, DISCOVERY_RATE);
        List<Pair> pairs = new ArrayList<>(all.size());
        int next = 0;
        for (Told each : all) {
            boolean tested = !Double.isNaN(each.pValue);
            pairs.add(each.series.kind() == MetricKind.TIME ? each.time(tested && found[next]) : each.still());
            next += tested ? 1 : 0;
        }
        return pairs;
    }

    /** Of the times of which an error is known. */
    static List<MeanDifference> differences(List<Told> all) {
        return all.stream()
                .map(each -> each.difference)
                .filter(each -> !Double.isNaN(each.error()))
                .toList();
    }

    private Pair time(boolean discovered) {
        Interval ratio = difference.interval().exp();
        Outcome outcome;
        if (Double.isNaN(difference.error())) {
            outcome = Outcome.TOO_FEW;
        } else if (discovered && Math.abs(ratio.point() - 1) >= LEAST) {
            outcome = ratio.point() > 1 ? Outcome.WORSE : Outcome.BETTER;
        } else {
            outcome = ratio.low() >= 1 / (1 + LEAST) && ratio.high() <= 1 + LEAST ? Outcome.SAME : Outcome.UNCLEAR;
        }
        return pair(ratio, outcome);
    }

    /** A metric that never moves: the rule of a night, with one run before. */
    private Pair still() {
        double before = baseMiddle;
        double now = headMiddle;
        double step = Math.max(LEAST_STEP, LEAST_SHARE * before);
        boolean sizeable = before > 0 && Math.max(now, before) >= LEAST_STEP;
        Interval ratio = new Interval(sizeable ? now / before : Double.NaN, Double.NaN, Double.NaN);
        Outcome outcome = !Double.isFinite(now - before)
                ? Outcome.TOO_FEW
                : Math.abs(now - before) <= step ? Outcome.SAME : now > before ? Outcome.WORSE : Outcome.BETTER;
        return pair(ratio, outcome);
    }

    private Pair pair(Interval ratio, Outcome outcome) {
        return new Pair(
                series,
                earlier.seriesId(),
                baseMiddle,
                headMiddle,
                earlier.values().length,
                later.values().length,
                ratio,
                pValue,
                outcome,
                !earlier.sharesEpochs(later));
    }

    /** The geometric mean where all are positive, of which the costs are the logarithms. */
    private static double middle(double[] values, double[] costs, boolean higherIsBetter) {
        double mean = Robust.mean(costs);
        return costs.length > 0 ? Math.exp(higherIsBetter ? -mean : mean) : Robust.mean(values);
    }
}
