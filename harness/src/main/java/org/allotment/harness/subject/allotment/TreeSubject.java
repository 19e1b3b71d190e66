package org.allotment.harness.subject.allotment;

import org.allotment.core.Movement;
import org.allotment.core.source.MemoryMapSource;
import org.allotment.core.tree.TreeAllocator;
import org.allotment.harness.subject.AddressSubject;
import org.allotment.harness.subject.Subject;

/** Blocks of powers of two, the free ones in red-black trees by address. */
public final class TreeSubject implements AddressSubject {
    private static final long REGION_BYTES = 128L << 20;

    private final TreeAllocator allocator;

    private TreeSubject(TreeAllocator allocator) {
        this.allocator = allocator;
    }

    /**
     * Opens the form that catches every bad free and every stranger.
     *
     * @return a subject of the calling thread
     */
    public static TreeSubject checked() {
        return new TreeSubject(TreeAllocator.checked(MemoryMapSource.create(), REGION_BYTES));
    }

    /**
     * Opens the form that catches foreign frees only.
     *
     * @return a subject of the calling thread
     */
    public static TreeSubject trusting() {
        return new TreeSubject(TreeAllocator.trusting(MemoryMapSource.create(), REGION_BYTES));
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
