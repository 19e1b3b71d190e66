package org.allotment.core.guard;

import org.allotment.core.SizeAware;

/**
 * A {@link UsageTrackingAllocator} around an allocator that knows its blocks, which is asked for their bytes.
 *
 * <p>That is one more look-up for each allocation and each free, but for those of which the allocator {@linkplain
 * SizeAware#bytesFor knows the bytes} from size and alignment.
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
    public void free(long address, long size, long alignment) {
        long bytes = blockBytes(address, size, alignment);
        allocator.free(address, size, alignment);
        countFreed(bytes);
    }

    @Override
    public long bytesFor(long size, long alignment) {
        return allocator.bytesFor(size, alignment);
    }

    @Override
    public long usableSize(long address) {
        return allocator.usableSize(address);
    }

    @Override
    long blockBytes(long address, long size) {
        return allocator.usableSize(address);
    }

    @Override
    long blockBytes(long address, long size, long alignment) {
        long known = allocator.bytesFor(size, alignment);
        return known != 0 ? known : allocator.usableSize(address);
    }
}
