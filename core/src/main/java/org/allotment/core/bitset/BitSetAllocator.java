package org.allotment.core.bitset;

import static org.allotment.core.bitset.BitSetLayout.WORD_SHIFT;

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
 * Hands out runs of equal granules of one region, one bit each; see the package for the picture.
 *
 * <p>A request is rounded up to whole granules and to nothing else; any power of two serves as alignment. The bits lie
 * on the Java heap, so no call touches the memory of the region except to copy a block that moves.
 *
 * <p>Both forms run the same algorithm. {@linkplain #checked The checked one} knows where each block begins and ends
 * and catches foreign, interior, double and mismatched frees, and calls from threads that are not the owner.
 * {@linkplain #trusting The trusting one} catches foreign frees only, and runs that would leave the region. The owner
 * is the thread that made the allocator.
 *
 * <p>Up to 64 granules are taken in O(1) when those behind the last that were taken are free, and given back in O(1)
 * always; a search is O(granules / 64) at worst, and skips 64 words without room at once.
 */
public final class BitSetAllocator implements Allocator {
    private final MemorySource source;
    private final BitSetLayout layout;
    private final @Nullable RunGuard guard;
    private final @Nullable Thread owner;
    private final int shift;

    private final long base;

    /** None once closed, so that the fast paths need no test. */
    private FreeBits bits;

    private boolean closed;

    private BitSetAllocator(
            MemorySource source, BitSetLayout layout, FreeBits bits, @Nullable RunGuard guard, @Nullable Thread owner) {
        this.source = source;
        this.layout = layout;
        this.bits = bits;
        this.guard = guard;
        this.owner = owner;
        shift = layout.shift();
        base = layout.base();
    }

    /**
     * Makes a checked allocator that belongs to the calling thread.
     *
     * @param source where the region comes from and goes back to
     * @param byteSize bytes of the region, from one granule to 2^36 of them; rounded up to the source's unit
     * @param granuleBytes bytes of a granule, a power of two from 8 up
     * @return the allocator
     * @throws AllocationException if an argument is bad or the source has no such piece
     */
    public static BitSetAllocator checked(MemorySource source, long byteSize, long granuleBytes) {
        BitSetLayout layout = obtain(source, byteSize, granuleBytes);
        return make(source, layout, true, Thread.currentThread());
    }

    /**
     * Makes a checked allocator without an owner, for use under a lock: any thread may call, one at a time.
     *
     * @param source where the region comes from and goes back to
     * @param byteSize bytes of the region, from one granule to 2^36 of them; rounded up to the source's unit
     * @param granuleBytes bytes of a granule, a power of two from 8 up
     * @return the allocator
     * @throws AllocationException if an argument is bad or the source has no such piece
     */
    public static BitSetAllocator checkedWithoutOwner(MemorySource source, long byteSize, long granuleBytes) {
        BitSetLayout layout = obtain(source, byteSize, granuleBytes);
        return make(source, layout, true, null);
    }

    /**
     * Makes a trusting allocator: one thread at a time, which nobody checks.
     *
     * @param source where the region comes from and goes back to
     * @param byteSize bytes of the region, from one granule to 2^36 of them; rounded up to the source's unit
     * @param granuleBytes bytes of a granule, a power of two from 8 up
     * @return the allocator
     * @throws AllocationException if an argument is bad or the source has no such piece
     */
    public static BitSetAllocator trusting(MemorySource source, long byteSize, long granuleBytes) {
        BitSetLayout layout = obtain(source, byteSize, granuleBytes);
        return make(source, layout, false, null);
    }

    private static BitSetLayout obtain(MemorySource source, long byteSize, long granuleBytes) {
        long unit = source.granularity();
        Requests.checkBlock(byteSize, unit);
        long rounded = Alignment.alignUp(byteSize, unit);
        BitSetLayout.check(rounded, granuleBytes);
        int shift = Long.numberOfTrailingZeros(granuleBytes);
        long region = source.obtain(rounded, Math.max(unit, granuleBytes));
        if (region == MemorySource.NONE) {
            // A region that begins anywhere loses part of a granule at each end.
            region = source.obtain(rounded, unit);
        }
        if (region == MemorySource.NONE) {
            throw AllocationException.noMemory("the source has no such region, byteSize=" + rounded);
        }
        BitSetLayout layout = BitSetLayout.of(region, rounded, shift);
        if (layout.granules() == 0) {
            source.release(region, rounded);
            throw AllocationException.noMemory(
                    "the source has no aligned region, byteSize=" + rounded + ", granuleBytes=" + granuleBytes);
        }
        return layout;
    }

    private static BitSetAllocator make(
            MemorySource source, BitSetLayout layout, boolean checked, @Nullable Thread owner) {
        try {
            FreeBits bits = new FreeBits(layout.granules());
            return new BitSetAllocator(source, layout, bits, checked ? new RunGuard(bits) : null, owner);
        } catch (OutOfMemoryError noRoomForBits) {
            source.release(layout.region(), layout.regionBytes());
            throw noRoomForBits;
        }
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
        long more = (size - 1) >>> shift;
        if (isPlain(more, alignment)) {
            long start = bits.takeNext((int) more + 1);
            if (start != FreeBits.NONE) {
                if (guard != null) {
                    guard.begin(start);
                }
                return base + (start << shift);
            }
        }
        return allocateSlowly(size, alignment);
    }

    @Override
    public void free(long address, long size, long alignment) {
        OwnerThread.check(owner);
        long more = (size - 1) >>> shift;
        if (isPlain(more, alignment)) {
            int count = (int) more + 1;
            long start = granule(address);
            boolean inside = start >= 0 && start <= bits.granules - count;
            if (inside && (guard == null || guard.retire(start, count))) {
                bits.giveShort(start, count);
                return;
            }
        }
        freeSlowly(address, size, alignment);
    }

    @Override
    public boolean tryGrowInPlace(long address, long size, long newSize) {
        Requests.checkGrowth(size, newSize);
        return extend(requireRun(address, size), size, newSize);
    }

    @Override
    public boolean tryShrinkInPlace(long address, long size, long newSize) {
        Requests.checkShrinkage(size, newSize);
        cut(requireRun(address, size), size, newSize);
        return true;
    }

    @Override
    public long grow(long address, long size, long newSize, long alignment, Movement movement) {
        Requests.checkGrowth(size, newSize);
        Requests.checkBlock(newSize, alignment);
        long start = requireRun(address, size);
        if (Alignment.isAligned(address, alignment) && extend(start, size, newSize)) {
            return address;
        }
        return move(address, size, newSize, alignment, movement);
    }

    @Override
    public long shrink(long address, long size, long newSize, long alignment, Movement movement) {
        Requests.checkShrinkage(size, newSize);
        Requests.checkBlock(newSize, alignment);
        long start = requireRun(address, size);
        if (Alignment.isAligned(address, alignment)) {
            cut(start, size, newSize);
            return address;
        }
        return move(address, size, newSize, alignment, movement);
    }

    /**
     * Returns how many bytes a block of some size has: what a {@link #free} may name at most.
     *
     * @param size bytes asked for, from 1 up, as long as the rounded size stays within 63 bits
     * @return the size rounded up to whole granules
     * @throws AllocationException of kind {@code INVALID_PARAMETER} if it is not
     */
    public long usableBytes(long size) {
        Requests.checkBlock(size, 1L << shift);
        return granules(size) << shift;
    }

    @Override
    public boolean contains(long address) {
        enter();
        return Long.compareUnsigned(address - base, layout.granuleBytes()) < 0;
    }

    @Override
    public AllocatorStatistics statistics() {
        enter();
        long live = bits.liveGranules << shift;
        return new AllocatorStatistics(
                layout.regionBytes(),
                live,
                0,
                layout.granuleBytes() - live,
                0,
                layout.lostBytes(),
                bits.liveBlocks,
                bits.heapBytes() + (guard == null ? 0 : guard.heapBytes()));
    }

    @Override
    public void close() {
        OwnerThread.check(owner);
        if (!closed) {
            closed = true;
            bits = new FreeBits(0);
            source.release(layout.region(), layout.regionBytes());
        }
    }

    BitSetLayout layout() {
        return layout;
    }

    FreeBits bits() {
        return bits;
    }

    @Nullable
    RunGuard guard() {
        return guard;
    }

    /**
     * Tells by one branch that a size and its alignment are legal, that at most 64 granules are asked for, and that
     * every granule is aligned.
     */
    private boolean isPlain(long granulesAfterTheFirst, long alignment) {
        long low = alignment - 1;
        return (granulesAfterTheFirst >>> WORD_SHIFT | (alignment & low) | low >>> shift) == 0;
    }

    /** Number of the granule at an address; negative or beyond all of them when none begins there. */
    private long granule(long address) {
        return Long.rotateRight(address - base, shift);
    }

    private long granules(long size) {
        return ((size - 1) >>> shift) + 1;
    }

    private long allocateSlowly(long size, long alignment) {
        checkOpen();
        Requests.checkBlock(size, alignment);
        long step = Math.max(1, alignment >>> shift);
        long phase = (-base & (alignment - 1)) >>> shift;
        long start = bits.take(granules(size), step, phase);
        if (start == FreeBits.NONE) {
            return NULL;
        }
        if (guard != null) {
            guard.begin(start);
        }
        return base + (start << shift);
    }

    private void freeSlowly(long address, long size, long alignment) {
        checkOpen();
        Requests.checkBlock(size, alignment);
        long start = requireRun(address, size);
        if (!Alignment.isAligned(address, alignment)) {
            throw mismatch(address, size, alignment);
        }
        if (guard != null) {
            guard.end(start);
        }
        bits.give(start, granules(size));
    }

    /** The granule a live block begins at, as far as this form can tell. */
    private long requireRun(long address, long size) {
        enter();
        long start = granule(address);
        if (start < 0 || start >= bits.granules || (guard != null && !guard.begins(start))) {
            throw AllocationException.notAllocated("no allocated block starts here, address=" + address);
        }
        long count = granules(size);
        if (count > bits.granules - start || (guard != null && !guard.isRun(start, count))) {
            throw mismatch(address, size, 1);
        }
        return start;
    }

    private boolean extend(long start, long size, long newSize) {
        long count = granules(size);
        long more = granules(newSize) - count;
        return more == 0 || bits.extend(start + count, more);
    }

    private void cut(long start, long size, long newSize) {
        long count = granules(newSize);
        long fewer = granules(size) - count;
        if (fewer > 0) {
            bits.giveTail(start + count, fewer);
        }
    }

    /** Allocates before it frees, so that a failure leaves the block. */
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

    private void enter() {
        OwnerThread.check(owner);
        checkOpen();
    }

    private void checkOpen() {
        if (closed) {
            throw new IllegalStateException("the allocator is closed, engine=bitset");
        }
    }

    private AllocationException full(long size, long alignment) {
        return AllocationException.noMemory("no free run is long enough, freeBytes="
                + ((bits.granules - bits.liveGranules) << shift) + ", size=" + size + ", alignment=" + alignment);
    }

    private static AllocationException mismatch(long address, long size, long alignment) {
        return AllocationException.invalidParameter("the block has another size or alignment, address=" + address
                + ", size=" + size + ", alignment=" + alignment);
    }

    @Override
    public String toString() {
        return "BitSetAllocator[checked=" + (guard != null) + ", granules=" + layout.granules() + ", granuleBytes="
                + (1L << shift) + ", closed=" + closed + "]";
    }
}
