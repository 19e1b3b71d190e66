package org.allotment.core.page;

import org.allotment.core.bits.BitRange;

/** Walks the invariants I1 to I6 of the package; O(capacity). For tests, and for those who suspect stray writes. */
public final class RunBitmapCheck {
    private RunBitmapCheck() {}

    /**
     * Walks every bit and every node.
     *
     * @param bitmap what to walk
     * @throws AssertionError that begins with the number of the first invariant found broken
     */
    public static void verify(RunBitmap bitmap) {
        long[] words = bitmap.words();
        long end = (long) words.length << 6;
        long capacity = bitmap.capacity();
        long free = BitRange.countOnes(words, 0, capacity);
        require(BitRange.isAllZeros(words, capacity, end - capacity), "I1 no bit behind the capacity is set", end);
        require(free == bitmap.freeCount(), "I2 the count of free indices is that of the ones, ones", free);
        long below = (long) bitmap.lowest() << 6;
        require(BitRange.isAllZeros(words, 0, below), "I3 nothing below the lowest open word is free, below", below);
        checkLeaves(bitmap.summary(), RunSummary.leafCount(capacity));
        for (int level = 1; level <= bitmap.summary().levels(); level++) {
            checkLevel(bitmap.summary(), level);
        }
        checkHints(bitmap);
    }

    private static void checkLeaves(RunSummary summary, int leaves) {
        for (int leaf = 0; leaf < leaves; leaf++) {
            int exact = summary.exact(leaf);
            boolean bounds = summary.prefix(0, leaf) >= RunSummary.prefix(exact)
                    && summary.longest(0, leaf) >= RunSummary.longest(exact)
                    && summary.suffix(0, leaf) >= RunSummary.suffix(exact);
            require(bounds, "I4 no run of a leaf is longer than its bounds, leaf", leaf);
        }
    }

    /** Compares each node with the runs of its children, laid side by side one at a time. */
    private static void checkLevel(RunSummary summary, int level) {
        long size = 1L << RunSummary.shift(level - 1);
        for (int node = 0; node < summary.nodes(level); node++) {
            long prefix = 0;
            long longest = 0;
            long run = 0;
            for (int part = 0; part < RunSummary.FAN; part++) {
                int child = node * RunSummary.FAN + part;
                if (child >= summary.nodes(level - 1)) {
                    break;
                }
                long head = summary.prefix(level - 1, child);
                prefix += prefix == part * size ? head : 0;
                longest = Math.max(longest, Math.max(run + head, summary.longest(level - 1, child)));
                run = head == size ? run + size : summary.suffix(level - 1, child);
            }
            boolean same = summary.prefix(level, node) == prefix
                    && summary.longest(level, node) == longest
                    && summary.suffix(level, node) == run;
            require(same, "I5 a node is the combination of its children, level=" + level + ", node", node);
        }
    }

    /** Leaves that have a word below the remembered one only are known to be empty, whatever their bounds. */
    private static void checkHints(RunBitmap bitmap) {
        RunSummary summary = bitmap.summary();
        for (int k = 0; k <= RunSummary.LEAF_SHIFT; k++) {
            long run = 1L << k;
            int hint = summary.hint(run);
            for (int leaf = bitmap.lowest() / RunSummary.LEAF_WORDS; leaf < hint; leaf++) {
                long across = summary.suffix(0, leaf) + summary.prefix(0, leaf + 1);
                boolean none = summary.longest(0, leaf) < run && across < run;
                require(none, "I6 no run of the hint's length begins below it, length=" + run + ", leaf", leaf);
            }
        }
    }

    private static void require(boolean holds, String invariant, long value) {
        if (!holds) {
            throw new AssertionError(invariant + "=" + value);
        }
    }
}
