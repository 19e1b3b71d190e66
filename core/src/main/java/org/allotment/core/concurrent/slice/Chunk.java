package org.allotment.core.concurrent.slice;

import org.allotment.core.bits.Alignment;
import org.allotment.core.bits.BitRange;

/**
 * One piece of the memory source, divided into slices: two bits say all about each.
 *
 * <p>A slice is taken, or free. A free slice is dirty from when it is given back until it is purged: the system may
 * have memory behind it.
 */
final class Chunk {
    static final int MOST_SLICES = 256;
    static final int NOWHERE = -1;

    private final long base;
    private final int slices;
    private final long[] free;
    private final long[] dirty;
    private int freeSlices;
    private int dirtySlices;
    private long dirtySince;

    Chunk(long base, int slices) {
        this.base = base;
        this.slices = slices;
        this.free = new long[(slices + 63) >>> 6];
        this.dirty = new long[free.length];
        this.freeSlices = slices;
        BitRange.setOnes(free, 0, slices);
    }

    long base() {
        return base;
    }

    int slices() {
        return slices;
    }

    long byteSize() {
        return (long) slices << SliceDepot.SLICE_SHIFT;
    }

    boolean contains(long address) {
        return address >= base && address - base < byteSize();
    }

    long address(int slice) {
        return base + ((long) slice << SliceDepot.SLICE_SHIFT);
    }

    int slice(long address) {
        return (int) ((address - base) >>> SliceDepot.SLICE_SHIFT);
    }

    boolean isFree() {
        return freeSlices == slices;
    }

    int freeSlices() {
        return freeSlices;
    }

    int dirtySlices() {
        return dirtySlices;
    }

    /** Finds the lowest run of free slices that begins at a multiple of an alignment. */
    int find(int count, long alignment) {
        return count > freeSlices ? NOWHERE : first(free, count, alignment);
    }

    /** Finds the lowest such run of dirty slices. */
    int findDirty(int count, long alignment) {
        return count > dirtySlices ? NOWHERE : first(dirty, count, alignment);
    }

    void take(int first, int count) {
        dirtySlices -= (int) BitRange.countOnes(dirty, first, count);
        BitRange.setZeros(dirty, first, count);
        BitRange.setZeros(free, first, count);
        freeSlices -= count;
    }

    /** Whether a run ends within the chunk and is free. */
    boolean isFree(int first, int count) {
        return count <= slices - first && BitRange.isAllOnes(free, first, count);
    }

    void give(int first, int count, long now) {
        if (dirtySlices == 0) {
            dirtySince = now;
        }
        giveClean(first, count);
        BitRange.setOnes(dirty, first, count);
        dirtySlices += count;
    }

    /** Gives a run back that has no memory behind it. */
    void giveClean(int first, int count) {
        BitRange.setOnes(free, first, count);
        freeSlices += count;
    }

    /** Whether dirty slices have waited since a moment or longer. */
    boolean isDirtySince(long moment) {
        return dirtySlices != 0 && dirtySince - moment <= 0;
    }

    /** Takes the lowest run of dirty slices, of which there are some; answers {@code first << 16 | count}. */
    int takeDirtyRun() {
        int first = (int) BitRange.nextOne(dirty, 0, slices);
        int count = (int) BitRange.nextZero(dirty, first, slices) - first;
        take(first, count);
        return first << 16 | count;
    }

    /** Whether the counts are those of the bits, and no slice is dirty that is not free or not there. */
    boolean isConsistent() {
        int spare = free.length * 64 - slices;
        boolean inside = BitRange.isAllZeros(free, slices, spare) && BitRange.isAllZeros(dirty, slices, spare);
        for (int i = 0; i < free.length; i++) {
            inside &= (dirty[i] & ~free[i]) == 0;
        }
        return inside
                && BitRange.countOnes(free, 0, slices) == freeSlices
                && BitRange.countOnes(dirty, 0, slices) == dirtySlices;
    }

    private int first(long[] ones, int count, long alignment) {
        for (long at = BitRange.firstRun(ones, 0, slices, count); at != BitRange.NONE; ) {
            int aligned = slice(Alignment.alignUp(address((int) at), alignment));
            if (aligned == at) {
                return aligned;
            }
            at = aligned > slices - count ? BitRange.NONE : BitRange.firstRun(ones, aligned, slices, count);
        }
        return NOWHERE;
    }
}
