package org.allotment.core.mapped;

import org.allotment.core.AllocationException;
import org.allotment.core.SizeAware;

/** An {@link OversizeAllocator} over an allocator that knows the size of its blocks. */
public final class OversizeSizeAware extends OversizeAllocator implements SizeAware {
    private final SizeAware inner;
    private final MappedAllocator mapped;

    /**
     * Puts mappings behind an allocator.
     *
     * @param inner what serves requests up to the threshold; closed together with this one
     * @param mapped what serves the others; closed together with this one
     * @param threshold largest size for the inner allocator, in bytes from 0 up
     * @throws AllocationException of kind {@code INVALID_PARAMETER} if the threshold is below 0
     */
    public OversizeSizeAware(SizeAware inner, MappedAllocator mapped, long threshold) {
        super(inner, mapped, threshold);
        this.inner = inner;
        this.mapped = mapped;
    }

    @Override
    public void free(long address) {
        side(address).free(address);
    }

    @Override
    public long usableSize(long address) {
        return side(address).usableSize(address);
    }

    @Override
    void freeInner(long address, long size, long alignment) {
        inner.free(address);
    }

    private SizeAware side(long address) {
        return isMapped(address) ? mapped : inner;
    }
}
