package org.allotment.core.adapt;

import org.allotment.core.SizeAware;
import org.allotment.core.concurrent.HeapLock;
import org.allotment.core.concurrent.LockedSizeAware;

/** An {@link AllocatorHandle} of an allocator that knows the size of its blocks. */
public final class SizeAwareHandle extends AllocatorHandle implements SizeAware {
    private final SizeAware allocator;

    private SizeAwareHandle(SizeAware allocator, HandleCount count) {
        super(allocator, count);
        this.allocator = allocator;
    }

    /**
     * Makes the first handle of an allocator for the calling thread.
     *
     * @param allocator closed with the last handle
     * @return the handle
     */
    public static SizeAwareHandle confined(SizeAware allocator) {
        return new SizeAwareHandle(allocator, new HandleCount(allocator, Thread.currentThread()));
    }

    /**
     * Makes the first handle of an allocator for any thread.
     *
     * @param allocator one that needs no particular thread; closed with the last handle
     * @param lock taken around each of its calls
     * @return the handle
     */
    public static SizeAwareHandle shared(SizeAware allocator, HeapLock lock) {
        LockedSizeAware locked = new LockedSizeAware(allocator, lock);
        return new SizeAwareHandle(locked, new HandleCount(locked, null));
    }

    @Override
    public SizeAwareHandle share() {
        return new SizeAwareHandle(allocator, addHandle());
    }

    @Override
    public void free(long address) {
        allocator();
        allocator.free(address);
    }

    @Override
    public long usableSize(long address) {
        allocator();
        return allocator.usableSize(address);
    }
}
