package org.allotment.core.id;

import org.allotment.core.AllocationException;
import org.allotment.core.IdAllocator;
import org.allotment.core.Requests;
import org.allotment.core.buddy.FrameAllocator;

/**
 * Numbers in buddy runs: every call takes O(log size) steps, whatever the count.
 *
 * <p>Counts are rounded up to a power of two, and a run starts at a multiple of that; {@link #used} counts what was
 * rounded up. A run is freed whole, with any count that rounds to the same: parts of runs and joined runs are refused.
 * An alignment above the rounded count may cost a look at all free runs before it is refused.
 *
 * <p>One thread at a time; the owner is not checked.
 */
public final class BuddyIdAllocator implements IdAllocator {
    private final FrameAllocator frames;
    private final FixedIds fixed = new FixedIds();
    private final long first;

    private BuddyIdAllocator(long first, long count) {
        frames = FrameAllocator.over(first, count);
        this.first = first;
    }

    /**
     * Makes an allocator of numbers, all free.
     *
     * @param first the lowest, from 0 up
     * @param count how many, from 1 to {@link FrameAllocator#MAX_FRAMES}
     * @return the allocator
     * @throws AllocationException of kind {@code INVALID_PARAMETER} if they are too many or end above 2^57
     */
    public static BuddyIdAllocator of(long first, long count) {
        return new BuddyIdAllocator(first, count);
    }

    @Override
    public long allocateId(long count, long alignment) {
        long start = tryAllocateId(count, alignment);
        if (start == NONE) {
            throw AllocationException.noMemory(
                    "no free run is long enough, count=" + count + ", alignment=" + alignment);
        }
        return start;
    }

    @Override
    public long tryAllocateId(long count, long alignment) {
        return frames.tryAllocate(count, alignment);
    }

    @Override
    public void freeId(long start, long count) {
        Requests.checkBlock(count, 1);
        fixed.refuseIn(start, count);
        frames.free(start, count);
    }

    @Override
    public boolean isAllocated(long id) {
        return frames.isAllocated(id);
    }

    @Override
    public void allocateFixedId(long id) {
        if (id < first || id - first >= size()) {
            throw AllocationException.invalidParameter(
                    "there is no such number, id=" + id + ", first=" + first + ", size=" + size());
        }
        fixed.reserve();
        if (!frames.tryAllocateAt(id, 1)) {
            throw AllocationException.noMemory("the number is taken, id=" + id);
        }
        fixed.add(id);
    }

    @Override
    public boolean isFixed(long id) {
        return fixed.contains(id);
    }

    @Override
    public long size() {
        return frames.totalFrames();
    }

    @Override
    public long used() {
        return frames.usedFrames();
    }

    @Override
    public long available() {
        return frames.freeFrames();
    }

    FrameAllocator frames() {
        return frames;
    }

    FixedIds fixed() {
        return fixed;
    }

    @Override
    public String toString() {
        return "BuddyIdAllocator[first=" + first + ", size=" + size() + ", available=" + available() + "]";
    }
}
