package org.allotment.harness.subject.allotment;

import org.allotment.core.Movement;
import org.allotment.core.slab.SlabAllocator;
import org.allotment.core.source.MemoryMapSource;
import org.allotment.harness.subject.AddressSubject;
import org.allotment.harness.subject.Subject;

/** Segregated free lists owned by the opening thread, with sized frees. */
public final class SlabSubject implements AddressSubject {
    private final SlabAllocator allocator;

    private SlabSubject(SlabAllocator allocator) {
        this.allocator = allocator;
    }

    /**
     * Opens the form that catches every bad free and every stranger.
     *
     * @return a subject of the calling thread
     */
    public static SlabSubject checked() {
        return new SlabSubject(SlabAllocator.checked(MemoryMapSource.create()));
    }

    /**
     * Opens the form that catches foreign frees only.
     *
     * @return a subject of the calling thread
     */
    public static SlabSubject trusting() {
        return new SlabSubject(SlabAllocator.trusting(MemoryMapSource.create()));
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
