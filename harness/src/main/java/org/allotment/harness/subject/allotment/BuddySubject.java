package org.allotment.harness.subject.allotment;

import org.allotment.core.Movement;
import org.allotment.core.buddy.BuddyAllocator;
import org.allotment.core.buddy.BuddyOptions;
import org.allotment.core.source.MemoryMapSource;
import org.allotment.harness.subject.AddressSubject;
import org.allotment.harness.subject.Subject;

/** Binary buddies, growing so that every workload stays within the first region. */
public final class BuddySubject implements AddressSubject {
    private static final long REGION_BYTES = 128L << 20;

    private final BuddyAllocator allocator;

    /**
     * Opens one form of the allocator.
     *
     * @param options checked or trusting, with or without blocks that wait for their reuse
     */
    public BuddySubject(BuddyOptions options) {
        allocator = BuddyAllocator.create(MemoryMapSource.create(), options.growingBy(REGION_BYTES));
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
