package org.allotment.core.buddy;

import org.allotment.core.AllocationException;
import org.allotment.core.OwnerThread;
import org.allotment.core.Requests;
import org.allotment.core.bits.Alignment;
import org.jspecify.annotations.Nullable;

/**
 * A buddy allocator of numbers: page frames, identifiers, anything that is counted and not touched.
 *
 * <p>Counts are rounded up to a power of two, and a run starts at a multiple of its rounded count. The lowest run of
 * the smallest free block that serves is taken. Every call but {@link #addFrames} takes O(orders) steps, except that an
 * alignment above the rounded count may cost a look at all free blocks below it before it is refused.
 *
 * <p>Always checked: what is not allocated cannot be freed, and a run is freed whole. The thread that made the allocator
 * owns it, and every other one is refused with an {@link IllegalStateException}; made without an owner it serves any
 * thread, one at a time.
 *
 * <p>Metadata on the Java heap: up to half a byte per frame, of which nothing is made for orders below those in use.
 */
public final class FrameAllocator {
    /** The number no run starts with: the answer of {@link #tryAllocate} when full. */
    public static final long NONE = -1;

    /** Largest number of frames that one allocator can tell apart. */
    public static final long MAX_FRAMES = 1L << 36;

    private final BuddyMap map;
    private final @Nullable Thread owner;

    /** Allocated runs by order; bits are made when the first run of their order is. */
    private final @Nullable BlockBits[] live;

    private long totalFrames;

    private FrameAllocator(long first, long count, @Nullable Thread owner) {
        this.owner = owner;
        map = new BuddyMap(first, first + count);
        live = new BlockBits[map.topOrder + 1];
    }

    /**
     * Makes an allocator that has no frames yet and belongs to the calling thread.
     *
     * @param limit frames that are added later are below it, from 1 to {@link #MAX_FRAMES}
     * @return the allocator
     * @throws AllocationException of kind {@code INVALID_PARAMETER} if the limit is out of its range
     */
    public static FrameAllocator below(long limit) {
        checkWindow(0, limit);
        return new FrameAllocator(0, limit, Thread.currentThread());
    }

    /**
     * Makes an allocator that has no frames yet and no owner, for use under a lock: any thread may call, one at a time.
     *
     * @param limit frames that are added later are below it, from 1 to {@link #MAX_FRAMES}
     * @return the allocator
     * @throws AllocationException of kind {@code INVALID_PARAMETER} if the limit is out of its range
     */
    public static FrameAllocator belowWithoutOwner(long limit) {
        checkWindow(0, limit);
        return new FrameAllocator(0, limit, null);
    }

    /**
     * Makes an allocator of certain frames, all free, that belongs to the calling thread.
     *
     * @param start the first of them, from 0 up
     * @param count how many, from 1 to {@link #MAX_FRAMES}
     * @return the allocator
     * @throws AllocationException of kind {@code INVALID_PARAMETER} if they are too many or end above 2^57
     */
    public static FrameAllocator over(long start, long count) {
        return over(start, count, Thread.currentThread());
    }

    /**
     * Makes an allocator of certain frames, all free, without an owner, for use under a lock: any thread may call, one
     * at a time.
     *
     * @param start the first of them, from 0 up
     * @param count how many, from 1 to {@link #MAX_FRAMES}
     * @return the allocator
     * @throws AllocationException of kind {@code INVALID_PARAMETER} if they are too many or end above 2^57
     */
    public static FrameAllocator overWithoutOwner(long start, long count) {
        return over(start, count, null);
    }

    private static FrameAllocator over(long start, long count, @Nullable Thread owner) {
        checkWindow(start, count);
        FrameAllocator allocator = new FrameAllocator(start, count, owner);
        allocator.addFrames(start, count);
        return allocator;
    }

    private static void checkWindow(long start, long count) {
        if (start < 0 || count < 1 || count > MAX_FRAMES || start > (1L << BuddyLayout.MAX_SHIFT) - count) {
            throw AllocationException.invalidParameter(
                    "at most 2^36 frames, below 2^57, start=" + start + ", count=" + count);
        }
    }

    /**
     * Adds frames; where they touch others, buddies merge across the seam.
     *
     * @param start the first of them
     * @param count how many, from 1 up
     * @throws AllocationException of kind {@code INVALID_PARAMETER} if some are not below the limit, of kind {@code
     *     MEMORY_OVERLAP} if some are there already
     */
    public void addFrames(long start, long count) {
        OwnerThread.check(owner);
        if (count < 1 || start < map.first || start >= map.end || count > map.end - start) {
            throw AllocationException.invalidParameter("frames lie within the allocator's range, start=" + start
                    + ", count=" + count + ", limit=" + map.end);
        }
        if (overlaps(start, start + count - 1)) {
            throw AllocationException.memoryOverlap("frames are there already, start=" + start + ", count=" + count);
        }
        map.insert(start, start + count);
        totalFrames += count;
    }

    private boolean overlaps(long start, long last) {
        for (int order = 0; order <= map.topOrder; order++) {
            if (hasAny(map.bits(order), start >>> order, last >>> order)
                    || hasAny(live[order], start >>> order, last >>> order)) {
                return true;
            }
        }
        return false;
    }

    private static boolean hasAny(@Nullable BlockBits bits, long start, long last) {
        long next = bits == null ? BlockBits.NONE : bits.next(start);
        return next != BlockBits.NONE && next <= last;
    }

    /**
     * Allocates a run.
     *
     * @param count frames wanted, from 1 up; rounded up to a power of two
     * @return its first frame, a multiple of the rounded count
     * @throws AllocationException if the count is bad or nothing fits
     */
    public long allocate(long count) {
        return allocate(count, 1);
    }

    /**
     * Allocates a run whose first frame is a multiple of an alignment. What the alignment skips stays free.
     *
     * @param count frames wanted, from 1 up; rounded up to a power of two
     * @param alignment a power of two
     * @return its first frame, a multiple of the alignment and of the rounded count
     * @throws AllocationException if an argument is bad or nothing fits
     */
    public long allocate(long count, long alignment) {
        long start = tryAllocate(count, alignment);
        if (start == NONE) {
            throw AllocationException.noMemory(
                    "no free run is long enough, count=" + count + ", alignment=" + alignment);
        }
        return start;
    }

    /**
     * Allocates a run, or answers {@link #NONE} when nothing fits.
     *
     * @param count frames wanted, from 1 up; rounded up to a power of two
     * @param alignment a power of two
     * @return its first frame, a multiple of the alignment and of the rounded count, or {@link #NONE}
     * @throws AllocationException of kind {@code INVALID_PARAMETER} if an argument is bad
     */
    public long tryAllocate(long count, long alignment) {
        OwnerThread.check(owner);
        Requests.checkBlock(count, alignment);
        int order = orderOf(count);
        if (order > map.topOrder) {
            return NONE;
        }
        BlockBits runs = live(order);
        int alignmentOrder = Long.numberOfTrailingZeros(alignment);
        long start = alignmentOrder <= order ? map.take(order) : takeAligned(order, alignmentOrder);
        if (start != NONE) {
            runs.add(start >>> order);
        }
        return start;
    }

    private long takeAligned(int order, int alignment) {
        long start = map.takeAligned(order, alignment);
        return start == NONE ? map.takeByScan(order, alignment) : start;
    }

    /**
     * Allocates one certain run.
     *
     * @param start its first frame, a multiple of the rounded count
     * @param count frames, from 1 up; rounded up to a power of two
     * @return true when the run is allocated, false when some of it is not free
     * @throws AllocationException of kind {@code INVALID_PARAMETER} if the start is not such a multiple or the run is
     *     not within the allocator's range
     */
    public boolean tryAllocateAt(long start, long count) {
        OwnerThread.check(owner);
        Requests.checkBlock(count, 1);
        int order = orderOf(count);
        if (order > map.topOrder
                || start < map.first
                || start > map.end - (1L << order)
                || !Alignment.isAligned(start, 1L << order)) {
            throw AllocationException.invalidParameter("a run lies within the range and is aligned to its rounded count"
                    + ", start=" + start + ", count=" + count);
        }
        BlockBits runs = live(order);
        boolean taken = map.takeAt(start, order);
        if (taken) {
            runs.add(start >>> order);
        }
        return taken;
    }

    /**
     * Frees a run.
     *
     * @param start its first frame
     * @param count any count from the requested to the rounded one
     * @throws AllocationException of kind {@code NOT_ALLOCATED} if no allocated run starts there, of kind {@code
     *     INVALID_PARAMETER} if one of another rounded count does; nothing is changed then
     */
    public void free(long start, long count) {
        OwnerThread.check(owner);
        Requests.checkBlock(count, 1);
        int order = orderOf(count);
        if (!startsRun(start, order)) {
            throw badFree(start, count);
        }
        live(order).remove(start >>> order);
        map.give(start, order);
    }

    private boolean startsRun(long start, int order) {
        if (order > map.topOrder || start < map.first || start >= map.end || !Alignment.isAligned(start, 1L << order)) {
            return false;
        }
        BlockBits runs = live[order];
        return runs != null && runs.get(start >>> order);
    }

    private AllocationException badFree(long start, long count) {
        for (int order = 0; order <= map.topOrder; order++) {
            if (startsRun(start, order)) {
                return AllocationException.invalidParameter("the run has another length, start=" + start + ", count="
                        + count + ", rounded=" + (1L << order));
            }
        }
        return AllocationException.notAllocated("no allocated run starts here, start=" + start + ", count=" + count);
    }

    /**
     * Tells whether a frame belongs to an allocated run.
     *
     * @param frame any number
     * @return true if so; false when it is free or not there
     */
    public boolean isAllocated(long frame) {
        OwnerThread.check(owner);
        if (frame < map.first || frame >= map.end) {
            return false;
        }
        for (int order = 0; order <= map.topOrder; order++) {
            BlockBits runs = live[order];
            if (runs != null && runs.get(frame >>> order)) {
                return true;
            }
        }
        return false;
    }

    /**
     * Returns how many frames were added.
     *
     * @return a count, the sum of used and free ones
     */
    public long totalFrames() {
        return totalFrames;
    }

    /**
     * Returns how many frames are out, as rounded.
     *
     * @return a count
     */
    public long usedFrames() {
        OwnerThread.check(owner);
        return totalFrames - map.freeUnits();
    }

    /**
     * Returns how many frames can be had.
     *
     * @return a count
     */
    public long freeFrames() {
        OwnerThread.check(owner);
        return map.freeUnits();
    }

    /**
     * Returns the largest count that can be had in one run.
     *
     * @return a power of two, or 0 when nothing is free
     */
    public long largestFree() {
        OwnerThread.check(owner);
        int order = map.largestFreeOrder();
        return order < 0 ? 0 : 1L << order;
    }

    /**
     * Returns what the bookkeeping takes.
     *
     * @return bytes of the Java heap
     */
    public long heapBytes() {
        long bytes = map.heapBytes();
        for (BlockBits runs : live) {
            bytes += runs == null ? 0 : runs.heapBytes();
        }
        return bytes;
    }

    /**
     * Returns normally on the thread that may call, for those who keep something beside the frames.
     *
     * @throws IllegalStateException if there is an owner and the calling thread is another
     */
    public void checkOwner() {
        OwnerThread.check(owner);
    }

    private static int orderOf(long count) {
        return Long.SIZE - Long.numberOfLeadingZeros(count - 1);
    }

    /** Makes the bits of an order if need be; comes before any change, because it needs memory. */
    private BlockBits live(int order) {
        BlockBits runs = live[order];
        if (runs == null) {
            runs = new BlockBits(map.first >>> order, (map.end - 1) >>> order);
            live[order] = runs;
        }
        return runs;
    }

    BuddyMap map() {
        return map;
    }

    /** The allocated runs of an order; null before they were made. */
    @Nullable
    BlockBits runs(int order) {
        return live[order];
    }

    @Override
    public String toString() {
        return "FrameAllocator[total=" + totalFrames + ", free=" + map.freeUnits() + "]";
    }
}
