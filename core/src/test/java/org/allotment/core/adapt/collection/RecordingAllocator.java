package org.allotment.core.adapt.collection;

import java.util.TreeMap;
import org.allotment.core.AllocationException;
import org.allotment.core.Allocator;
import org.allotment.core.AllocatorStatistics;
import org.allotment.core.Movement;

/** Counts what a collection asks of an allocator, by size, and refuses from a chosen request on. */
final class RecordingAllocator implements Allocator {
    final TreeMap<Long, Long> allocationsBySize = new TreeMap<>();
    long events;
    private final Allocator allocator;
    private long requestsLeft = Long.MAX_VALUE;

    RecordingAllocator(Allocator allocator) {
        this.allocator = allocator;
    }

    /** Lets this many more requests for memory through and refuses all after them. */
    void refuseAfter(long requests) {
        requestsLeft = requests;
    }

    private void request(long size) {
        if (requestsLeft == 0) {
            throw AllocationException.noMemory("refused on purpose, size=" + size);
        }
        requestsLeft--;
        allocationsBySize.merge(size, 1L, Long::sum);
        events++;
    }

    @Override
    public long allocate(long size, long alignment) {
        request(size);
        return allocator.allocate(size, alignment);
    }

    @Override
    public long tryAllocate(long size, long alignment) {
        throw new UnsupportedOperationException("collections need their memory, size=" + size);
    }

    @Override
    public void free(long address, long size, long alignment) {
        events++;
        allocator.free(address, size, alignment);
    }

    @Override
    public boolean tryGrowInPlace(long address, long size, long newSize) {
        return allocator.tryGrowInPlace(address, size, newSize);
    }

    @Override
    public boolean tryShrinkInPlace(long address, long size, long newSize) {
        return allocator.tryShrinkInPlace(address, size, newSize);
    }

    @Override
    public long grow(long address, long size, long newSize, long alignment, Movement movement) {
        request(newSize);
        events++;
        return allocator.grow(address, size, newSize, alignment, movement);
    }

    @Override
    public long shrink(long address, long size, long newSize, long alignment, Movement movement) {
        request(newSize);
        events++;
        return allocator.shrink(address, size, newSize, alignment, movement);
    }

    @Override
    public boolean contains(long address) {
        return allocator.contains(address);
    }

    @Override
    public AllocatorStatistics statistics() {
        return allocator.statistics();
    }

    @Override
    public void close() {
        allocator.close();
    }
}
