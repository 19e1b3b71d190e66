package org.allotment.harness.workload.script;

import java.util.Arrays;
import java.util.TreeSet;

/**
 * Operations on an ordered map: four of five put a number under the key {@code key_‹number›}, one removes the first entry.
 *
 * <p>The accessor hands out the array itself, so that the measured loops read it without a copy; nobody writes it.
 */
public final class MapScript {
    /** Operations of the published figures. */
    public static final int OPERATIONS = 50_000;

    /** Seed of the published figures. */
    public static final long SEED = 0xDEAD_BEEFL;

    /** What stands for "remove the first entry"; everything else is a number to put. */
    public static final long REMOVE_FIRST = -1;

    /** A number is the upper half of what is drawn. */
    private static final int HALF = Long.SIZE / 2;

    private static final int ONE_OF = 5;

    private final long[] operations;

    private MapScript(long[] operations) {
        this.operations = operations;
    }

    /**
     * Draws the script of the published figures. A map that is empty is put into, so the draw keeps the keys of one.
     *
     * @return 50,000 operations
     */
    public static MapScript standard() {
        SplitMix64 random = new SplitMix64(SEED);
        long[] operations = new long[OPERATIONS];
        TreeSet<String> keys = new TreeSet<>();
        for (int i = 0; i < OPERATIONS; i++) {
            boolean removes = (random.next() >>> HALF) % ONE_OF == 0;
            if (removes && keys.pollFirst() != null) {
                operations[i] = REMOVE_FIRST;
            } else {
                operations[i] = random.next() >>> HALF;
                keys.add(Long.toString(operations[i]));
            }
        }
        return new MapScript(operations);
    }

    /**
     * All operations in their order.
     *
     * @return numbers below 2³², or {@link #REMOVE_FIRST}; not to be written
     */
    public long[] operations() {
        return operations;
    }

    @Override
    public String toString() {
        return "map seed=" + SEED + " operations=" + Arrays.toString(operations);
    }
}
