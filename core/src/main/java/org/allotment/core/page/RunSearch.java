package org.allotment.core.page;

import org.allotment.core.bits.BitRange;
import org.allotment.core.bits.BitRuns;

/**
 * Finds the lowest run of ones, passing over what {@link RunSummary} says is no use.
 *
 * <p>Walks the nodes from low to high, up where eight are done and down where a run may be inside. A run that spans
 * nodes is known by its carry: the ones right before the node. Bounds may promise too much, so each promise is held
 * against the bits; where a zero refutes it, the leaves it came from are made exact and the walk goes on behind that
 * zero. So each misleading leaf misleads once.
 *
 * <p>The place of the walk is kept in fields, not in an object per search, which would be garbage.
 */
final class RunSearch {
    private static final long NONE = RunBitmap.NONE;

    /** The answer of a step that settles nothing. */
    private static final long GO_ON = -2;

    private final long[] words;
    private final long capacity;
    private final RunSummary summary;

    private int level;
    private int node;
    private long carry;

    RunSearch(long[] words, long capacity, RunSummary summary) {
        this.words = words;
        this.capacity = capacity;
        this.summary = summary;
    }

    /**
     * Finds a run.
     *
     * @param from below it are only zeros
     * @param count ones wanted, from 1 up
     * @param alignment power of two
     * @param origin what bit 0 counts as
     * @return the lowest {@code i} with {@code origin + i} aligned and ones in {@code [i, i + count)}, or NONE
     */
    long find(long from, long count, long alignment, long origin) {
        level = 0;
        node = Math.max((int) (from >>> RunSummary.LEAF_SHIFT), summary.hint(count));
        carry = 0;
        int top = summary.levels();
        while (level < top || node == 0) {
            long answer = GO_ON;
            long prefix = summary.prefix(level, node);
            if (carry + prefix >= count) {
                answer = checkPromise(count, alignment, origin);
            } else if (summary.longest(level, node) < count) {
                pass(prefix);
            } else if (level > 0) {
                level--;
                node <<= RunSummary.FAN_SHIFT;
            } else {
                answer = searchLeaf(Math.max(from, (long) node << RunSummary.LEAF_SHIFT), count, alignment, origin);
            }
            if (answer != GO_ON) {
                if (alignment == 1 && answer != NONE) {
                    summary.raiseHints(count, (int) (answer >>> RunSummary.LEAF_SHIFT));
                }
                return answer;
            }
        }
        return NONE;
    }

    /** Goes on behind a node that has no run inside. */
    private void pass(long prefix) {
        long size = 1L << RunSummary.shift(level);
        carry = prefix == size ? carry + size : summary.suffix(level, node);
        next();
    }

    private void next() {
        node++;
        while ((node & (RunSummary.FAN - 1)) == 0 && level < summary.levels()) {
            node >>>= RunSummary.FAN_SHIFT;
            level++;
        }
    }

    /** Looks whether the run that the carry and this node's prefix promise is there. */
    private long checkPromise(long count, long alignment, long origin) {
        long promised = ((long) node << RunSummary.shift(level)) - carry;
        long start = aligned(promised, alignment, origin);
        if (start > capacity - count) {
            return NONE;
        }
        long zero = BitRange.lastZero(words, start, start + count);
        if (zero == BitRange.NONE) {
            return start;
        }
        level = 0;
        node = (int) (zero >>> RunSummary.LEAF_SHIFT);
        // Only a zero within the promised run shows that bounds were wrong; one behind is the alignment's doing.
        boolean refuted = zero < promised + count;
        summary.refresh(refuted ? (int) (promised >>> RunSummary.LEAF_SHIFT) : node, node);
        return searchLeaf(zero + 1, count, alignment, origin);
    }

    /** Looks for a run that begins in this leaf, and goes on behind the leaf if there is none. */
    private long searchLeaf(long from, long count, long alignment, long origin) {
        long found = count <= Long.SIZE && alignment <= Long.SIZE
                ? shortRun(from, (int) count, (int) alignment, origin)
                : longRun(from, count, alignment, origin);
        if (found == GO_ON) {
            summary.refresh(node, node);
            carry = summary.suffix(0, node);
            next();
        }
        return found;
    }

    /** Finds a run of up to 64 that begins in this leaf; it may end in the next. */
    private long shortRun(long from, int count, int alignment, long origin) {
        int end = (node + 1) * RunSummary.LEAF_WORDS;
        int at = (int) (from >>> 6);
        long low = words[at] & (-1L << from);
        while (at < end) {
            long high = words[at + 1];
            long starts = BitRuns.runStarts(low, high, count);
            if (alignment > 1) {
                starts &= BitRuns.alignedPositions(alignment, origin + ((long) at << 6));
            }
            if (starts != 0) {
                return ((long) at << 6) + Long.numberOfTrailingZeros(starts);
            }
            low = high;
            at++;
        }
        return GO_ON;
    }

    /** Finds a run inside this leaf; those that leave it are found by their carry. */
    private long longRun(long from, long count, long alignment, long origin) {
        long end = (long) (node + 1) << RunSummary.LEAF_SHIFT;
        long at = from;
        while (true) {
            long run = BitRange.firstRun(words, at, end, count);
            if (run == BitRange.NONE) {
                return GO_ON;
            }
            long start = aligned(run, alignment, origin);
            if (start > end - count) {
                return GO_ON;
            }
            long zero = BitRange.lastZero(words, start, start + count);
            if (zero == BitRange.NONE) {
                return start;
            }
            at = zero + 1;
        }
    }

    /** The first aligned bit from {@code bit} up, or the largest number when that is beyond all numbers. */
    private static long aligned(long bit, long alignment, long origin) {
        long up = (origin + bit + alignment - 1) & -alignment;
        return up < 0 ? Long.MAX_VALUE : up - origin;
    }
}
