package org.allotment.reports.detect.confirm;

import java.util.Arrays;
import java.util.Map;
import org.allotment.reports.model.job.Verdict;

/**
 * The next step of a search for the first commit that has a change.
 *
 * <p>Over commits 0 … n, of which 0 is without the change and n has it, let {@code high} be the first commit at which it was
 * confirmed, and {@code low} the last before that at which there was none. The next commit to look at is the middle of the two.
 *
 * <p>What was unclear narrows nothing and is not asked again. Where the middle is such a commit, or lies between two, its neighbours often are
 * too: the next step leaves them, on the side that is nearer to the middle, as far as the unclear ones reach by now, so that a stretch
 * of commits is left in a number of steps that grows with its logarithm; it goes no further than half of what is left on that side, so
 * that its edge is found as fast. What lies between two unclear commits is looked at when nothing is left at their sides, in the
 * middle of the widest gap first. After {@link #mostUnclear} unclear commits between {@code low} and {@code high} the search ends with
 * these two.
 *
 * @param size     how many commits, with both ends; at least 2
 * @param verdicts of those that were compared with commit 0
 */
public record BisectPlan(int size, Map<Integer, Verdict> verdicts) {
    /** Where the search stands. */
    public sealed interface Step {
        /** This commit is to be compared with commit 0. */
        record Next(int commit) implements Step {}

        /** This commit brought it. */
        record Found(int commit) implements Step {}

        /** It lies behind {@code low}, up to and with {@code high}, and cannot be narrowed. */
        record Stuck(int low, int high) implements Step {}
    }

    /** Immutable. */
    public BisectPlan {
        if (size < 2) {
            throw new IllegalArgumentException("a range has two ends, size=" + size);
        }
        verdicts = Map.copyOf(verdicts);
    }

    /** The first commit that is known to have the change. */
    public int high() {
        return verdicts.entrySet().stream()
                .filter(entry -> entry.getValue() == Verdict.CONFIRMED)
                .mapToInt(Map.Entry::getKey)
                .min()
                .orElse(size - 1);
    }

    /** The last commit before it that is known to be without. */
    public int low() {
        int high = high();
        return verdicts.entrySet().stream()
                .filter(entry -> entry.getValue() == Verdict.NO_CHANGE)
                .mapToInt(Map.Entry::getKey)
                .filter(commit -> commit < high)
                .max()
                .orElse(0);
    }

    /** So many unclear commits end the search: three times as many as the steps of one in which all is clear, and four. */
    public int mostUnclear() {
        return 3 * (Integer.SIZE - Integer.numberOfLeadingZeros(size - 1)) + 4;
    }

    /** What is to be done. */
    public Step step() {
        int low = low();
        int high = high();
        if (high - low == 1) {
            return new Step.Found(high);
        }
        int[] unclear = verdicts.keySet().stream()
                .mapToInt(Integer::intValue)
                .filter(commit -> commit > low && commit < high)
                .sorted()
                .toArray();
        boolean enough = unclear.length == high - low - 1 || unclear.length >= mostUnclear();
        return enough ? new Step.Stuck(low, high) : new Step.Next(next(low, high, unclear));
    }

    private static int next(int low, int high, int[] unclear) {
        int middle = (low + high) >>> 1;
        int at = Arrays.binarySearch(unclear, middle);
        int from = at < 0 ? -at - 2 : at;
        int to = at < 0 ? -at - 1 : at;
        if (from < 0 || to == unclear.length) {
            return middle;
        }
        int[] stretch = stretch(unclear, from, to);
        int width = stretch[1] - stretch[0] + 1;
        int before = beside(stretch[0] - low - 1, width);
        int behind = beside(high - stretch[1] - 1, width);
        if (before == 0 && behind == 0) {
            return inWidestGap(low, high, unclear);
        }
        boolean nearer = middle - stretch[0] + before <= stretch[1] + behind - middle;
        return behind == 0 || (before > 0 && nearer) ? stretch[0] - before : stretch[1] + behind;
    }

    /** First and last of the unclear commits around those of two places: the next is one of them if it lies no further than they reach. */
    private static int[] stretch(int[] unclear, int first, int last) {
        int from = first;
        int to = last;
        boolean grows = true;
        while (grows) {
            int width = unclear[to] - unclear[from] + 1;
            boolean before = from > 0 && unclear[from] - unclear[from - 1] <= width;
            boolean behind = to + 1 < unclear.length && unclear[to + 1] - unclear[to] <= width;
            from -= before ? 1 : 0;
            to += behind ? 1 : 0;
            grows = before || behind;
        }
        return new int[] {unclear[from], unclear[to]};
    }

    /** How far from the edge of {@code width} unclear commits to go where {@code left} are left; 0 where none is. */
    private static int beside(int left, int width) {
        return Math.min(width, (left + 1) / 2);
    }

    private static int inWidestGap(int low, int high, int[] unclear) {
        int from = low;
        int widest = 0;
        int best = low;
        for (int i = 0; i <= unclear.length; i++) {
            int to = i < unclear.length ? unclear[i] : high;
            if (to - from > widest) {
                widest = to - from;
                best = (from + to) >>> 1;
            }
            from = to;
        }
        return best;
    }
}
