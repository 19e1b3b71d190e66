package org.allotment.harness.subject.allotment;

import org.allotment.core.LifetimeHint;
import org.allotment.core.Movement;
import org.allotment.core.context.ContextAllocator;
import org.allotment.core.source.MemoryMapSource;
import org.allotment.harness.subject.AddressSubject;
import org.allotment.harness.subject.Subject;

/** The checked memory of one context: the engine that a hint chooses, behind a test of its class. */
public final class ContextSubject implements AddressSubject {
    private static final long REGION_BYTES = 128L << 20;

    private final ContextAllocator allocator;

    /**
     * Opens a context whose typical block is as small as a block of the workloads can be.
     *
     * @param lifetime which engine
     */
    public ContextSubject(LifetimeHint lifetime) {
        allocator = ContextAllocator.checked(MemoryMapSource.create(), REGION_BYTES, lifetime, Subject.ALIGNMENT);
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
