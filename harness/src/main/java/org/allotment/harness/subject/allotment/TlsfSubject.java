package org.allotment.harness.subject.allotment;

import org.allotment.core.source.MemoryMapSource;
import org.allotment.core.tlsf.TlsfAllocator;
import org.allotment.core.tlsf.TlsfOptions;
import org.allotment.harness.subject.AddressSubject;
import org.allotment.harness.subject.Subject;

/** Two-level segregated fit over one mapped region, with sized frees. */
public final class TlsfSubject implements AddressSubject {
    private static final long REGION_BYTES = 16L << 20;

    private final MemoryMapSource source = MemoryMapSource.create();
    private final long region = source.obtain(REGION_BYTES, source.granularity());
    private final TlsfAllocator allocator;
    private boolean closed;

    /**
     * Opens one form of the allocator.
     *
     * @param options checked or trusting, with or without quick lists
     */
    public TlsfSubject(TlsfOptions options) {
        allocator = TlsfAllocator.over(region, REGION_BYTES, options);
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
    public void close() {
        if (!closed) {
            closed = true;
            allocator.close();
            source.release(region, REGION_BYTES);
        }
    }
}
