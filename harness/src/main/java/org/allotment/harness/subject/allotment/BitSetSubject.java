package org.allotment.harness.subject.allotment;

import org.allotment.core.Movement;
import org.allotment.core.bitset.BitSetAllocator;
import org.allotment.core.source.MemoryMapSource;
import org.allotment.harness.subject.AddressSubject;
import org.allotment.harness.subject.Subject;

/** One bit for each granule of a region, searched for runs. */
public final class BitSetSubject implements AddressSubject {
    private static final long REGION_BYTES = 64L << 20;

    private final BitSetAllocator allocator;

    private BitSetSubject(BitSetAllocator allocator) {
        this.allocator = allocator;
    }

    /**
     * Opens the form that catches every bad free and every stranger.
     *
     * @return a subject of the calling thread
     */
    public static BitSetSubject checked() {
        return new BitSetSubject(BitSetAllocator.checked(MemoryMapSource.create(), REGION_BYTES, Subject.ALIGNMENT));
    }

    /**
     * Opens the form that catches foreign frees only.
     *
     * @return a subject of the calling thread
     */
    public static BitSetSubject trusting() {
        return new BitSetSubject(BitSetAllocator.trusting(MemoryMapSource.create(), REGION_BYTES, Subject.ALIGNMENT));
    }

    @Override
    public long allocate(long size) {
        return allocator.allocate(size, Subject.ALIGNMENT);
    }

    @Override
    public void free(long address, long size) {
        allocator.free(address, size, Subject.ALIGNMENT);
    }

    @Override
    public long allocate(long size, long alignment) {
        return allocator.allocate(size, alignment);
    }

    @Override
    public void free(long address, long size, long alignment) {
        allocator.free(address, size, alignment);
    }

    @Override
    public long grow(long address, long size, long newSize, long alignment) {
        return allocator.grow(address, size, newSize, alignment, Movement.MAY_MOVE);
    }

    @Override
    public void close() {
        allocator.close();
    }
}
