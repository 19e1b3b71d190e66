package org.allotment.harness.subject.allotment;

import org.allotment.core.bump.BumpAllocator;
import org.allotment.core.source.MemoryMapSource;
import org.allotment.harness.subject.AddressSubject;
import org.allotment.harness.subject.Subject;

/** The bump allocator, which starts over whenever its last block is freed. */
public final class BumpSubject implements AddressSubject {
    private static final long REGION_BYTES = 4L << 20;

    private final BumpAllocator allocator = BumpAllocator.trusting(MemoryMapSource.create(), REGION_BYTES);
    private long live;

    @Override
    public long allocate(long size) {
        live++;
        return allocator.allocate(size, Subject.ALIGNMENT);
    }

    @Override
    public void free(long address, long size) {
        allocator.free(address, size, Subject.ALIGNMENT);
        live--;
        if (live == 0) {
            allocator.reset();
        }
    }

    @Override
    public void close() {
        allocator.close();
    }
}
