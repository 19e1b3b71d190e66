package org.allotment.harness.subject;

import org.allotment.core.memory.RawAccess;

/**
 * A subject whose blocks are raw addresses.
 *
 * <p>Rivals do not test for exhaustion here, as their usual callers do not on a hot path: the live set of every
 * workload is far below any limit.
 */
public non-sealed interface AddressSubject extends Subject {
    /**
     * Allocates a block aligned to {@link Subject#ALIGNMENT}.
     *
     * @param size bytes, from 16 up to the subject's largest size
     * @return its address
     */
    long allocate(long size);

    /**
     * Returns a block.
     *
     * @param address what {@link #allocate(long)} returned
     * @param size the size it was allocated with; used where the allocator has a sized free
     */
    void free(long address, long size);

    /**
     * Allocates a block aligned as the caller wants.
     *
     * @param size bytes, from 1 up
     * @param alignment a power of two
     * @return its address
     */
    long allocate(long size, long alignment);

    /**
     * Returns a block that was allocated with an alignment.
     *
     * @param address what {@link #allocate(long, long)} returned
     * @param size the size it was allocated with
     * @param alignment the alignment it was allocated with
     */
    void free(long address, long size, long alignment);

    /**
     * Enlarges a block in the best way the allocator has, where it is or by moving its contents.
     *
     * @param address what {@link #allocate(long, long)} or this method returned
     * @param size its size in bytes
     * @param newSize wanted size in bytes, above {@code size}
     * @param alignment the alignment it was allocated with
     * @return its address from now on
     */
    long grow(long address, long size, long newSize, long alignment);

    /**
     * Grows a block in the way that every allocator has: allocate, copy, free.
     *
     * @param subject whose block it is
     * @param address its address
     * @param size its size in bytes
     * @param newSize wanted size in bytes
     * @param alignment the alignment it was allocated with
     * @return its address from now on
     */
    static long move(AddressSubject subject, long address, long size, long newSize, long alignment) {
        long target = subject.allocate(newSize, alignment);
        RawAccess.copy(address, target, size);
        subject.free(address, size, alignment);
        return target;
    }
}
