package org.allotment.harness.subject.allotment;

import org.allotment.core.Movement;
import org.allotment.core.concurrent.heap.OwnedHeap;
import org.allotment.harness.subject.AddressSubject;
import org.allotment.harness.subject.Subject;

/** A heap of the allocator that every thread can use, held by the opening thread: the owner's path. */
public final class OwnedHeapSubject implements AddressSubject {
    private final OwnedHeap heap;

    private OwnedHeapSubject(OwnedHeap heap) {
        this.heap = heap;
    }

    /**
     * Opens the form that catches every bad free and every stranger.
     *
     * @return a subject of the calling thread
     */
    public static OwnedHeapSubject checked() {
        return new OwnedHeapSubject(SharedSubject.Checked.ALLOCATOR.openHeap());
    }

    /**
     * Opens the form that catches foreign frees only.
     *
     * @return a subject of the calling thread
     */
    public static OwnedHeapSubject trusting() {
        return new OwnedHeapSubject(SharedSubject.Trusting.ALLOCATOR.openHeap());
    }

    @Override
    public long allocate(long size) {
        return heap.allocate(size, Subject.ALIGNMENT);
    }

    @Override
    public void free(long address, long size) {
        heap.free(address, size, Subject.ALIGNMENT);
    }

    @Override
    public long allocate(long size, long alignment) {
        return heap.allocate(size, alignment);
    }

    @Override
    public void free(long address, long size, long alignment) {
        heap.free(address, size, alignment);
    }

    @Override
    public long grow(long address, long size, long newSize, long alignment) {
        return heap.grow(address, size, newSize, alignment, Movement.MAY_MOVE);
    }

    @Override
    public void close() {
        heap.close();
    }
}
