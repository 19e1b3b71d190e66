package org.allotment.core.memory;

/**
 * One range of addresses, {@code [address, address + byteSize)}.
 *
 * @param address first byte
 * @param byteSize number of bytes, from 0 up
 */
public record MemoryRange(long address, long byteSize) {
    /**
     * Tells whether an address lies in this range.
     *
     * @param other any number
     * @return true from the first byte to the last
     */
    public boolean contains(long other) {
        return Long.compareUnsigned(other - address, byteSize) < 0;
    }
}
