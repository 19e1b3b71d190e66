package org.allotment.harness.workload.script;

import java.util.Arrays;
import java.util.List;

/**
 * The page batch as data: lengths of runs in the order of allocation, and the order in which the runs are freed.
 *
 * <p>Accessors hand out the arrays themselves, so that the measured loops read them without a copy; nobody writes them.
 */
public final class PageScript {
    /** How many pages a run has: always one, or from one to eight. */
    public static final List<String> RANGES = List.of("1", "1-8");

    /** Bytes of a page. */
    public static final long PAGE = 4096;

    /** Runs of a batch. */
    public static final int RUNS = 1000;

    /** Seed of the published figures. */
    public static final long SEED = 44;

    private static final int MOST_PAGES = 8;

    private final String range;
    private final long[] sizes = new long[RUNS];
    private final int[] freeOrder;

    private PageScript(String range, int mostPages) {
        this.range = range;
        SplitMix64 random = new SplitMix64(SEED);
        for (int i = 0; i < RUNS; i++) {
            sizes[i] = PAGE * (1L + random.below(mostPages));
        }
        freeOrder = random.permutation(RUNS);
    }

    /**
     * Draws the script of a range of lengths.
     *
     * @param range one of {@link #RANGES}
     * @return 1000 lengths, then from the same stream a permutation
     * @throws IllegalArgumentException if it is none of them
     */
    public static PageScript of(String range) {
        if (!RANGES.contains(range)) {
            throw new IllegalArgumentException("no such range of pages range=" + range + " known=" + RANGES);
        }
        return new PageScript(range, range.equals("1") ? 1 : MOST_PAGES);
    }

    /**
     * Sizes by index of allocation.
     *
     * @return bytes, multiples of {@link #PAGE}; not to be written
     */
    public long[] sizes() {
        return sizes;
    }

    /**
     * Indexes of allocation in the order of the frees.
     *
     * @return a permutation; not to be written
     */
    public int[] freeOrder() {
        return freeOrder;
    }

    @Override
    public String toString() {
        return "pages seed=" + SEED + " range=" + range + " sizes=" + Arrays.toString(sizes) + " freeOrder="
                + Arrays.toString(freeOrder);
    }
}
