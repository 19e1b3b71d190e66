package org.allotment.harness.workload.switching;

import org.allotment.core.Allocator;
import org.allotment.core.Movement;
import org.allotment.harness.subject.AddressSubject;
import org.allotment.harness.subject.Subject;

/** A switchable allocator, or a handle of one, in the shape of a subject. */
final class CalledAddresses implements AddressSubject {
    private final Allocator allocator;

    CalledAddresses(Allocator allocator) {
        this.allocator = allocator;
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
}
