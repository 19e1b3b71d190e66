package org.allotment.harness.nightly.publish;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Whether the benchmark that never changes was always equally fast, and so the machine did not move. */
final class CanaryBand {

    /** Half width of a steady band around the median: twice what a quiet host shows, half of what a regression is. */
    static final double TOLERANCE = 0.05;

    private CanaryBand() {}

    /** True if all scores lie near their median; two are needed to say so. */
    static boolean isSteady(List<Double> scores) {
        if (scores.size() < 2) {
            return false;
        }
        var sorted = new ArrayList<>(scores);
        Collections.sort(sorted);
        var median = sorted.get(sorted.size() / 2);
        return median > 0
                && sorted.getFirst() >= median * (1 - TOLERANCE)
                && sorted.getLast() <= median * (1 + TOLERANCE);
    }
}
