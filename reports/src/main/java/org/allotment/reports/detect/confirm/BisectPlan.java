package org.allotment.reports.detect.confirm;

import java.util.Map;
import org.allotment.reports.model.job.Verdict;

/**
 * The next step of a search for the first commit that has a change.
 *
 * <p>Over commits 0 … n, of which 0 is without the change and n has it, let {@code high} be the first commit at which it was
 * confirmed, and {@code low} the last before that at which there was none. The next commit to look at is the one closest
 * to the middle of the two that nobody has looked at. What was unclear narrows nothing and is not asked again.
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

    /** What is to be done. */
    public Step step() {
        int low = low();
        int high = high();
        if (high - low == 1) {
            return new Step.Found(high);
        }
        int best = -1;
        for (int commit = low + 1; commit < high; commit++) {
            boolean closer = best < 0 || Math.abs(2 * commit - low - high) < Math.abs(2 * best - low - high);
            if (!verdicts.containsKey(commit) && closer) {
                best = commit;
            }
        }
        return best < 0 ? new Step.Stuck(low, high) : new Step.Next(best);
    }
}
