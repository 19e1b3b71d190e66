package org.allotment.reports.detect;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.allotment.reports.model.State;
import org.allotment.reports.stats.FalseDiscovery;
import org.allotment.reports.stats.ForkBootstrap;
import org.allotment.reports.stats.ForkSummary;
import org.allotment.reports.stats.Interval;
import org.allotment.reports.stats.NewestRun;
import org.allotment.reports.stats.Robust;

/** The verdict on every series of one run (docs/statistics.md, sections 3 to 5). */
public final class Verdicts {
    /** q: of the series called suspect, the share that may be none. */
    static final double DISCOVERY_RATE = 0.10;

    /** No change below this matters in a noisy metric. */
    public static final double LEAST_CHANGE = 0.02;

    /** Forks that a confirming run needs. */
    static final int CONFIRMING_FORKS = 5;

    /** No change below this share matters in a deterministic metric … */
    public static final double LEAST_DETERMINISTIC_CHANGE = 0.005;

    /** … nor one below this many bytes per operation; below it on both sides a ratio says nothing. */
    public static final double LEAST_DETERMINISTIC_STEP = 1.0;

    private Verdicts() {}

    /** The judgements on {@code candidates}, in their order; {@code confirming} for a run that measured suspects again. */
    public static List<Judgement> judge(List<Candidate> candidates, boolean confirming) {
        boolean[] significant = significant(candidates);
        List<Judgement> judgements = new ArrayList<>(candidates.size());
        for (int i = 0; i < significant.length; i++) {
            Candidate candidate = candidates.get(i);
            judgements.add(
                    switch (candidate.kind()) {
                        case CONTEXT -> Judgement.ungated();
                        case DETERMINISTIC -> deterministic(candidate);
                        case TIME -> time(candidate, confirming, significant[i]);
                    });
        }
        return judgements;
    }

    /** Benjamini–Hochberg over the series that have history enough, the others are no discoveries. */
    private static boolean[] significant(List<Candidate> candidates) {
        double[] all = candidates.stream().mapToDouble(Verdicts::pValue).toArray();
        double[] known = Arrays.stream(all).filter(p -> !Double.isNaN(p)).toArray();
        boolean[] found = FalseDiscovery.discoveries(known, DISCOVERY_RATE);
        boolean[] significant = new boolean[all.length];
        int next = 0;
        for (int i = 0; i < all.length; i++) {
            significant[i] = !Double.isNaN(all[i]) && found[next++];
        }
        return significant;
    }

    private static double pValue(Candidate candidate) {
        return isComparable(candidate) ? newest(candidate).pValue() : Double.NaN;
    }

    private static boolean isComparable(Candidate candidate) {
        return switch (candidate.kind()) {
            case CONTEXT, DETERMINISTIC -> false;
            case TIME -> candidate.past().size() >= Past.FEWEST && candidate.costs().length > 0;
        };
    }

    private static Judgement time(Candidate candidate, boolean confirming, boolean significant) {
        if (candidate.costs().length == 0) {
            return Judgement.ungated();
        }
        NewestRun newest = newest(candidate);
        if (newest.n() < Past.FEWEST) {
            return new Judgement(State.TOO_FEW_RUNS, newest.ratio(), newest.smallestChange(), "");
        }
        return confirming ? confirmed(candidate, newest) : suspected(newest, significant);
    }

    private static Judgement suspected(NewestRun newest, boolean significant) {
        double ratio = newest.ratio();
        double mde = newest.smallestChange();
        if (!significant || Math.abs(ratio - 1) < newest.threshold(LEAST_CHANGE)) {
            return new Judgement(State.GREEN, ratio, mde, "");
        }
        State state = ratio > 1 ? State.SUSPECT : State.IMPROVED;
        return new Judgement(state, ratio, mde, Sentences.slower(ratio, newest.n()));
    }

    private static Judgement confirmed(Candidate candidate, NewestRun newest) {
        double mde = newest.smallestChange();
        if (candidate.forks() < CONFIRMING_FORKS) {
            String text = Sentences.tooFewForks(newest.ratio(), newest.n(), candidate.forks());
            return new Judgement(State.SUSPECT, newest.ratio(), mde, text);
        }
        Interval ratio = difference(candidate).exp();
        double widest = 1 + newest.threshold(LEAST_CHANGE);
        if (ratio.low() > widest) {
            return new Judgement(
                    State.RED, ratio.point(), mde, Sentences.confirmed(ratio, newest.n(), candidate.forks()));
        }
        if (ratio.high() < 1 / widest) {
            return new Judgement(
                    State.IMPROVED, ratio.point(), mde, Sentences.confirmed(ratio, newest.n(), candidate.forks()));
        }
        if (ratio.low() >= 1 / widest && ratio.high() <= widest) {
            return new Judgement(State.GREEN, ratio.point(), mde, "");
        }
        return new Judgement(
                State.SUSPECT, ratio.point(), mde, Sentences.unclear(ratio, newest.n(), candidate.forks()));
    }

    /** Head forks less base runs: Welch's interval for few forks, the bootstrap of whole forks for more. */
    private static Interval difference(Candidate candidate) {
        double[] base = candidate.past().logMedians();
        double[] head = candidate.costs();
        return Math.min(base.length, head.length) < ForkBootstrap.ENOUGH
                ? Interval.ofDifference(base, head)
                : ForkBootstrap.ofDifference(base, head, candidate.seed());
    }

    private static Judgement deterministic(Candidate candidate) {
        double now = candidate.summary().median();
        double[] medians = candidate.past().medians();
        double before = Robust.median(medians);
        double ratio = before > 0 && Math.max(now, before) >= LEAST_DETERMINISTIC_STEP ? now / before : Double.NaN;
        if (!Double.isFinite(now)) {
            return Judgement.ungated();
        }
        if (medians.length < Past.FEWEST_DETERMINISTIC) {
            return new Judgement(State.TOO_FEW_RUNS, ratio, Double.NaN, "");
        }
        double step = smallestStep(candidate.past().stillMedians(), before);
        double mde = Double.isFinite(ratio) ? step / before : Double.NaN;
        if (Math.abs(now - before) <= step) {
            return new Judgement(State.GREEN, ratio, mde, "");
        }
        String text = Sentences.deterministic(before, now, medians.length);
        return new Judgement(now > before ? State.RED : State.IMPROVED, ratio, mde, text);
    }

    /**
     * A series that was never quite still is not called changed for moving as far as it always did. Runs that were
     * called changed do not count: the first night of a regression must not excuse the second.
     */
    private static double smallestStep(double[] still, double before) {
        double range = Arrays.stream(still)
                .map(value -> Math.abs(value - before))
                .max()
                .orElse(0);
        return Math.max(range, Math.max(LEAST_DETERMINISTIC_STEP, LEAST_DETERMINISTIC_CHANGE * before));
    }

    private static NewestRun newest(Candidate candidate) {
        ForkSummary summary = candidate.summary();
        return NewestRun.of(candidate.past().logMedians(), candidate.past().logVariances(), summary.logMedian());
    }
}
