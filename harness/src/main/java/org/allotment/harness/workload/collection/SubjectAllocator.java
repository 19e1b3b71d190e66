package org.allotment.harness.workload.collection;

import org.allotment.core.Allocator;
import org.allotment.core.AllocatorStatistics;
import org.allotment.core.Movement;
import org.allotment.core.memory.RawAccess;
import org.allotment.harness.subject.AddressSubject;

/** A subject as the collections want it: they allocate, grow, shrink and free, and ask for nothing else. */
final class SubjectAllocator implements Allocator {
    private final AddressSubject subject;

    SubjectAllocator(AddressSubject subject) {
        this.subject = subject;
    }

    @Override
    public long allocate(long size, long alignment) {
        return subject.allocate(size, alignment);
    }

    @Override
    public long tryAllocate(long size, long alignment) {
        return subject.allocate(size, alignment);
    }

    @Override
    public void free(long address, long size, long alignment) {
        subject.free(address, size, alignment);
    }

    @Override
    public boolean tryGrowInPlace(long address, long size, long newSize) {
        return false;
    }

    @Override
    public boolean tryShrinkInPlace(long address, long size, long newSize) {
        return false;
    }

    @Override
    public long grow(long address, long size, long newSize, long alignment, Movement movement) {
        requireMovable(movement);
        return subject.grow(address, size, newSize, alignment);
    }

    @Override
    public long shrink(long address, long size, long newSize, long alignment, Movement movement) {
        requireMovable(movement);
        long target = subject.allocate(newSize, alignment);
        RawAccess.copy(address, target, newSize);
        subject.free(address, size, alignment);
        return target;
    }

    private static void requireMovable(Movement movement) {
        if (movement != Movement.MAY_MOVE) {
            throw new UnsupportedOperationException("subjects may move a block movement=" + movement);
        }
    }

    @Override
    public boolean contains(long address) {
        throw new UnsupportedOperationException("subjects do not know their addresses address=" + address);
    }

    @Override
    public AllocatorStatistics statistics() {
        throw new UnsupportedOperationException("subjects keep no statistics subject=" + subject);
    }

    @Override
    public void close() {
        subject.close();
    }
}
