package org.allotment.reports.stats;

import java.util.Comparator;
import java.util.stream.IntStream;

/** Benjamini and Hochberg, 1995: of what is called a discovery, at most a share q is expected to be none. */
public final class FalseDiscovery {
    private FalseDiscovery() {}

    /** Which of {@code pValues} are discoveries at rate {@code q}. */
    public static boolean[] discoveries(double[] pValues, double q) {
        int n = pValues.length;
        int[] order = IntStream.range(0, n)
                .boxed()
                .sorted(Comparator.comparingDouble(index -> pValues[index]))
                .mapToInt(Integer::intValue)
                .toArray();
        int last = -1;
        for (int rank = 0; rank < n; rank++) {
            if (pValues[order[rank]] <= q * (rank + 1) / n) {
                last = rank;
            }
        }
        boolean[] found = new boolean[n];
        for (int rank = 0; rank <= last; rank++) {
            found[order[rank]] = true;
        }
        return found;
    }
}
