package org.allotment.core.adapt;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.util.Arrays;
import java.util.Objects;
import java.util.function.Consumer;
import org.allotment.core.AllocationException;
import org.allotment.core.AllocatorStatistics;
import org.allotment.core.Movement;
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
public final class SegmentBackedAllocator extends BookedAllocator {
    private SegmentAllocator source;
    private final @Nullable Consumer<MemorySegment> release;
    /** The segment of the block at each place. */
    private @Nullable MemorySegment[] segments = new MemorySegment[16];

    private long forgottenBytes;

    private SegmentBackedAllocator(
            SegmentAllocator source, @Nullable Consumer<MemorySegment> release, long limit, @Nullable Thread owner) {
        super("segments", limit, owner);
        this.source = Objects.requireNonNull(source, "source");
        this.release = release;
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
    long obtain(long size, long alignment) {
        MemorySegment segment = ask(size, alignment);
        if (segment == null) {
            return NULL;
        }
        blocks.add(segment.address(), size);
        segments[blocks.count() - 1] = segment;
        return segment.address();
    }

    /** The source knows no growing. */
    @Override
    boolean hasRoom(int place, long newSize) {
        return false;
    }

    @Override
    long shrink(int place, long newSize, long alignment, Movement movement) {
        blocks.resize(place, newSize);
        return blocks.address(place);
    }

    /**
     * Lets go of every block, live ones too, and goes on with a source that starts afresh: how memory comes back that
     * was only forgotten.
     *
     * <p>What is to release a segment and throws keeps that block live; the others are let go of, what was thrown is passed on, and
     * the source stays as it was.
     *
     * @param fresh where segments come from now; may be another one over the same memory
     * @throws IllegalStateException if the allocator is closed
     */
    public void restart(SegmentAllocator fresh) {
        requireOpen();
        Objects.requireNonNull(fresh, "fresh");
        releaseAll();
        forgottenBytes = 0;
        source = fresh;
    }

    @Override
    public AllocatorStatistics statistics() {
        AllocatorStatistics live = super.statistics();
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

    /** Asks the source for memory that is ours alone; null when it has none. */
    private @Nullable MemorySegment ask(long size, long alignment) {
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

    @Override
    long move(int place, long newSize, long alignment) {
        long target = allocate(newSize, alignment);
        MemorySegment from = segment(place);
        int targetPlace = blocks.count() - 1;
        boolean copied = false;
        try {
            MemorySegment.copy(from, 0, segment(targetPlace), 0, Math.min(blocks.size(place), newSize));
            copied = true;
        } finally {
            release(copied ? place : targetPlace);
        }
        return target;
    }

    private MemorySegment segment(int place) {
        return Objects.requireNonNull(segments[place]);
    }

    @Override
    void release(int place) {
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

    @Override
    long available() {
        return limit - blocks.capacitySum() - forgottenBytes;
    }
}
