package org.allotment.core.guard;

import org.allotment.core.SizeAware;

/**
 * A {@link UsageTrackingAllocator} around an allocator that knows its blocks, which is asked for their bytes.
 *
 * <p>That is one more look-up for each allocation and each free.
 */
public final class UsageTrackingSizeAware extends UsageTrackingAllocator implements SizeAware {
    private final SizeAware allocator;

    /**
     * Tracks an allocator.
     *
     * @param allocator what to track; closed together with this one
     */
    public UsageTrackingSizeAware(SizeAware allocator) {
        super(allocator, size -> size);
        this.allocator = allocator;
    }

    @Override
    public void free(long address) {
        long bytes = allocator.usableSize(address);
        allocator.free(address);
        countFreed(bytes);
    }

    @Override
    public long usableSize(long address) {
        return allocator.usableSize(address);
    }

    @Override
    long blockBytes(long address, long size) {
        return allocator.usableSize(address);
    }
}
