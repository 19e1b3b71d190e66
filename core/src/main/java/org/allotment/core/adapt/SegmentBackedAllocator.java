package org.allotment.core.adapt;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.util.Arrays;
import java.util.Objects;
import java.util.function.Consumer;
import org.allotment.core.AllocationException;
import org.allotment.core.AllocatorStatistics;
import org.allotment.core.Movement;
import org.allotment.core.OwnerThread;
import org.allotment.core.Requests;
import org.allotment.core.SizeAware;
import org.allotment.core.bits.Alignment;
import org.jspecify.annotations.Nullable;

/**
 * Any {@link SegmentAllocator} as an {@link org.allotment.core.Allocator}: an arena, a slicing allocator, one of
 * somebody else's.
 *
 * <p>A {@code SegmentAllocator} has no free. A block that is freed here is handed to the <em>release</em> action the
 * adaptor was made with; without one it is only forgotten, and its memory comes back when the collector (automatic
 * arenas) or the owner of the arena (all others) says so. Forgotten bytes are reported as lost
 * until {@link #restart}. The limit bounds live and lost bytes together.
 *
 * <p>A table of live blocks catches foreign, interior, double and mismatched frees, and keeps each block's segment
 * reachable. A source that hands out the same address twice, as {@link SegmentAllocator#prefixAllocator} does, is
 * refused with MEMORY_OVERLAP; memory on the Java heap with INVALID_PARAMETER. What is out of bounds or out of memory
 * to the source is NO_MEMORY here; that its arena is closed, or another thread's, passes through as the source says it.
 *
 * <p>Blocks never grow where they are beyond what they had before: the source cannot. Each allocation makes the garbage
 * that the source's segment is. Owner thread only; others are refused.
 */
public final class SegmentBackedAllocator implements SizeAware {
    private SegmentAllocator source;
    private final @Nullable Consumer<MemorySegment> release;
    private final long limit;
    private final @Nullable Thread owner;
    private final LiveBlocks blocks = new LiveBlocks();
    /** The segment of the block at each place. */
    private @Nullable MemorySegment[] segments = new MemorySegment[16];

    private long forgottenBytes;
    private boolean closed;

    private SegmentBackedAllocator(
            SegmentAllocator source, @Nullable Consumer<MemorySegment> release, long limit, @Nullable Thread owner) {
        if (limit < 1) {
            throw AllocationException.invalidParameter("a limit is at least one byte, limit=" + limit);
        }
        this.source = Objects.requireNonNull(source, "source");
        this.release = release;
        this.limit = limit;
        this.owner = owner;
    }

    /**
     * Makes an allocator over a source that takes nothing back, owned by the calling thread.
     *
     * @param source where segments come from
     * @param limit most bytes to take from it, from 1 up; {@link Long#MAX_VALUE} for no limit
     * @return the allocator
     * @throws AllocationException of kind {@code INVALID_PARAMETER} if the limit is below 1
     */
    public static SegmentBackedAllocator checked(SegmentAllocator source, long limit) {
        return new SegmentBackedAllocator(source, null, limit, Thread.currentThread());
    }

    /**
     * Makes an allocator over a source that takes single segments back, owned by the calling thread.
     *
     * @param source where segments come from
     * @param release called once with each segment that is not needed any more, as the source returned it
     * @param limit most bytes that live blocks may have together, from 1 up; {@link Long#MAX_VALUE} for no limit
     * @return the allocator
     * @throws AllocationException of kind {@code INVALID_PARAMETER} if the limit is below 1
     */
    public static SegmentBackedAllocator checked(SegmentAllocator source, Consumer<MemorySegment> release, long limit) {
        return new SegmentBackedAllocator(
                source, Objects.requireNonNull(release, "release"), limit, Thread.currentThread());
    }

    /**
     * Makes an allocator over a source that takes nothing back, without an owner: any thread may call, one at a time.
     *
     * @param source where segments come from
     * @param limit most bytes to take from it, from 1 up; {@link Long#MAX_VALUE} for no limit
     * @return the allocator
     * @throws AllocationException of kind {@code INVALID_PARAMETER} if the limit is below 1
     */
    public static SegmentBackedAllocator checkedWithoutOwner(SegmentAllocator source, long limit) {
        return new SegmentBackedAllocator(source, null, limit, null);
    }

    /**
     * Makes an allocator over a source that takes single segments back, without an owner: any thread may call, one at a
     * time.
     *
     * @param source where segments come from
     * @param release called once with each segment that is not needed any more, as the source returned it
     * @param limit most bytes that live blocks may have together, from 1 up; {@link Long#MAX_VALUE} for no limit
     * @return the allocator
     * @throws AllocationException of kind {@code INVALID_PARAMETER} if the limit is below 1
     */
    public static SegmentBackedAllocator checkedWithoutOwner(
            SegmentAllocator source, Consumer<MemorySegment> release, long limit) {
        return new SegmentBackedAllocator(source, Objects.requireNonNull(release, "release"), limit, null);
    }

    @Override
    public long allocate(long size, long alignment) {
        long address = tryAllocate(size, alignment);
        if (address == NULL) {
            throw noMemory(size, alignment);
        }
        return address;
    }

    @Override
    public long tryAllocate(long size, long alignment) {
        requireOpen();
        Requests.checkBlock(size, alignment);
        MemorySegment segment = size > available() ? null : obtain(size, alignment);
        if (segment == null) {
            return NULL;
        }
        blocks.add(segment.address(), size);
        segments[blocks.count() - 1] = segment;
        return segment.address();
    }

    @Override
    public void free(long address, long size, long alignment) {
        requireOpen();
        forget(blocks.require(address, size, alignment));
    }

    @Override
    public void free(long address) {
        requireOpen();
        forget(blocks.require(address));
    }

    @Override
    public long usableSize(long address) {
        requireOpen();
        return blocks.capacity(blocks.require(address));
    }

    /** {@inheritDoc} Succeeds only for bytes that the block had before it shrank. */
    @Override
    public boolean tryGrowInPlace(long address, long size, long newSize) {
        requireOpen();
        Requests.checkGrowth(size, newSize);
        return growInPlace(blocks.require(address, size), newSize);
    }

    /** {@inheritDoc} Always succeeds; the bytes behind are lost until the block is freed. */
    @Override
    public boolean tryShrinkInPlace(long address, long size, long newSize) {
        requireOpen();
        Requests.checkShrinkage(size, newSize);
        blocks.resize(blocks.require(address, size), newSize);
        return true;
    }

    @Override
    public long grow(long address, long size, long newSize, long alignment, Movement movement) {
        requireOpen();
        Requests.checkGrowth(size, newSize);
        Requests.checkBlock(newSize, alignment);
        int place = blocks.require(address, size);
        if (Alignment.isAligned(address, alignment) && growInPlace(place, newSize)) {
            return address;
        }
        return move(place, newSize, alignment, movement);
    }

    /** {@inheritDoc} Moves only for a larger alignment. */
    @Override
    public long shrink(long address, long size, long newSize, long alignment, Movement movement) {
        requireOpen();
        Requests.checkShrinkage(size, newSize);
        Requests.checkBlock(newSize, alignment);
        int place = blocks.require(address, size);
        if (Alignment.isAligned(address, alignment)) {
            blocks.resize(place, newSize);
            return address;
        }
        return move(place, newSize, alignment, movement);
    }

    /**
     * Lets go of every block, live ones too, and goes on with a source that starts afresh: how memory comes back that
     * was only forgotten.
     *
     * @param fresh where segments come from now; may be another one over the same memory
     * @throws IllegalStateException if the allocator is closed
     */
    public void restart(SegmentAllocator fresh) {
        requireOpen();
        Objects.requireNonNull(fresh, "fresh");
        forgetAll();
        forgottenBytes = 0;
        source = fresh;
    }

    @Override
    public boolean contains(long address) {
        requireOpen();
        return blocks.covers(address);
    }

    @Override
    public AllocatorStatistics statistics() {
        requireOpen();
        AllocatorStatistics live = blocks.statistics();
        return new AllocatorStatistics(
                live.sourceBytes() + forgottenBytes,
                live.liveBlockBytes(),
                0,
                0,
                0,
                live.lostBytes() + forgottenBytes,
                live.liveBlocks(),
                live.heapMetadataBytes() + (long) Long.BYTES * segments.length);
    }

    /** {@inheritDoc} That is, releases or forgets every live block. */
    @Override
    public void close() {
        if (!closed) {
            OwnerThread.check(owner);
            forgetAll();
            closed = true;
        }
    }

    /** Asks the source for memory that is ours alone; null when it has none. */
    private @Nullable MemorySegment obtain(long size, long alignment) {
        reserve();
        MemorySegment segment;
        try {
            segment = source.allocate(size, alignment);
        } catch (IndexOutOfBoundsException | OutOfMemoryError none) {
            return null;
        } catch (AllocationException refused) {
            if (refused.kind() == AllocationException.Kind.NO_MEMORY) {
                return null;
            }
            throw refused;
        }
        if (!segment.isNative()) {
            letGo(segment);
            throw AllocationException.invalidParameter("the source hands out memory of the Java heap, size=" + size);
        }
        if (segment.byteSize() < size || !Alignment.isAligned(segment.address(), alignment)) {
            letGo(segment);
            throw AllocationException.invalidParameter("the source breaks its contract, size=" + size + ", alignment="
                    + alignment + ", byteSize=" + segment.byteSize() + ", address=" + segment.address());
        }
        if (blocks.find(segment.address()) != LiveBlocks.NONE) {
            throw AllocationException.memoryOverlap(
                    "the source hands out a live block again, address=" + segment.address() + ", size=" + size);
        }
        return segment;
    }

    /** Releases a segment that is not taken. */
    private void letGo(MemorySegment segment) {
        if (release != null) {
            release.accept(segment);
        }
    }

    private void reserve() {
        blocks.reserve();
        if (segments.length == blocks.count()) {
            segments = Arrays.copyOf(segments, 2 * segments.length);
        }
    }

    private boolean growInPlace(int place, long newSize) {
        boolean fits = newSize <= blocks.capacity(place);
        if (fits) {
            blocks.resize(place, newSize);
        }
        return fits;
    }

    private long move(int place, long newSize, long alignment, Movement movement) {
        long address = blocks.address(place);
        if (movement == Movement.MUST_NOT_MOVE) {
            throw AllocationException.noMemory("the block cannot be resized where it is, address=" + address
                    + ", newSize=" + newSize + ", alignment=" + alignment);
        }
        long target = allocate(newSize, alignment);
        MemorySegment from = segment(place);
        int targetPlace = blocks.count() - 1;
        boolean copied = false;
        try {
            MemorySegment.copy(from, 0, segment(targetPlace), 0, Math.min(blocks.size(place), newSize));
            copied = true;
        } finally {
            forget(copied ? place : targetPlace);
        }
        return target;
    }

    private MemorySegment segment(int place) {
        return Objects.requireNonNull(segments[place]);
    }

    private void forget(int place) {
        MemorySegment segment = segment(place);
        if (release == null) {
            forgottenBytes += blocks.capacity(place);
        } else {
            release.accept(segment);
        }
        blocks.remove(place);
        segments[place] = segments[blocks.count()];
        segments[blocks.count()] = null;
    }

    private void forgetAll() {
        while (blocks.count() > 0) {
            forget(blocks.count() - 1);
        }
    }

    private long available() {
        return limit - blocks.capacitySum() - forgottenBytes;
    }

    LiveBlocks blocks() {
        return blocks;
    }

    private void requireOpen() {
        OwnerThread.check(owner);
        if (closed) {
            throw new IllegalStateException("the allocator is closed, engine=segments");
        }
    }

    private AllocationException noMemory(long size, long alignment) {
        return AllocationException.noMemory("the source or the limit has no more, limit=" + limit + ", available="
                + available() + ", size=" + size + ", alignment=" + alignment);
    }
}
