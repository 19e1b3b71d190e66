package org.allotment.harness.subject.arena;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import org.allotment.harness.subject.ObjectSubject;
import org.allotment.harness.subject.Subject;

/**
 * A {@link SegmentAllocator#slicingAllocator} over one region that serves again once no block of it is live: the only
 * way a slicing allocator can give memory back. Blocks are counted, and the region starts over when the count is zero
 * and half of it is used up.
 */
public final class SlicedRegion implements ObjectSubject<MemorySegment> {
    private static final long REGION_BYTES = 1L << 20;

    private final Arena arena = Arena.ofConfined();
    private final MemorySegment region = arena.allocate(REGION_BYTES, Subject.ALIGNMENT);
    private SegmentAllocator slices = SegmentAllocator.slicingAllocator(region);
    private long used;
    private long live;

    @Override
    public MemorySegment allocate(long size) {
        return allocate(size, Subject.ALIGNMENT);
    }

    @Override
    public MemorySegment allocate(long size, long alignment) {
        live++;
        used += size + alignment;
        return slices.allocate(size, alignment);
    }

    @Override
    public void touch(MemorySegment block, long value) {
        SegmentAccess.touch(block, value);
    }

    @Override
    public void put(MemorySegment block, long offset, long value) {
        SegmentAccess.put(block, offset, value);
    }

    @Override
    public long get(MemorySegment block, long offset) {
        return SegmentAccess.get(block, offset);
    }

    @Override
    public void putByte(MemorySegment block, long offset, byte value) {
        SegmentAccess.putByte(block, offset, value);
    }

    @Override
    public byte getByte(MemorySegment block, long offset) {
        return SegmentAccess.getByte(block, offset);
    }

    @Override
    public long address(MemorySegment block) {
        return block.address();
    }

    @Override
    public void free(MemorySegment block) {
        live--;
        if (live == 0 && used >= REGION_BYTES / 2) {
            used = 0;
            slices = SegmentAllocator.slicingAllocator(region);
        }
    }

    @Override
    public void close() {
        if (arena.scope().isAlive()) {
            arena.close();
        }
    }
}
