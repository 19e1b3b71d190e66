package org.allotment.harness.subject;

/**
 * A subject whose blocks are objects: segments, buffers.
 *
 * @param <H> the handle a user of this allocator holds for a block
 */
public non-sealed interface ObjectSubject<H> extends Subject {
    /**
     * Allocates a block aligned to {@link Subject#ALIGNMENT}.
     *
     * @param size bytes, from 16 up to the subject's largest size
     * @return its handle
     */
    H allocate(long size);

    /**
     * Writes the first eight bytes in a way the compiler cannot drop: the touch of the measured loops.
     *
     * @param block a live block
     * @param value what to store
     */
    void touch(H block, long value);

    /**
     * Writes eight bytes in native order.
     *
     * @param block a live block
     * @param offset first byte, relative to the block, of any alignment
     * @param value what to store
     */
    void put(H block, long offset, long value);

    /**
     * Reads eight bytes in native order.
     *
     * @param block a live block
     * @param offset first byte, relative to the block, of any alignment
     * @return what is stored there
     */
    long get(H block, long offset);

    /**
     * Returns the block's address, for the alignment test.
     *
     * @param block a live block
     * @return address of its first byte
     */
    long address(H block);

    /**
     * Returns a block.
     *
     * @param block what {@link #allocate} returned
     */
    void free(H block);
}
