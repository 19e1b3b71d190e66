package org.allotment.core.page;

import java.util.Arrays;
import org.allotment.core.bits.BitRange;
import org.allotment.core.bits.BitRuns;

/**
 * A tree over the words of a bitmap that says how long runs of ones can be, so that a search can pass over most of them.
 *
 * <p>Each node has three lengths: of the run at its low end, of its longest run, of the run at its high end. A leaf
 * covers 512 bits, one cache line; an upper node covers eight below it. Lengths of leaves are upper bounds that the
 * search makes exact when it was misled (I4); an upper node is always the combination of its children (I5). Taking a
 * single bit may leave bounds as they are, and a leaf whose bounds are as wide as can be needs no word of bits that come
 * and go.
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

    /**
     * For each k, a leaf below which no run of two to the power of k begins, as far as bounds tell (I6). Rising, since
     * each run begins with a shorter one.
     */
    private final int[] hints = new int[LEAF_SHIFT + 1];

    /** Summarises bits that are all ones up to the capacity and zeros behind it. */
    RunSummary(long[] words, long capacity, int count) {
        this.words = words;
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
        int full = (int) (capacity >>> LEAF_SHIFT);
        for (int level = 1; level <= levels; level++) {
            nodes = (nodes + FAN - 1) >>> FAN_SHIFT;
            upper[level - 1] = new long[(nodes == 1 ? 1 : padded(nodes)) * STRIDE];
            full >>>= FAN_SHIFT;
            Arrays.fill(upper[level - 1], 0, full * STRIDE, 1L << shift(level));
            for (int node = full; node < nodes; node++) {
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

    /** The lengths of the nodes of an upper level, three longs each. */
    long[] upper(int level) {
        return upper[level - 1];
    }

    int[] hints() {
        return hints;
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

    /**
     * The bounds of the leaves, to compare with {@link #FULL}: those are as wide as they can be, so that no returned bit
     * can widen them.
     */
    int[] leaves() {
        return leaves;
    }

    /** Widens the bounds for bits that became ones just now. */
    void returned(long from, long count) {
        int first = (int) (from >>> LEAF_SHIFT);
        int last = (int) ((from + count - 1) >>> LEAF_SHIFT);
        int whole = (int) ((from + LEAF_BITS - 1) >>> LEAF_SHIFT);
        int end = (int) ((from + count) >>> LEAF_SHIFT);
        if (whole < end) {
            Arrays.fill(leaves, whole, end, FULL);
            propagate(whole, end - 1);
            lowerHints(whole);
        }
        if (first < whole) {
            int low = (int) from & (LEAF_BITS - 1);
            widen(first, low, (int) Math.min(low + count, LEAF_BITS));
        }
        if (last >= end && (last > first || first == whole)) {
            widen(last, 0, (int) (from + count) & (LEAF_BITS - 1));
        }
    }

    /** Narrows the bounds for bits that became zeros just now. */
    void taken(long from, long count) {
        int first = (int) (from >>> LEAF_SHIFT);
        int last = (int) ((from + count - 1) >>> LEAF_SHIFT);
        int whole = (int) ((from + LEAF_BITS - 1) >>> LEAF_SHIFT);
        int end = (int) ((from + count) >>> LEAF_SHIFT);
        if (whole < end) {
            Arrays.fill(leaves, whole, end, 0);
            propagate(whole, end - 1);
        }
        if (first < whole) {
            int low = (int) from & (LEAF_BITS - 1);
            narrow(first, low, (int) Math.min(low + count, LEAF_BITS));
        }
        if (last >= end && (last > first || first == whole)) {
            narrow(last, 0, (int) (from + count) & (LEAF_BITS - 1));
        }
    }

    /** Makes room in a leaf's bounds for the run that now surrounds {@code [low, high)} of it. */
    private void widen(int leaf, int low, int high) {
        int bounds = leaves[leaf];
        if (bounds == FULL) {
            return;
        }
        int start = runStart(leaf, low);
        int end = runEnd(leaf, high);
        int prefix = start == 0 ? Math.max(prefix(bounds), end) : prefix(bounds);
        int longest = Math.max(longest(bounds), end - start);
        int suffix = end == LEAF_BITS ? Math.max(suffix(bounds), LEAF_BITS - start) : suffix(bounds);
        if (set(leaf, pack(prefix, longest, suffix))) {
            noticeWidened(leaf);
        }
    }

    /** Takes {@code [low, high)} out of a leaf's bounds; wide ones stay so, which makes taking and returning the same bits cheap. */
    private void narrow(int leaf, int low, int high) {
        int bounds = leaves[leaf];
        if (bounds == FULL) {
            return;
        }
        int start = runStart(leaf, low);
        int end = runEnd(leaf, high);
        if (end - start >= longest(bounds)) {
            set(leaf, exact(leaf));
        } else {
            int prefix = start == 0 ? low : prefix(bounds);
            set(leaf, pack(prefix, longest(bounds), end == LEAF_BITS ? LEAF_BITS - high : suffix(bounds)));
        }
    }

    /** Where the ones right before a bit of a leaf begin. */
    private int runStart(int leaf, int bit) {
        long start = (long) leaf << LEAF_SHIFT;
        long zero = BitRange.lastZero(words, start, start + bit);
        return zero == BitRange.NONE ? 0 : (int) (zero + 1 - start);
    }

    /** Where the ones from a bit of a leaf on end. */
    private int runEnd(int leaf, int bit) {
        long start = (long) leaf << LEAF_SHIFT;
        return (int) (BitRange.nextZero(words, start + bit, start + LEAF_BITS) - start);
    }

    /** Makes the bounds of leaves {@code [first, last]} exact. */
    void refresh(int first, int last) {
        for (int leaf = first; leaf <= last; leaf++) {
            set(leaf, exact(leaf));
        }
    }

    /** Sets a leaf's bounds and, unless it cannot matter, what stands above; tells whether they changed. */
    private boolean set(int leaf, int bounds) {
        int before = leaves[leaf];
        leaves[leaf] = bounds;
        if (before == bounds) {
            return false;
        }
        if (upper.length > 0) {
            long longest = upper[0][(leaf >>> FAN_SHIFT) * STRIDE + 1];
            boolean sameEnds = prefix(before) == prefix(bounds) && suffix(before) == suffix(bounds);
            if (!sameEnds || longest(before) == longest || longest(bounds) > longest) {
                propagate(leaf, leaf);
            }
        }
        return true;
    }

    /** The lowest leaf in which a run may begin. */
    int hint(long count) {
        return hints[Math.min(LEAF_SHIFT, 63 - Long.numberOfLeadingZeros(count))];
    }

    /** Remembers that the lowest run of this length, or of any longer one, does not begin below a leaf. */
    void raiseHints(long count, int leaf) {
        for (int k = 64 - Long.numberOfLeadingZeros(count - 1); k < hints.length && hints[k] < leaf; k++) {
            hints[k] = leaf;
        }
    }

    /** Takes account of the runs that a leaf's wider bounds allow, those that begin in the leaf before included. */
    private void noticeWidened(int leaf) {
        int before = leaf == 0 ? 0 : suffix(leaves[leaf - 1]) + prefix(leaves[leaf]);
        int behind = leaf + 1 == leaves.length ? 0 : suffix(leaves[leaf]) + prefix(leaves[leaf + 1]);
        int longest = Math.max(longest(leaves[leaf]), Math.max(before, behind));
        int k = Math.min(LEAF_SHIFT, 31 - Integer.numberOfLeadingZeros(longest));
        lowerHints(k, leaf);
    }

    /** Takes account of ones below all that there were: bounds down there may be wide already. */
    void lowerHints(int leaf) {
        lowerHints(LEAF_SHIFT, leaf);
    }

    private void lowerHints(int highest, int leaf) {
        int before = Math.max(0, leaf - 1);
        for (int k = highest; k >= 0 && hints[k] > before; k--) {
            hints[k] = before;
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
            if (longest < Long.SIZE - 2) {
                // Few runs are longer than the longest so far, and then often by little.
                for (long starts = BitRuns.runStarts(word, longest + 1); starts != 0; longest++) {
                    starts &= word >>> (longest + 1);
                }
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
        return level == 1 ? combineLeaves(node) : combineNodes(level, node);
    }

    private boolean combineLeaves(int node) {
        int first = node << FAN_SHIFT;
        int prefix = 0;
        int open = 0;
        int longest = 0;
        int run = 0;
        for (int child = first; child < first + FAN; child++) {
            int leaf = leaves[child];
            int head = prefix(leaf);
            prefix += prefix == open ? head : 0;
            open += LEAF_BITS;
            longest = Math.max(longest, Math.max(longest(leaf), run + head));
            run = head == LEAF_BITS ? run + LEAF_BITS : suffix(leaf);
        }
        return store(1, node, prefix, longest, run);
    }

    private boolean combineNodes(int level, int node) {
        long[] below = upper[level - 2];
        long size = 1L << shift(level - 1);
        int first = (node << FAN_SHIFT) * STRIDE;
        long prefix = 0;
        long open = 0;
        long longest = 0;
        long run = 0;
        for (int child = first; child < first + FAN * STRIDE; child += STRIDE) {
            long head = below[child];
            prefix += prefix == open ? head : 0;
            open += size;
            longest = Math.max(longest, Math.max(below[child + 1], run + head));
            run = head == size ? run + size : below[child + 2];
        }
        return store(level, node, prefix, longest, run);
    }

    private boolean store(int level, int node, long prefix, long longest, long suffix) {
        long[] nodes = upper[level - 1];
        int at = node * STRIDE;
        boolean same = nodes[at] == prefix && nodes[at + 1] == longest && nodes[at + 2] == suffix;
        nodes[at] = prefix;
        nodes[at + 1] = longest;
        nodes[at + 2] = suffix;
        return !same;
    }
}
