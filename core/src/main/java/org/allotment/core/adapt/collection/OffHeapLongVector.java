package org.allotment.core.adapt.collection;

import org.allotment.core.Allocator;
import org.allotment.core.memory.RawAccess;

/** An {@link OffHeapVector} of {@code long}s, eight bytes each, aligned to eight. */
public final class OffHeapLongVector extends OffHeapVector {
    /**
     * Makes an empty vector, which holds no memory yet.
     *
     * @param allocator where its block comes from and goes back to
     */
    public OffHeapLongVector(Allocator allocator) {
        super(allocator, 3);
    }

    /**
     * Adds an element behind the last one; O(1) amortised.
     *
     * @param value the element
     * @throws org.allotment.core.AllocationException if there is no memory to grow; nothing is changed then
     * @throws IllegalStateException if the vector is closed
     */
    public void add(long value) {
        RawAccess.putLong(append(), value);
    }

    /**
     * Reads an element.
     *
     * @param index from 0 to the size, less one
     * @return the element
     * @throws IndexOutOfBoundsException if there is no such element
     * @throws IllegalStateException if the vector is closed
     */
    public long get(long index) {
        return RawAccess.getLong(slot(index));
    }

    /**
     * Replaces an element.
     *
     * @param index from 0 to the size, less one
     * @param value the element from now on
     * @throws IndexOutOfBoundsException if there is no such element
     * @throws IllegalStateException if the vector is closed
     */
    public void set(long index, long value) {
        RawAccess.putLong(slot(index), value);
    }

    /**
     * Takes the last element away; the capacity stays.
     *
     * @return the element
     * @throws IndexOutOfBoundsException if the vector is empty
     * @throws IllegalStateException if the vector is closed
     */
    public long removeLast() {
        return RawAccess.getLong(removeLastSlot());
    }
}
