package org.allotment.harness.workload.script;

import java.util.Arrays;

/**
 * The batch workload as data: sizes in the order of allocation, and the order in which the blocks are freed.
 *
 * <p>Accessors hand out the arrays themselves, so that the measured loops read them without a copy; nobody writes them.
 */
public final class BatchScript {
    /** Blocks of a batch. */
    public static final int BLOCKS = 1000;

    /** Seed of the published figures. */
    public static final long SEED = 42;

    private final long[] sizes;
    private final int[] freeOrder;

    private BatchScript(long[] sizes, int[] freeOrder) {
        this.sizes = sizes;
        this.freeOrder = freeOrder;
    }

    /**
     * Draws the script of the published figures.
     *
     * @return 1000 sizes from 16 to 1024, then from the same stream a permutation
     */
    public static BatchScript standard() {
        SplitMix64 random = new SplitMix64(SEED);
        long[] sizes = new long[BLOCKS];
        for (int i = 0; i < BLOCKS; i++) {
            sizes[i] = 16L + random.below(1009);
        }
        return new BatchScript(sizes, random.permutation(BLOCKS));
    }

    /**
     * Sizes by index of allocation.
     *
     * @return bytes; not to be written
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
        return "batch seed=" + SEED + " sizes=" + Arrays.toString(sizes) + " freeOrder=" + Arrays.toString(freeOrder);
    }
}
