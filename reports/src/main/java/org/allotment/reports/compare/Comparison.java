package org.allotment.reports.compare;

import java.util.List;
import org.allotment.reports.stats.Interval;

/**
 * Two sides and what lies between them.
 *
 * @param pairs    series of both, the most significant first
 * @param mean     geometric mean of the ratios of the judged times, with the 95 % interval of just these
 * @param meanOf   how many went into it
 * @param onlyBase series that the head lacks
 * @param onlyHead series that the base lacks
 */
public record Comparison(
        Side base, Side head, List<Pair> pairs, Interval mean, int meanOf, int onlyBase, int onlyHead) {
    /** Immutable. */
    public Comparison {
        pairs = List.copyOf(pairs);
    }

    /** How many amount to this. */
    public long count(Pair.Outcome outcome) {
        return pairs.stream().filter(pair -> pair.verdict() == outcome).count();
    }
}
