package org.allotment.core.page;

import java.util.Arrays;
import org.allotment.core.bits.BitRange;
import org.allotment.core.bits.BitRuns;

/**
 * A tree over the words of a bitmap that says how long runs of ones can be, so that a search can pass over most of them.
 *
 * <p>Each node has three lengths: of the run at its low end, of its longest run, of the run at its high end. A leaf
 * covers 512 bits, one cache line; an upper node covers eight below it. Lengths of leaves are upper bounds that the
 * search makes exact when it was misled (I4); an upper node is always the combination of its children (I5). So taking
 * bits changes nothing here, and returning bits changes as little as one comparison.
 */
final class RunSummary {
    static final int LEAF_SHIFT = 9;
    static final int LEAF_BITS = 1 << LEAF_SHIFT;
    static final int LEAF_WORDS = LEAF_BITS / Long.SIZE;
    static final int FAN_SHIFT = 3;
    static final int FAN = 1 << FAN_SHIFT;

    /** A leaf packs its lengths, from 0 to 512, into 10 bits each: prefix lowest, then longest, then suffix. */
    private static final int LONGEST_SHIFT = 10;

    private static final int SUFFIX_SHIFT = 20;
    private static final int LENGTH_MASK = 0x3FF;
    static final int FULL = pack(LEAF_BITS, LEAF_BITS, LEAF_BITS);

    /** An upper node has three longs. */
    private static final int STRIDE = 3;

    private final long[] words;
    private final int[] leaves;

    /** Levels 1 to top; each but the last padded to a multiple of eight nodes, so that all children exist. */
    private final long[][] upper;

    /** Summarises bits that are all ones up to the capacity and zeros behind it. */
    RunSummary(long[] words, long capacity) {
        this.words = words;
        int count = leafCount(capacity);
        this.leaves = new int[padded(count)];
        Arrays.fill(leaves, 0, (int) (capacity >>> LEAF_SHIFT), FULL);
        if ((capacity & (LEAF_BITS - 1)) != 0) {
            leaves[count - 1] = exact(count - 1);
        }
        int levels = 0;
        for (int nodes = count; nodes > 1; nodes = (nodes + FAN - 1) >>> FAN_SHIFT) {
            levels++;
        }
        this.upper = new long[levels][];
        int nodes = count;
        for (int level = 1; level <= levels; level++) {
            nodes = (nodes + FAN - 1) >>> FAN_SHIFT;
            upper[level - 1] = new long[(nodes == 1 ? 1 : padded(nodes)) * STRIDE];
            for (int node = 0; node < nodes; node++) {
                combine(level, node);
            }
        }
    }

    static int leafCount(long capacity) {
        return (int) ((capacity + LEAF_BITS - 1) >>> LEAF_SHIFT);
    }

    private static int padded(int nodes) {
        return (nodes + FAN - 1) & -FAN;
    }

    static int pack(int prefix, int longest, int suffix) {
        return prefix | (longest << LONGEST_SHIFT) | (suffix << SUFFIX_SHIFT);
    }

    /** A node of a level covers two to the power of this bits. */
    static int shift(int level) {
        return LEAF_SHIFT + level * FAN_SHIFT;
    }

    static int prefix(int leaf) {
        return leaf & LENGTH_MASK;
    }

    static int longest(int leaf) {
        return (leaf >>> LONGEST_SHIFT) & LENGTH_MASK;
    }

    static int suffix(int leaf) {
        return leaf >>> SUFFIX_SHIFT;
    }

    int levels() {
        return upper.length;
    }

    /** Number of nodes of a level, padding included. */
    int nodes(int level) {
        return level == 0 ? leaves.length : upper[level - 1].length / STRIDE;
    }

    long prefix(int level, int node) {
        return level == 0 ? prefix(leaves[node]) : upper[level - 1][node * STRIDE];
    }

    long longest(int level, int node) {
        return level == 0 ? longest(leaves[node]) : upper[level - 1][node * STRIDE + 1];
    }

    long suffix(int level, int node) {
        return level == 0 ? suffix(leaves[node]) : upper[level - 1][node * STRIDE + 2];
    }

    /** An upper bound for any run there is. */
    long longest() {
        return longest(upper.length, 0);
    }

    long heapBytes() {
        long bytes = (long) leaves.length * Integer.BYTES;
        for (long[] level : upper) {
            bytes += (long) level.length * Long.BYTES;
        }
        return bytes;
    }

    /** Tells whether a leaf's bounds are as wide as they can be, so that no returned bit can widen them. */
    boolean isWide(int leaf) {
        return leaves[leaf] == FULL;
    }

    /** Widens the bounds for bits that became ones just now. */
    void raise(long from, long count) {
        int first = (int) (from >>> LEAF_SHIFT);
        int last = (int) ((from + count - 1) >>> LEAF_SHIFT);
        boolean changed = false;
        for (int leaf = first; leaf <= last; leaf++) {
            int before = leaves[leaf];
            if (before != FULL) {
                long start = (long) leaf << LEAF_SHIFT;
                int low = (int) (Math.max(from, start) - start);
                int high = (int) (Math.min(from + count, start + LEAF_BITS) - start);
                leaves[leaf] = widened(before, start, low, high);
                changed |= leaves[leaf] != before;
            }
        }
        if (changed) {
            propagate(first, last);
        }
    }

    /** Tightens the bounds of the leaves that lie within bits that became zeros just now. */
    void lower(long from, long count) {
        int first = (int) ((from + LEAF_BITS - 1) >>> LEAF_SHIFT);
        int end = (int) ((from + count) >>> LEAF_SHIFT);
        if (first < end) {
            Arrays.fill(leaves, first, end, 0);
            propagate(first, end - 1);
        }
    }

    /** Makes room in a leaf's bounds for the run that now surrounds {@code [low, high)} of it. */
    private int widened(int bounds, long start, int low, int high) {
        int runStart = (int) (BitRange.lastZero(words, start, start + low) + 1 - start);
        int runEnd = (int) (BitRange.nextZero(words, start + high, start + LEAF_BITS) - start);
        runStart = Math.max(0, runStart);
        int prefix = runStart == 0 ? Math.max(prefix(bounds), runEnd) : prefix(bounds);
        int longest = Math.max(longest(bounds), runEnd - runStart);
        int suffix = runEnd == LEAF_BITS ? Math.max(suffix(bounds), LEAF_BITS - runStart) : suffix(bounds);
        return pack(prefix, longest, suffix);
    }

    /** Makes the bounds of leaves {@code [first, last]} exact. */
    void refresh(int first, int last) {
        boolean changed = false;
        for (int leaf = first; leaf <= last; leaf++) {
            int exact = exact(leaf);
            changed |= leaves[leaf] != exact;
            leaves[leaf] = exact;
        }
        if (changed) {
            propagate(first, last);
        }
    }

    /** Computes the lengths of a leaf from its bits. */
    int exact(int leaf) {
        int prefix = -1;
        int longest = 0;
        int run = 0;
        int first = leaf * LEAF_WORDS;
        for (int at = first; at < first + LEAF_WORDS; at++) {
            long word = words[at];
            if (word == -1L) {
                run += Long.SIZE;
                continue;
            }
            int head = run + BitRuns.trailingOnes(word);
            prefix = prefix < 0 ? head : prefix;
            longest = Math.max(longest, head);
            run = BitRuns.leadingOnes(word);
            if (longest < Long.SIZE - 2 && BitRuns.runStarts(word, longest + 1) != 0) {
                longest = BitRuns.longestRun(word);
            }
        }
        return prefix < 0 ? FULL : pack(prefix, Math.max(longest, run), run);
    }

    /** Recomputes what stands above leaves that changed, as far up as anything changes. */
    private void propagate(int first, int last) {
        int low = first;
        int high = last;
        boolean changed = true;
        for (int level = 1; changed && level <= upper.length; level++) {
            low >>>= FAN_SHIFT;
            high >>>= FAN_SHIFT;
            changed = false;
            for (int node = low; node <= high; node++) {
                changed |= combine(level, node);
            }
        }
    }

    /** Recomputes an upper node from its children; tells whether it changed. */
    private boolean combine(int level, int node) {
        long size = 1L << shift(level - 1);
        long prefix = 0;
        long longest = 0;
        long run = 0;
        int first = node << FAN_SHIFT;
        for (int child = first; child < first + FAN; child++) {
            long childPrefix = prefix(level - 1, child);
            boolean open = prefix == (child - first) * size;
            prefix += open ? childPrefix : 0;
            longest = Math.max(longest, Math.max(longest(level - 1, child), run + childPrefix));
            run = childPrefix == size ? run + size : suffix(level - 1, child);
        }
        long[] nodes = upper[level - 1];
        int at = node * STRIDE;
        boolean same = nodes[at] == prefix && nodes[at + 1] == longest && nodes[at + 2] == run;
        nodes[at] = prefix;
        nodes[at + 1] = longest;
        nodes[at + 2] = run;
        return !same;
    }
}
