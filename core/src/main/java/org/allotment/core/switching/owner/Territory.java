package org.allotment.core.switching.owner;

/**
 * A range of memory that blocks of one heap come from, exact to the byte.
 *
 * @param heap whose it is
 * @param start first address
 * @param byteSize number of bytes
 * @param mapping whether it is one block with a mapping of its own, and not a piece of the heap's source
 */
public record Territory(LocalHeap heap, long start, long byteSize, boolean mapping) {
    /**
     * Tells whether an address is in this range.
     *
     * @param address any number
     * @return true when it is
     */
    public boolean covers(long address) {
        return Long.compareUnsigned(address - start, byteSize) < 0;
    }
}
