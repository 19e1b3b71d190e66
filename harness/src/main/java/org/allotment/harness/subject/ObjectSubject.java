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
     * Allocates a block aligned as the caller wants; asked only of subjects with {@link Capability#ALIGNED}.
     *
     * @param size bytes, from 1 up
     * @param alignment a power of two
     * @return its handle
     */
    H allocate(long size, long alignment);

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
     * Writes a byte, which a block of any size has room for.
     *
     * @param block a live block
     * @param offset which byte, relative to the block
     * @param value what to store
     */
    void putByte(H block, long offset, byte value);

    /**
     * Reads a byte.
     *
     * @param block a live block
     * @param offset which byte, relative to the block
     * @return what is stored there
     */
    byte getByte(H block, long offset);

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
     * @param block what an {@code allocate} returned
     */
    void free(H block);
}
