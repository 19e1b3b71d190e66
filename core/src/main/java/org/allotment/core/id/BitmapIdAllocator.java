package org.allotment.core.id;

import org.allotment.core.AllocationException;
import org.allotment.core.IdAllocator;
import org.allotment.core.OwnerThread;
import org.allotment.core.Requests;
import org.allotment.core.page.RunBitmap;
import org.jspecify.annotations.Nullable;

/**
 * Numbers in exact runs, the lowest that fit: one bit for each.
 *
 * <p>The bitmap knows no runs: any numbers side by side that are all allocated may be freed together, part of a run as
 * well as several runs that touch. Costs are those of {@link RunBitmap}.
 *
 * <p>The thread that made the allocator owns it, and every other one is refused with an {@link IllegalStateException};
 * made without an owner it serves any thread, one at a time.
 */
public final class BitmapIdAllocator implements IdAllocator {
    private static final long MOST = 1L << 57;

    private final RunBitmap bitmap;
    private final FixedIds fixed = new FixedIds();
    private final long first;
    private final @Nullable Thread owner;

    private BitmapIdAllocator(long first, long count, @Nullable Thread owner) {
        this.owner = owner;
        bitmap = new RunBitmap(count);
        this.first = first;
    }

    /**
     * Makes an allocator of numbers, all free, that belongs to the calling thread.
     *
     * @param first the lowest, from 0 up
     * @param count how many, from 1 to {@link RunBitmap#MAX_CAPACITY}
     * @return the allocator
     * @throws AllocationException of kind {@code INVALID_PARAMETER} if they are too many or end above 2^57
     */
    public static BitmapIdAllocator of(long first, long count) {
        return of(first, count, Thread.currentThread());
    }

    /**
     * Makes an allocator of numbers, all free, without an owner, for use under a lock: any thread may call, one at a
     * time.
     *
     * @param first the lowest, from 0 up
     * @param count how many, from 1 to {@link RunBitmap#MAX_CAPACITY}
     * @return the allocator
     * @throws AllocationException of kind {@code INVALID_PARAMETER} if they are too many or end above 2^57
     */
    public static BitmapIdAllocator ofWithoutOwner(long first, long count) {
        return of(first, count, null);
    }

    private static BitmapIdAllocator of(long first, long count, @Nullable Thread owner) {
        if (first < 0 || count < 1 || count > RunBitmap.MAX_CAPACITY || first > MOST - count) {
            throw AllocationException.invalidParameter(
                    "at most 2^36 numbers, below 2^57, first=" + first + ", count=" + count);
        }
        return new BitmapIdAllocator(first, count, owner);
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
        OwnerThread.check(owner);
        Requests.checkBlock(count, alignment);
        long index = bitmap.allocate(count, alignment, first);
        return index == RunBitmap.NONE ? NONE : first + index;
    }

    @Override
    public void freeId(long start, long count) {
        OwnerThread.check(owner);
        Requests.checkBlock(count, 1);
        fixed.refuseIn(start, count);
        if (!isWithin(start, count) || !bitmap.isTaken(start - first, count)) {
            throw AllocationException.notAllocated(
                    "not all of these are allocated, start=" + start + ", count=" + count);
        }
        bitmap.free(start - first, count);
    }

    /** Tells whether all numbers of a run are this allocator's. */
    private boolean isWithin(long start, long count) {
        return start >= first && count <= size() && start - first <= size() - count;
    }

    @Override
    public boolean isAllocated(long id) {
        OwnerThread.check(owner);
        return isWithin(id, 1) && bitmap.isTaken(id - first, 1);
    }

    @Override
    public void allocateFixedId(long id) {
        OwnerThread.check(owner);
        fixed.fix(id, first, size(), free -> bitmap.allocateAt(free - first, 1));
    }

    @Override
    public boolean isFixed(long id) {
        OwnerThread.check(owner);
        return fixed.contains(id);
    }

    @Override
    public long size() {
        return bitmap.capacity();
    }

    @Override
    public long used() {
        OwnerThread.check(owner);
        return bitmap.capacity() - bitmap.freeCount();
    }

    @Override
    public long available() {
        OwnerThread.check(owner);
        return bitmap.freeCount();
    }

    RunBitmap bitmap() {
        return bitmap;
    }

    FixedIds fixed() {
        return fixed;
    }

    @Override
    public String toString() {
        return "BitmapIdAllocator[first=" + first + ", size=" + size() + ", available=" + bitmap.freeCount() + "]";
    }
}
