package org.allotment.core.mapped;

import java.util.Arrays;

/**
 * Which addresses are mapped: starts and sizes in two arrays, sorted by start.
 *
 * <p>Looking up is O(log n), entering and removing O(n) moves of words, which is little beside the system call that
 * goes with it. Only {@link #reserve} makes garbage.
 */
final class MappingTable {
    /** The answer of {@link #find} and {@link #floor} when there is nothing. */
    static final int NONE = -1;

    private long[] starts = new long[8];
    private long[] sizes = new long[8];
    private int count;
    private long byteSize;

    int count() {
        return count;
    }

    long byteSize() {
        return byteSize;
    }

    long start(int index) {
        return starts[index];
    }

    long size(int index) {
        return sizes[index];
    }

    long heapBytes() {
        return (long) (starts.length + sizes.length) * Long.BYTES;
    }

    /** Finds the mapping that starts at an address. */
    int find(long address) {
        int index = floor(address);
        return index != NONE && starts[index] == address ? index : NONE;
    }

    /** Tells whether a mapping covers an address. */
    boolean covers(long address) {
        int index = floor(address);
        return index != NONE && address - starts[index] < sizes[index];
    }

    /** Makes room for one more entry, so that {@link #add} cannot fail. */
    void reserve() {
        if (count == starts.length) {
            long[] moreStarts = Arrays.copyOf(starts, count * 2);
            long[] moreSizes = Arrays.copyOf(sizes, count * 2);
            starts = moreStarts;
            sizes = moreSizes;
        }
    }

    /** Enters a mapping, for which there must be room. */
    void add(long start, long size) {
        int at = floor(start) + 1;
        System.arraycopy(starts, at, starts, at + 1, count - at);
        System.arraycopy(sizes, at, sizes, at + 1, count - at);
        starts[at] = start;
        sizes[at] = size;
        count++;
        byteSize += size;
    }

    void remove(int index) {
        byteSize -= sizes[index];
        count--;
        System.arraycopy(starts, index + 1, starts, index, count - index);
        System.arraycopy(sizes, index + 1, sizes, index, count - index);
    }

    /** Puts a mapping that was resized, and perhaps moved, in the place of what it was. */
    void replace(int index, long start, long size) {
        remove(index);
        add(start, size);
    }

    /** Index of the last mapping that starts at or below an address. */
    private int floor(long address) {
        int low = 0;
        int high = count;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (starts[middle] <= address) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low - 1;
    }
}
