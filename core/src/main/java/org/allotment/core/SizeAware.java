package org.allotment.core;

/** An allocator that knows the size of each of its blocks, so that a free needs the address alone. */
public interface SizeAware extends Allocator {
    /**
     * Returns a block, whatever its size.
     *
     * @param address what an allocating method returned
     * @throws AllocationException if this allocator's form catches the mistake; nothing is changed then
     */
    void free(long address);

    /**
     * Returns how many bytes of a block may be used: at least what was requested.
     *
     * @param address an allocated block
     * @return its usable bytes
     * @throws AllocationException of kind {@code NOT_ALLOCATED} if this allocator's form catches the mistake
     */
    long usableSize(long address);

    /**
     * Tells how many usable bytes every block has that is asked for with this size and alignment, where that depends on
     * nothing else: then those who count need not look up one block after the other. O(1).
     *
     * @param size any number; of a block, what it was asked for with or what a free names
     * @param alignment any number; of a block, what it was asked for with or what a free names
     * @return the usable bytes of each block that an allocation with these gives, and of each that a free with these is
     *     not refused for; 0 where that depends on the block, where a wrong free may pass, or where no block can be
     */
    default long bytesFor(long size, long alignment) {
        return 0;
    }
}
