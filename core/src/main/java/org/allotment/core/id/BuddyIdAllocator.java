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
 * <p>The thread that made the allocator owns it, and every other one is refused with an {@link IllegalStateException};
 * made without an owner it serves any thread, one at a time.
 */
public final class BuddyIdAllocator implements IdAllocator {
    private final FrameAllocator frames;
    private final FixedIds fixed = new FixedIds();
    private final long first;

    private BuddyIdAllocator(long first, FrameAllocator frames) {
        this.frames = frames;
        this.first = first;
    }

    /**
     * Makes an allocator of numbers, all free, that belongs to the calling thread.
     *
     * @param first the lowest, from 0 up
     * @param count how many, from 1 to {@link FrameAllocator#MAX_FRAMES}
     * @return the allocator
     * @throws AllocationException of kind {@code INVALID_PARAMETER} if they are too many or end above 2^57
     */
    public static BuddyIdAllocator of(long first, long count) {
        return new BuddyIdAllocator(first, FrameAllocator.over(first, count));
    }

    /**
     * Makes an allocator of numbers, all free, without an owner, for use under a lock: any thread may call, one at a
     * time.
     *
     * @param first the lowest, from 0 up
     * @param count how many, from 1 to {@link FrameAllocator#MAX_FRAMES}
     * @return the allocator
     * @throws AllocationException of kind {@code INVALID_PARAMETER} if they are too many or end above 2^57
     */
    public static BuddyIdAllocator ofWithoutOwner(long first, long count) {
        return new BuddyIdAllocator(first, FrameAllocator.overWithoutOwner(first, count));
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
        frames.checkOwner();
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
        frames.checkOwner();
        fixed.fix(id, first, size(), free -> frames.tryAllocateAt(free, 1));
    }

    @Override
    public boolean isFixed(long id) {
        frames.checkOwner();
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
        return "BuddyIdAllocator[first=" + first + ", frames=" + frames + "]";
    }
}
