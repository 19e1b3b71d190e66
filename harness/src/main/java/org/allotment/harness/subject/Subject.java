package org.allotment.harness.subject;

/**
 * One allocator under measurement. Each worker thread opens its own, uses it and closes it; whether the memory behind
 * it is shared between threads is the allocator's own business.
 *
 * <p>There are two shapes, and a workload has one loop for each: wrapping a segment as a {@code long} would hide what
 * the segment costs.
 */
public sealed interface Subject extends AutoCloseable permits AddressSubject, ObjectSubject {
    /** Every block of this many bytes or more starts at a multiple of it: what {@code malloc} promises on 64-bit machines. */
    long ALIGNMENT = 16;

    /**
     * Tells whether allocators give such a block without being asked for its alignment. They align smaller blocks less:
     * mimalloc and jemalloc start one of 8 bytes at any multiple of 8.
     *
     * @param size size of the block in bytes
     * @param alignment wanted alignment, a power of two
     * @return true when an allocation by size alone does
     */
    static boolean isNatural(long size, long alignment) {
        return alignment <= Long.BYTES || (alignment <= ALIGNMENT && size >= ALIGNMENT);
    }

    /** Gives back what the subject itself holds. All blocks must have been freed; a second call does nothing. */
    @Override
    default void close() {}
}
