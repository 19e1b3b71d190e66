package org.allotment.harness.subject.allotment;

import org.allotment.core.page.BitmapPageAllocator;
import org.allotment.core.page.PageCapacity;
import org.allotment.core.source.MemoryMapSource;
import org.allotment.core.source.MemorySource;
import org.allotment.harness.subject.AddressSubject;

/** Whole pages of 4 KiB from a bitmap, over the smallest of the capacities that have a name. */
public final class PageSubject implements AddressSubject {
    private static final int PAGE_SHIFT = 12;
    private static final long PAGE = 1L << PAGE_SHIFT;
    private static final long REGION_BYTES = PageCapacity.MIB_256.bytes();

    private final MemorySource source = MemoryMapSource.create();
    private final long region = source.obtain(REGION_BYTES, PAGE);
    private final BitmapPageAllocator allocator;
    private boolean closed;

    /** Opens the allocator over a region mapped for it. */
    public PageSubject() {
        if (region == MemorySource.NONE) {
            throw new IllegalStateException("no region for pages byteSize=" + REGION_BYTES);
        }
        allocator = BitmapPageAllocator.over(region, REGION_BYTES, PAGE);
    }

    @Override
    public long allocate(long size) {
        return allocator.allocatePages(pages(size), PAGE);
    }

    @Override
    public void free(long address, long size) {
        allocator.freePages(address, pages(size));
    }

    @Override
    public long allocate(long size, long alignment) {
        return allocator.allocatePages(pages(size), Math.max(alignment, PAGE));
    }

    @Override
    public void free(long address, long size, long alignment) {
        allocator.freePages(address, pages(size));
    }

    @Override
    public long grow(long address, long size, long newSize, long alignment) {
        long before = pages(size);
        long more = pages(newSize) - before;
        if (more == 0 || allocator.tryAllocatePagesAt(address + (before << PAGE_SHIFT), more, PAGE)) {
            return address;
        }
        return AddressSubject.move(this, address, size, newSize, alignment);
    }

    private static long pages(long size) {
        return (size + PAGE - 1) >>> PAGE_SHIFT;
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
