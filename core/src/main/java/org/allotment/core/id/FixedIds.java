package org.allotment.core.id;

import java.util.Arrays;
import java.util.function.LongPredicate;
import org.allotment.core.AllocationException;

/** The numbers that were taken for good, sorted: few, and looked up far more often than added. */
final class FixedIds {
    private long[] sorted = {};
    private int count;

    boolean contains(long id) {
        return Arrays.binarySearch(sorted, 0, count, id) >= 0;
    }

    /**
     * Takes a number for good; O(count).
     *
     * @param id any
     * @param first the lowest there is
     * @param size how many there are
     * @param takeAt takes the number if it is free, and says whether it was
     */
    void fix(long id, long first, long size, LongPredicate takeAt) {
        if (id < first || id - first >= size) {
            throw AllocationException.invalidParameter(
                    "there is no such number, id=" + id + ", first=" + first + ", size=" + size);
        }
        reserve();
        if (!takeAt.test(id)) {
            throw AllocationException.noMemory("the number is taken, id=" + id);
        }
        add(id);
    }

    /** Makes room for one more, so that {@link #add} cannot fail once the number is taken. */
    private void reserve() {
        if (count == sorted.length) {
            sorted = Arrays.copyOf(sorted, Math.max(8, 2 * count));
        }
    }

    private void add(long id) {
        int place = -1 - Arrays.binarySearch(sorted, 0, count, id);
        System.arraycopy(sorted, place, sorted, place + 1, count - place);
        sorted[place] = id;
        count++;
    }

    /** Refuses the free of a run in which some number is fixed. O(log count). */
    void refuseIn(long start, long runCount) {
        if (count == 0) {
            return;
        }
        int found = Arrays.binarySearch(sorted, 0, count, start);
        int place = found >= 0 ? found : -1 - found;
        if (place < count && Long.compareUnsigned(sorted[place] - start, runCount) < 0) {
            throw AllocationException.notAllocated(
                    "a number is fixed, start=" + start + ", count=" + runCount + ", id=" + sorted[place]);
        }
    }

    int count() {
        return count;
    }
}
