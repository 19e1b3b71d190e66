package org.allotment.core.adapt.collection;

import java.util.Objects;
import org.allotment.core.AllocationException;
import org.allotment.core.Allocator;
import org.allotment.core.Movement;
import org.allotment.core.bits.Alignment;

/**
 * A row of equal elements in one block of an {@link Allocator}, which grows as elements are added.
 *
 * <p>When the block is full the capacity doubles through {@link Allocator#grow}, so that a block which can grow where
 * it is stays there and nothing is copied. Adding is O(1) amortised. An empty vector holds no memory.
 *
 * <p>When the allocator refuses, the vector is as it was. After {@link #close} every method but {@code close} raises
 * {@link IllegalStateException}. The allocator must outlive the vector. The same threads may use it as may use the
 * allocator, one at a time.
 */
public abstract sealed class OffHeapVector implements AutoCloseable
        permits OffHeapByteVector, OffHeapIntVector, OffHeapLongVector {
    /** No address space we run on is larger; above it shifts could overflow. */
    private static final long MOST_BYTES = 1L << 56;

    private final Allocator allocator;
    private final int elementShift;

    /** Capacities are multiples of it: 4 elements, and 8 of one byte, so that whole words of bytes can be read. */
    private final long leastCapacity;

    private long block = Allocator.NULL;
    private long capacity;
    private long size;
    private boolean closed;

    OffHeapVector(Allocator allocator, int elementShift) {
        this.allocator = Objects.requireNonNull(allocator, "allocator");
        this.elementShift = elementShift;
        this.leastCapacity = elementShift == 0 ? 8 : 4;
    }

    /**
     * Returns the number of elements.
     *
     * @return elements, from 0 up
     * @throws IllegalStateException if the vector is closed
     */
    public final long size() {
        requireOpen();
        return size;
    }

    /**
     * Returns how many elements fit before the block must grow.
     *
     * @return elements, from {@link #size()} up
     * @throws IllegalStateException if the vector is closed
     */
    public final long capacity() {
        requireOpen();
        return capacity;
    }

    /**
     * Makes room in one step for as many elements as the vector is going to hold.
     *
     * @param elements wanted capacity; a smaller one than there is changes nothing
     * @throws AllocationException if the number is negative, or there is no memory; nothing is changed then
     * @throws IllegalStateException if the vector is closed
     */
    public final void ensureCapacity(long elements) {
        requireOpen();
        if (elements < 0) {
            throw AllocationException.invalidParameter("a capacity is not negative, elements=" + elements);
        }
        if (elements > capacity) {
            enlargeTo(elements);
        }
    }

    /**
     * Forgets all elements and keeps the capacity.
     *
     * @throws IllegalStateException if the vector is closed
     */
    public final void clear() {
        requireOpen();
        size = 0;
    }

    /**
     * Gives back the part of the block that no element uses.
     *
     * @throws AllocationException if the block would have to move and there is no memory; nothing is changed then
     * @throws IllegalStateException if the vector is closed
     */
    public final void shrinkToFit() {
        requireOpen();
        long wanted = Alignment.alignUp(size, leastCapacity);
        if (wanted == capacity) {
            return;
        }
        if (wanted == 0) {
            free();
            return;
        }
        block = allocator.shrink(block, bytes(capacity), bytes(wanted), alignment(), Movement.MAY_MOVE);
        capacity = wanted;
    }

    /** Gives the memory back; a second call does nothing. */
    @Override
    public final void close() {
        if (!closed) {
            free();
            size = 0;
            closed = true;
        }
    }

    /** Returns the address of an element that is there. */
    final long slot(long index) {
        if (index < 0 || index >= size) {
            throw noElement(index);
        }
        return block + (index << elementShift);
    }

    /** Adds an element and returns the address to write it to. */
    final long append() {
        if (size == capacity) {
            reserve(1);
        }
        return block + (size++ << elementShift);
    }

    /** Makes room behind the last element, doubling if need be, and returns the address of that room. */
    final long reserve(long elements) {
        requireOpen();
        if (elements > capacity - size) {
            enlargeTo(Math.max(size + elements, 2 * capacity));
        }
        return block + (size << elementShift);
    }

    /** Takes elements in that were written to the room that {@link #reserve} made. */
    final void appended(long elements) {
        size += elements;
    }

    /** Takes the last element away and returns the address it can still be read from. */
    final long removeLastSlot() {
        long slot = slot(size - 1);
        size--;
        return slot;
    }

    /** Memory goes back to the very object it came from, whatever that takes for equal to itself. */
    @SuppressWarnings("ReferenceEquality")
    final boolean isFrom(Allocator other) {
        return allocator == other;
    }

    final long block() {
        return block;
    }

    /** Leaves the block to the caller, who frees it with the capacity's bytes; the vector is empty then. */
    final void detach() {
        block = Allocator.NULL;
        capacity = 0;
        size = 0;
    }

    private void enlargeTo(long elements) {
        if (elements < 0 || elements > MOST_BYTES >>> elementShift) {
            throw AllocationException.noMemory("no address space holds so many elements, elements=" + elements);
        }
        long wanted = Alignment.alignUp(elements, leastCapacity);
        block = capacity == 0
                ? allocator.allocate(bytes(wanted), alignment())
                : allocator.grow(block, bytes(capacity), bytes(wanted), alignment(), Movement.MAY_MOVE);
        capacity = wanted;
    }

    private void free() {
        if (capacity > 0) {
            allocator.free(block, bytes(capacity), alignment());
            block = Allocator.NULL;
            capacity = 0;
        }
    }

    private long bytes(long elements) {
        return elements << elementShift;
    }

    private long alignment() {
        return 1L << elementShift;
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("the vector is closed, elementBytes=" + bytes(1));
        }
    }

    private IndexOutOfBoundsException noElement(long index) {
        requireOpen();
        return new IndexOutOfBoundsException("no such element, index=" + index + ", size=" + size);
    }
}
