package org.allotment.core.adapt;

import org.allotment.core.AllocationException;
import org.allotment.core.AllocatorStatistics;
import org.allotment.core.Movement;
import org.allotment.core.OwnerThread;
import org.allotment.core.Requests;
import org.allotment.core.SizeAware;
import org.allotment.core.bits.Alignment;
import org.allotment.core.ending.Endings;
import org.jspecify.annotations.Nullable;

/**
 * What adaptors share that keep a table of the live blocks of somebody else's allocator: all requests are checked
 * against the table before the other is asked for anything.
 */
abstract sealed class BookedAllocator implements SizeAware permits NativeAllocator, SegmentBackedAllocator {
    final long limit;
    final LiveBlocks blocks = new LiveBlocks();
    private final String engine;
    private final @Nullable Thread owner;
    private boolean closed;

    BookedAllocator(String engine, long limit, @Nullable Thread owner) {
        if (limit < 1) {
            throw AllocationException.invalidParameter("a limit is at least one byte, limit=" + limit);
        }
        this.engine = engine;
        this.limit = limit;
        this.owner = owner;
    }

    /** Obtains a block within the limit and enters it into the table; 0 when there is none. */
    abstract long obtain(long size, long alignment);

    /** Takes a block out of the table and gives it back. */
    abstract void release(int place);

    /** Tells whether a block may have more bytes where it is. */
    abstract boolean hasRoom(int place, long newSize);

    /** Moves a block; its old bytes are kept, up to the new size. */
    abstract long move(int place, long newSize, long alignment);

    /** Makes a block smaller whose address is aligned well enough. */
    abstract long shrink(int place, long newSize, long alignment, Movement movement);

    /** Bytes that the limit has left. */
    abstract long available();

    @Override
    public final long allocate(long size, long alignment) {
        long address = tryAllocate(size, alignment);
        if (address == NULL) {
            throw noMemory(size, alignment);
        }
        return address;
    }

    @Override
    public final long tryAllocate(long size, long alignment) {
        requireOpen();
        Requests.checkBlock(size, alignment);
        return size > available() ? NULL : obtain(size, alignment);
    }

    @Override
    public final void free(long address, long size, long alignment) {
        requireOpen();
        release(blocks.require(address, size, alignment));
    }

    @Override
    public final void free(long address) {
        requireOpen();
        release(blocks.require(address));
    }

    @Override
    public final long usableSize(long address) {
        requireOpen();
        return blocks.capacity(blocks.require(address));
    }

    @Override
    public final boolean tryGrowInPlace(long address, long size, long newSize) {
        requireOpen();
        Requests.checkGrowth(size, newSize);
        return growInPlace(blocks.require(address, size), newSize);
    }

    /** {@inheritDoc} Always succeeds; the bytes behind are lost until the block is freed or moves. */
    @Override
    public final boolean tryShrinkInPlace(long address, long size, long newSize) {
        requireOpen();
        Requests.checkShrinkage(size, newSize);
        blocks.resize(blocks.require(address, size), newSize);
        return true;
    }

    @Override
    public final long grow(long address, long size, long newSize, long alignment, Movement movement) {
        requireOpen();
        Requests.checkGrowth(size, newSize);
        Requests.checkBlock(newSize, alignment);
        int place = blocks.require(address, size);
        if (Alignment.isAligned(address, alignment) && growInPlace(place, newSize)) {
            return address;
        }
        return move(place, newSize, alignment, movement);
    }

    @Override
    public final long shrink(long address, long size, long newSize, long alignment, Movement movement) {
        requireOpen();
        Requests.checkShrinkage(size, newSize);
        Requests.checkBlock(newSize, alignment);
        int place = blocks.require(address, size);
        return Alignment.isAligned(address, alignment)
                ? shrink(place, newSize, alignment, movement)
                : move(place, newSize, alignment, movement);
    }

    @Override
    public final boolean contains(long address) {
        requireOpen();
        return blocks.covers(address);
    }

    @Override
    public AllocatorStatistics statistics() {
        requireOpen();
        return blocks.statistics();
    }

    /** {@inheritDoc} Gives back every live block, those too that come behind one which is refused. */
    @Override
    public final void close() {
        if (!closed) {
            OwnerThread.check(owner);
            closed = true;
            releaseAll();
        }
    }

    /** What is refused stays in the table. */
    final void releaseAll() {
        Endings endings = new Endings();
        for (int i = blocks.count() - 1; i >= 0; i--) {
            int place = i;
            endings.end(() -> release(place));
        }
        endings.report();
    }

    final void requireOpen() {
        OwnerThread.check(owner);
        if (closed) {
            throw new IllegalStateException("the allocator is closed, engine=" + engine);
        }
    }

    final AllocationException noMemory(long size, long alignment) {
        return AllocationException.noMemory("the limit or what is behind it has no more, engine=" + engine + ", limit="
                + limit + ", available=" + available() + ", size=" + size + ", alignment=" + alignment);
    }

    private boolean growInPlace(int place, long newSize) {
        boolean fits = newSize <= blocks.capacity(place) || hasRoom(place, newSize);
        if (fits) {
            blocks.resize(place, newSize);
        }
        return fits;
    }

    private long move(int place, long newSize, long alignment, Movement movement) {
        if (movement == Movement.MUST_NOT_MOVE) {
            throw AllocationException.noMemory("the block cannot be resized where it is, address="
                    + blocks.address(place) + ", newSize=" + newSize + ", alignment=" + alignment);
        }
        return move(place, newSize, alignment);
    }
}
