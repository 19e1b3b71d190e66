package org.allotment.reports.detect.change;

import java.util.List;
import org.allotment.reports.stats.Interval;
import org.allotment.reports.stats.NewestRun;
import org.allotment.reports.stats.Robust;
import org.allotment.reports.stats.scan.Autocorrelation;
import org.allotment.reports.stats.scan.CriticalValues;
import org.allotment.reports.stats.scan.LevelShift;
import org.allotment.reports.stats.scan.RankScan;

/**
 * What the runs between its two neighbours say about one split (docs/statistics.md, section 12).
 *
 * @param from      first run of the level before
 * @param index     first run of the level behind
 * @param to        end of the level behind
 * @param peak      largest z within {@value Borders#REFIT} of the split
 * @param sigma     s: robust spread around the two levels, at least that within a run
 * @param inflation of the autocorrelation
 */
record Evidence(
        Course course, int from, int index, int to, RankScan scan, double peak, double sigma, double inflation) {
    /** A level that did not last so many runs before another came is a spike. */
    static final int LASTING = 5;

    /** Of pairs of one run before and one behind, at least so many must lie the same way round. */
    static final double LEAST_SUPERIORITY = 0.75;

    /** A shift of so many s needs no more than the critical value of independent runs; it may be as short as five runs. */
    static final double PLAIN = 1.6;

    /** The same for a level that another one follows, which could have stood anywhere. */
    private static final double PLAIN_INNER = 3;

    /** So many runs next to a split tell their own autocorrelation. */
    private static final int OWN_CORRELATION = 40;

    /** Of a change that was confirmed, what must be left of it. */
    private static final double LEFT_SUPERIORITY = 0.7;

    /** The share of that margin that is due: a level is found in one place and must hold on both of its sides. */
    private static final double SEVERAL = 0.8;

    /** No test of the two levels may find them more alike. */
    static final double MOST_P = 0.001;

    /** How far below its peak z may lie for the change to be possible there. */
    static final double LOCATION_DROP = 1;

    private static final double LEAST_CHANGE = 0.02;
    private static final int MOST_COMPARED = 60;

    static Evidence of(Course course, int from, int index, int to) {
        RankScan scan = RankScan.of(course.values(), from, to);
        double peak = 0;
        int first = Math.max(from + RankScan.SHORTEST, index - Borders.REFIT);
        int last = Math.min(to - RankScan.SHORTEST, index + Borders.REFIT);
        for (int split = first; split <= last; split++) {
            peak = Math.max(peak, Math.abs(scan.at(split)));
        }
        double spread = Math.max(Robust.sigma(residuals(course, from, index, to)), course.within(from, to));
        return new Evidence(course, from, index, to, scan, peak, spread, 1);
    }

    /** With the inflation of all runs, or of the runs next to the split if these are enough and lean on each other less. */
    Evidence with(double ofAll) {
        double own = ofAll;
        if (to - from >= OWN_CORRELATION) {
            int[] levels = {0, index - from};
            own = Autocorrelation.inflation(Autocorrelation.of(residuals(course, from, index, to), levels));
        }
        return new Evidence(course, from, index, to, scan, peak, sigma, Math.min(own, ofAll));
    }

    /** Whether a change that was confirmed is still one: it is not taken back for what would merely not raise it. */
    boolean stillHolds() {
        return scan.superiority(index) >= LEFT_SUPERIORITY && pValue() <= MOST_P && matters();
    }

    /** Whether the split is a change. */
    boolean holds(boolean firstLevel, boolean lastLevel) {
        return (firstLevel || index - from >= LASTING)
                && (lastLevel || to - index >= LASTING)
                && isBeyondChance()
                && scan.superiority(index) >= LEAST_SUPERIORITY
                && !scan.isDrift(index)
                && matters()
                && pValue() <= MOST_P;
    }

    /**
     * Runs that lean on each other must peak higher, unless the newest moved further than such runs wander. A level with a
     * neighbour on either side could have begun and ended anywhere, so it must peak higher too.
     */
    private boolean isBeyondChance() {
        int inner = Math.min(from == 0 ? course.size() : index - from, to == course.size() ? to : to - index);
        double places = (double) course.size() / inner;
        double critical = CriticalValues.of(to - from) + SEVERAL * Borders.margin(places);
        double plain = to == course.size() ? PLAIN : PLAIN_INNER;
        boolean far = Math.abs(shift()) >= plain * sigma * inflation;
        return peak >= critical * (far ? 1 : inflation);
    }

    private boolean matters() {
        double mde = NewestRun.smallestShift(to - from - 1, sigma) / 2;
        double shift = Math.abs(shift());
        double level = Math.abs(Robust.median(course.values(from, index)));
        double least = course.isLogarithmic() ? Math.log1p(LEAST_CHANGE) : LEAST_CHANGE * level;
        return shift >= Math.max(least, mde);
    }

    /** Median behind less median before. */
    double shift() {
        return Robust.median(course.values(index, to)) - Robust.median(course.values(from, index));
    }

    double pValue() {
        return scan.pValue(index);
    }

    /** Shift with its interval, over the runs nearest to the split. */
    Interval interval() {
        double[] before = course.values(Math.max(from, index - MOST_COMPARED), index);
        double[] behind = course.values(index, Math.min(to, index + MOST_COMPARED));
        return LevelShift.of(before, behind, inflation);
    }

    int[] location() {
        return scan.location(index, LOCATION_DROP);
    }

    private static double[] residuals(Course course, int from, int index, int to) {
        double before = Robust.median(course.values(from, index));
        double behind = Robust.median(course.values(index, to));
        double[] residuals = course.values(from, to);
        for (int i = 0; i < residuals.length; i++) {
            residuals[i] -= from + i < index ? before : behind;
        }
        return residuals;
    }

    /** √((1 + ρ)/(1 − ρ)) of the residuals around the levels between {@code borders}, from the first run to the last. */
    static double inflation(Course course, List<Integer> borders) {
        double[] residuals = course.values().clone();
        int[] first = new int[borders.size() - 1];
        for (int segment = 0; segment + 1 < borders.size(); segment++) {
            int from = borders.get(segment);
            int to = borders.get(segment + 1);
            first[segment] = from;
            double level = Robust.median(course.values(from, to));
            for (int i = from; i < to; i++) {
                residuals[i] -= level;
            }
        }
        return Autocorrelation.inflation(Autocorrelation.of(residuals, first));
    }
}
