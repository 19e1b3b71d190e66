package org.allotment.core.bump;

import org.allotment.core.AllocationException;
import org.allotment.core.Allocator;
import org.allotment.core.AllocatorStatistics;
import org.allotment.core.Movement;
import org.allotment.core.OwnerThread;
import org.allotment.core.Requests;
import org.allotment.core.bits.Alignment;
import org.allotment.core.memory.RawAccess;
import org.allotment.core.source.MemorySource;
import org.jspecify.annotations.Nullable;

/**
 * Hands out exact sizes from one region by moving a pointer up; see the package for the picture.
 *
 * <p>Blocks are exact: usable bytes are the requested ones. Any power of two serves as alignment. Only the block that
 * ends at the pointer gives its bytes back when freed, and only it grows in place; all others are lost until
 * {@link #reset()}. {@link #allocate} and {@link #free} are O(1).
 *
 * <p>The engine knows no blocks, so both forms catch the same frees: addresses that are not handed out, and sizes that
 * cannot be. {@linkplain #checked The checked form} also refuses calls from threads that are not the owner, which is
 * the thread that made the allocator; {@linkplain #trusting the trusting one} leaves the threads to its caller.
 */
public final class BumpAllocator implements Allocator {
    private final MemorySource source;
    private final @Nullable Thread owner;
    private final Marks marks = new Marks();
    private long base;
    private long end;
    private long top;

    /** Most recent allocation, or {@link #NULL} when the block that ends at top is not known. */
    private long recent;
    /** Top before {@link #recent} was allocated: below it by the alignment gap. */
    private long recentFloor;

    /** Where the current frame begins: the last mark, or the base. */
    private long frameStart;

    private long frameSerial;
    private long liveBytes;
    private long liveBlocks;
    private long lastSerial;
    private boolean closed;

    private BumpAllocator(MemorySource source, long base, long byteSize, @Nullable Thread owner) {
        this.source = source;
        this.owner = owner;
        this.base = base;
        this.end = base + byteSize;
        this.top = base;
        this.frameStart = base;
    }

    /**
     * Makes a checked allocator over one piece of a source, which belongs to the calling thread.
     *
     * @param source where the region comes from and goes back to
     * @param byteSize bytes of the region, from 1 up; rounded up to the source's unit
     * @return the allocator
     * @throws AllocationException if the size is bad or the source has no such piece
     */
    public static BumpAllocator checked(MemorySource source, long byteSize) {
        return over(source, byteSize, Thread.currentThread());
    }

    /**
     * Makes a checked allocator without an owner, for use under a lock: any thread may call, one at a time.
     *
     * @param source where the region comes from and goes back to
     * @param byteSize bytes of the region, from 1 up; rounded up to the source's unit
     * @return the allocator
     * @throws AllocationException if the size is bad or the source has no such piece
     */
    public static BumpAllocator checkedWithoutOwner(MemorySource source, long byteSize) {
        return over(source, byteSize, null);
    }

    /**
     * Makes a trusting allocator: one thread at a time, which nobody checks.
     *
     * @param source where the region comes from and goes back to
     * @param byteSize bytes of the region, from 1 up; rounded up to the source's unit
     * @return the allocator
     * @throws AllocationException if the size is bad or the source has no such piece
     */
    public static BumpAllocator trusting(MemorySource source, long byteSize) {
        return over(source, byteSize, null);
    }

    private static BumpAllocator over(MemorySource source, long byteSize, @Nullable Thread owner) {
        long granularity = source.granularity();
        Requests.checkBlock(byteSize, granularity);
        long rounded = Alignment.alignUp(byteSize, granularity);
        long base = source.obtain(rounded, granularity);
        if (base == MemorySource.NONE) {
            throw AllocationException.noMemory("the source has no such region, byteSize=" + rounded);
        }
        return new BumpAllocator(source, base, rounded, owner);
    }

    @Override
    public long allocate(long size, long alignment) {
        long address = tryAllocate(size, alignment);
        if (address == NULL) {
            throw full(size, alignment);
        }
        return address;
    }

    @Override
    public long tryAllocate(long size, long alignment) {
        OwnerThread.check(owner);
        long floor = top;
        long address = (floor + alignment - 1) & -alignment;
        boolean legal = size >= 1 && alignment >= 1 && (alignment & (alignment - 1)) == 0;
        if (!legal || size > end - address) {
            return refuse(size, alignment);
        }
        recent = address;
        recentFloor = floor;
        top = address + size;
        liveBytes += size;
        liveBlocks++;
        return address;
    }

    @Override
    public void free(long address, long size, long alignment) {
        OwnerThread.check(owner);
        if (!isOut(address, size) || !Alignment.isPowerOfTwo(alignment)) {
            throw badBlock(address, size, alignment);
        }
        if (address < frameStart) {
            freeBelowMark(address, size);
            return;
        }
        checkShare(address, size, liveBytes, liveBlocks);
        liveBytes -= size;
        liveBlocks--;
        if (address + size == top) {
            top = address == recent ? recentFloor : address;
            recent = NULL;
        }
    }

    @Override
    public boolean tryGrowInPlace(long address, long size, long newSize) {
        OwnerThread.check(owner);
        Requests.checkGrowth(size, newSize);
        checkLive(address, size);
        return extend(address, size, newSize);
    }

    @Override
    public boolean tryShrinkInPlace(long address, long size, long newSize) {
        OwnerThread.check(owner);
        Requests.checkShrinkage(size, newSize);
        checkLive(address, size);
        truncate(address, size, newSize);
        return true;
    }

    @Override
    public long grow(long address, long size, long newSize, long alignment, Movement movement) {
        OwnerThread.check(owner);
        Requests.checkGrowth(size, newSize);
        Requests.checkBlock(newSize, alignment);
        checkLive(address, size);
        if (Alignment.isAligned(address, alignment) && extend(address, size, newSize)) {
            return address;
        }
        return move(address, size, newSize, alignment, movement);
    }

    @Override
    public long shrink(long address, long size, long newSize, long alignment, Movement movement) {
        OwnerThread.check(owner);
        Requests.checkShrinkage(size, newSize);
        Requests.checkBlock(newSize, alignment);
        checkLive(address, size);
        if (Alignment.isAligned(address, alignment)) {
            truncate(address, size, newSize);
            return address;
        }
        return move(address, size, newSize, alignment, movement);
    }

    /**
     * Remembers the current top, so that {@link #reset(long)} can free everything allocated from now on.
     *
     * <p>Blocks allocated before stay as they are: they can be freed, but neither resized upwards nor reused until the
     * mark is gone. Marks nest.
     *
     * @return the mark, a number for {@link #reset(long)}
     */
    public long mark() {
        enter();
        marks.push(frameStart, frameSerial, liveBytes, liveBlocks);
        frameStart = top;
        frameSerial = ++lastSerial;
        liveBytes = 0;
        liveBlocks = 0;
        recent = NULL;
        return frameSerial;
    }

    /**
     * Frees every block allocated since a mark, and forgets the mark and those made after it.
     *
     * @param mark what {@link #mark()} returned
     * @throws IllegalStateException if the mark is used up, or the allocator is closed
     */
    public void reset(long mark) {
        enter();
        if (frameSerial == mark && mark > 0) {
            popTo(marks.depth() - 1, frameStart);
            return;
        }
        for (int frame = marks.depth() - 1; frame > 0; frame--) {
            if (marks.serial(frame) == mark) {
                popTo(frame - 1, marks.top(frame));
                return;
            }
        }
        throw new IllegalStateException("the mark is used up or was never made, mark=" + mark);
    }

    /** Frees every block and forgets every mark. */
    public void reset() {
        enter();
        marks.cut(0);
        top = base;
        frameStart = base;
        frameSerial = 0;
        liveBytes = 0;
        liveBlocks = 0;
        recent = NULL;
    }

    @Override
    public boolean contains(long address) {
        enter();
        return address >= base && address < end;
    }

    @Override
    public AllocatorStatistics statistics() {
        enter();
        long live = liveBytes + marks.totalLiveBytes();
        long blocks = liveBlocks + marks.totalLiveBlocks();
        return new AllocatorStatistics(end - base, live, 0, end - top, 0, top - base - live, blocks, marks.heapBytes());
    }

    @Override
    public void close() {
        OwnerThread.check(owner);
        if (!closed) {
            closed = true;
            long region = base;
            long byteSize = end - base;
            base = 0;
            end = 0;
            top = 0;
            source.release(region, byteSize);
        }
    }

    /** Whether the bytes were handed out; a block below the most recent one ends where that begins. */
    private boolean isOut(long address, long size) {
        long limit = address < recent ? recent : top;
        return address >= base && address < top && size >= 1 && size <= limit - address;
    }

    /** Refuses what {@link #free} would refuse: a resize ends, and leaves counts that blocks can have. */
    private void checkLive(long address, long size) {
        if (!isOut(address, size)) {
            throw badBlock(address, size, 1);
        }
        if (address < frameStart) {
            int frame = marks.frameOf(address);
            checkShare(address, size, marks.liveBytes(frame), marks.liveBlocks(frame));
        } else {
            checkShare(address, size, liveBytes, liveBlocks);
        }
    }

    /** Grows a live block where it is; false, and nothing done, when it does not end at top or has no room. */
    private boolean extend(long address, long size, long newSize) {
        if (size == newSize) {
            return true;
        }
        boolean last = address + size == top && address >= frameStart;
        if (!last || newSize > end - address) {
            return false;
        }
        top = address + newSize;
        liveBytes += newSize - size;
        return true;
    }

    /** Shrinks a live block where it is, which is always possible. */
    private void truncate(long address, long size, long newSize) {
        if (address < frameStart) {
            marks.subtract(marks.frameOf(address), size - newSize, 0);
            return;
        }
        liveBytes -= size - newSize;
        if (address + size == top) {
            top = address + newSize;
        }
    }

    /** A size no block of the frame can have: it would leave fewer bytes than blocks, or bytes without blocks. */
    private static void checkShare(long address, long size, long bytes, long blocks) {
        if (blocks < 1) {
            throw AllocationException.notAllocated("nothing is allocated there, address=" + address + ", size=" + size);
        }
        boolean possible = blocks == 1 ? bytes == size : bytes - size >= blocks - 1;
        if (!possible) {
            throw AllocationException.invalidParameter(
                    "no live block has this size, address=" + address + ", size=" + size);
        }
    }

    private void freeBelowMark(long address, long size) {
        int frame = marks.frameOf(address);
        checkShare(address, size, marks.liveBytes(frame), marks.liveBlocks(frame));
        marks.subtract(frame, size, 1);
    }

    private void popTo(int frame, long newTop) {
        top = newTop;
        frameStart = marks.top(frame);
        frameSerial = marks.serial(frame);
        liveBytes = marks.liveBytes(frame);
        liveBlocks = marks.liveBlocks(frame);
        marks.cut(frame);
        recent = NULL;
    }

    private long move(long address, long size, long newSize, long alignment, Movement movement) {
        if (movement == Movement.MUST_NOT_MOVE) {
            throw AllocationException.noMemory("the block would have to move, address=" + address + ", size=" + size
                    + ", newSize=" + newSize + ", alignment=" + alignment);
        }
        long target = allocate(newSize, alignment);
        RawAccess.copy(address, target, Math.min(size, newSize));
        free(address, size, 1);
        return target;
    }

    private long refuse(long size, long alignment) {
        checkOpen();
        Requests.checkBlock(size, alignment);
        return NULL;
    }

    private AllocationException full(long size, long alignment) {
        return AllocationException.noMemory(
                "the region is full, freeBytes=" + (end - top) + ", size=" + size + ", alignment=" + alignment);
    }

    private AllocationException badBlock(long address, long size, long alignment) {
        checkOpen();
        if (size < 1 || !Alignment.isPowerOfTwo(alignment)) {
            return AllocationException.invalidParameter(
                    "no such block, address=" + address + ", size=" + size + ", alignment=" + alignment);
        }
        if (address >= base && address < top) {
            return AllocationException.invalidParameter(
                    "no block there is so large, address=" + address + ", size=" + size);
        }
        return AllocationException.notAllocated("not handed out here, address=" + address + ", size=" + size);
    }

    private void enter() {
        OwnerThread.check(owner);
        checkOpen();
    }

    private void checkOpen() {
        if (closed) {
            throw new IllegalStateException("the allocator is closed, engine=bump");
        }
    }

    /** What {@link BumpCheck} looks at. */
    record View(
            long base,
            long end,
            long top,
            long recent,
            long recentFloor,
            long frameStart,
            long liveBytes,
            long liveBlocks,
            Marks marks) {}

    View view() {
        checkOpen();
        return new View(base, end, top, recent, recentFloor, frameStart, liveBytes, liveBlocks, marks);
    }
}
