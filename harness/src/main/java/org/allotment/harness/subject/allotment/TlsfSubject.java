package org.allotment.harness.subject.allotment;

import org.allotment.core.Movement;
import org.allotment.core.source.MemoryMapSource;
import org.allotment.core.tlsf.TlsfAllocator;
import org.allotment.core.tlsf.TlsfOptions;
import org.allotment.harness.subject.AddressSubject;
import org.allotment.harness.subject.Subject;

/** Two-level segregated fit with sized frees, growing so that every workload stays within its first region. */
public final class TlsfSubject implements AddressSubject {
    private static final long REGION_BYTES = 64L << 20;

    private final TlsfAllocator allocator;

    /**
     * Opens one form of the allocator.
     *
     * @param options checked or trusting, with or without quick lists
     */
    public TlsfSubject(TlsfOptions options) {
        allocator = TlsfAllocator.create(MemoryMapSource.create(), options.growingBy(REGION_BYTES));
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
