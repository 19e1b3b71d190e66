package org.allotment.harness.subject;

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
     * @param address what {@link #allocate} returned
     * @param size the size it was allocated with; used where the allocator has a sized free
     */
    void free(long address, long size);
}
