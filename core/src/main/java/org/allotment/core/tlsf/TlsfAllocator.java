package org.allotment.core.tlsf;

import static org.allotment.core.tlsf.TlsfLayout.GRANULE_BYTES;
import static org.allotment.core.tlsf.TlsfLayout.GRANULE_SHIFT;
import static org.allotment.core.tlsf.TlsfLayout.HEADER_BYTES;

import java.util.Arrays;
import org.allotment.core.AllocationException;
import org.allotment.core.AllocatorStatistics;
import org.allotment.core.Movement;
import org.allotment.core.OwnerThread;
import org.allotment.core.Requests;
import org.allotment.core.SizeAware;
import org.allotment.core.bits.Alignment;
import org.allotment.core.memory.RawAccess;
import org.allotment.core.source.MemorySource;
import org.jspecify.annotations.Nullable;

/**
 * A two-level segregated fit allocator behind exact-size quick lists.
 *
 * <p>Every call takes a bounded number of steps, whatever the number of blocks. Payloads are 32-byte aligned without
 * extra cost; the package documentation explains the algorithm and its invariants.
 *
 * <p><b>Threading:</b> one thread at a time; nothing is synchronized. The owner is the thread that made the allocator:
 * the checked form refuses every other one, unless {@link TlsfOptions#withoutOwner} says that a lock takes its place.
 *
 * <p>The fast paths touch the memory itself once: an allocation reads the link of the block it takes, a sized free
 * writes one. All that is rare stands in methods of its own, because C2 stops inlining after some twenty segment
 * accesses in one compilation.
 */
public final class TlsfAllocator implements SizeAware {
    private static final int BLOCK_ROUNDING = HEADER_BYTES + GRANULE_BYTES - 1;

    private final TlsfOptions options;
    private final boolean checked;
    private final @Nullable Thread owner;
    private final TlsfHeap heap;
    private final TlsfEngine engine;
    private final long[] quick;

    /** The region that was used last, field by field: its first payload, the bytes from there, its marks. */
    private long hotStart;

    private long hotBytes;
    private byte[] hotMarks = {};
    private boolean closed;

    private TlsfAllocator(TlsfOptions options, @Nullable MemorySource source) {
        this.options = options;
        checked = options.checked();
        owner = checked && options.owned() ? Thread.currentThread() : null;
        heap = new TlsfHeap(options, source);
        engine = heap.engine;
        quick = heap.quick;
    }

    /**
     * Creates an allocator that draws memory from a source when it runs out, the first time at the first allocation.
     *
     * <p>It draws the configured growth or half of what it has, whichever is more, but 1 GiB at most unless one request
     * needs more; so the number of regions grows with the logarithm of the memory. Drawn memory goes back by
     * {@link #trim} and {@link #close}.
     *
     * @param source where memory comes from; must stay open for as long
     * @param options how it behaves
     * @return a new allocator without memory
     */
    public static TlsfAllocator create(MemorySource source, TlsfOptions options) {
        return new TlsfAllocator(options, source);
    }

    /**
     * Creates an allocator over a fixed run of memory, which stays the caller's and must outlive it.
     *
     * @param address first byte, above zero
     * @param bytes length, from 64 to 2^40, and to 2^35 when checked
     * @param options how it behaves
     * @return a new allocator
     * @throws AllocationException of kind {@code INVALID_PARAMETER} if the run is too small or ends above 2^53
     */
    public static TlsfAllocator over(long address, long bytes, TlsfOptions options) {
        TlsfAllocator allocator = new TlsfAllocator(options, null);
        allocator.addRegion(address, bytes);
        return allocator;
    }

    /**
     * Adds a run of memory, which stays the caller's and must outlive this allocator. Blocks never span two regions.
     *
     * @param address first byte, above zero
     * @param bytes length, from 64 to 2^40, and to 2^35 when checked
     * @throws AllocationException of kind {@code INVALID_PARAMETER} if the run is too small or ends above 2^53, of kind
     *     {@code MEMORY_OVERLAP} if it shares a byte with a region that is there
     */
    public void addRegion(long address, long bytes) {
        enter();
        heap.checkRegion(address, bytes);
        makeHot(heap.open(address, bytes, false));
    }

    /**
     * Adds memory in front of a region, behind it, or both; it and its free neighbours in the region become one block.
     * A region that was drawn from a source grows by itself instead. O(1), and in the checked form O(region).
     *
     * @param start first byte of a region that was handed in; it begins at {@code start - before} from now on
     * @param before bytes in front of it, from 0 up; the caller's, like those of the region
     * @param behind bytes behind it, from 0 up; the caller's, too
     * @throws AllocationException of kind {@code INVALID_PARAMETER} if no such region begins there, or it would become
     *     too large or lie outside of the bounds of {@link #addRegion}, of kind {@code MEMORY_OVERLAP} if the new bytes
     *     are part of a region
     */
    public void extendRegion(long start, long before, long behind) {
        enter();
        makeHot(heap.extend(start, before, behind));
    }

    /**
     * Takes a region out that has no live block; its memory is the caller's alone again. Drawn ones go by {@link
     * #trim}. O(blocks), and it makes garbage.
     *
     * @param start first byte of a region that was handed in
     * @throws AllocationException of kind {@code INVALID_PARAMETER} if no such region begins there, or blocks of it are
     *     live
     */
    public void removeRegion(long start) {
        enter();
        heap.remove(start);
        hotBytes = 0;
    }

    /**
     * {@inheritDoc}
     *
     * <p>At most: one drain of the quick lists, {@code SCAN_LIMIT} = 64 blocks looked at twice, one growth.
     */
    @Override
    public long allocate(long size, long alignment) {
        long address = tryAllocate(size, alignment);
        if (address == NULL) {
            throw TlsfHeap.noMemory(size, alignment);
        }
        return address;
    }

    @Override
    public long tryAllocate(long size, long alignment) {
        OwnerThread.check(owner);
        if (TlsfQuick.mayServe(size, alignment)) {
            int granules = (int) ((size + BLOCK_ROUNDING) >>> GRANULE_SHIFT);
            long address = TlsfQuick.address(quick[granules]);
            if (address != NULL && (address & (alignment - 1)) == 0) {
                if (checked) {
                    mark(address, granules);
                }
                quick[granules] = RawAccess.getLong(address);
                return address;
            }
        }
        return allocateSlowly(size, alignment);
    }

    /** Notes that a block of this size is live. */
    private void mark(long address, long granules) {
        long offset = address - hotStart;
        if (Long.compareUnsigned(offset, hotBytes) < 0) {
            hotMarks[(int) (offset >>> GRANULE_SHIFT)] = TlsfRegion.markFor(granules);
        } else {
            markElsewhere(address, granules);
        }
    }

    private void markElsewhere(long address, long granules) {
        TlsfRegion region = heap.regions.find(address);
        if (region == null || !region.covers(address)) {
            throw new IllegalStateException(
                    "a freed block was written to: its quick list leads astray, address=" + address);
        }
        makeHot(region);
        region.mark(address, granules);
    }

    private void makeHot(TlsfRegion region) {
        hotStart = region.firstPayload();
        hotBytes = region.blockBytes();
        hotMarks = region.marks;
    }

    private long allocateSlowly(long size, long alignment) {
        requireOpen();
        Requests.checkBlock(size, alignment);
        if (size > TlsfLayout.MAX_BLOCK_BYTES - HEADER_BYTES || alignment > TlsfLayout.MAX_BLOCK_BYTES) {
            return NULL;
        }
        long bytes = TlsfLayout.blockBytes(size);
        long block = alignment <= GRANULE_BYTES ? engine.take(bytes) : engine.takeAligned(bytes, alignment);
        if (block == NULL) {
            int changes = heap.regions.changes();
            block = heap.takeHarder(bytes, alignment);
            if (heap.regions.changes() != changes) {
                hotBytes = 0;
            }
            if (block == NULL) {
                return NULL;
            }
        }
        long address = block + HEADER_BYTES;
        if (checked) {
            mark(address, bytes >>> GRANULE_SHIFT);
        }
        return address;
    }

    @Override
    public void free(long address, long size, long alignment) {
        OwnerThread.check(owner);
        if (TlsfQuick.mayServe(size, alignment)) {
            int granules = (int) ((size + BLOCK_ROUNDING) >>> GRANULE_SHIFT);
            if (checked ? (address & (alignment - 1)) == 0 && claim(address, granules) : isHot(address)) {
                push(address, granules);
                return;
            }
        }
        freeSlowly(address, size, alignment);
    }

    private boolean isHot(long address) {
        return Long.compareUnsigned(address - hotStart, hotBytes) < 0;
    }

    /** Takes a block's mark away; false, and nothing done, when that is not all there is to do. */
    private boolean claim(long address, int granules) {
        long offset = address - hotStart;
        if (Long.compareUnsigned(offset, hotBytes) >= 0 || (offset & (GRANULE_BYTES - 1)) != 0) {
            return false;
        }
        int place = (int) (offset >>> GRANULE_SHIFT);
        int mark = hotMarks[place] & TlsfRegion.LARGE;
        if (mark != Math.min(granules, TlsfRegion.LARGE)
                || (mark == TlsfRegion.LARGE && !TlsfEngine.isUsed(address - HEADER_BYTES, granules))) {
            return false;
        }
        hotMarks[place] = 0;
        return true;
    }

    /** Takes the mark of a small block away and returns its size in granules; zero, and nothing done, otherwise. */
    private int claimSmall(long address) {
        long offset = address - hotStart;
        if ((offset & (GRANULE_BYTES - 1)) != 0) {
            return 0;
        }
        int place = (int) (offset >>> GRANULE_SHIFT);
        int mark = hotMarks[place] & TlsfRegion.LARGE;
        if (mark == TlsfRegion.LARGE) {
            return 0;
        }
        hotMarks[place] = 0;
        return mark;
    }

    private void push(long address, int granules) {
        long head = quick[granules];
        if ((head & TlsfQuick.ROOM) == 0) {
            engine.give(address - HEADER_BYTES);
            return;
        }
        RawAccess.putLong(address, head);
        quick[granules] = TlsfQuick.inFront(address, head);
    }

    private void freeSlowly(long address, long size, long alignment) {
        requireOpen();
        Requests.checkBlock(size, alignment);
        TlsfRegion region = requireBlock(address, size);
        if (checked && !Alignment.isAligned(address, alignment)) {
            throw AllocationException.invalidParameter(
                    "the block does not have this alignment, address=" + address + ", alignment=" + alignment);
        }
        release(region, address);
    }

    /** Finds the region of a block and, when checked, makes sure that it is a live block of this size. */
    private TlsfRegion requireBlock(long address, long size) {
        TlsfRegion region = requireBlock(address);
        long usable = TlsfEngine.bytesOf(address - HEADER_BYTES) - HEADER_BYTES;
        if (checked && (size > usable || TlsfLayout.blockBytes(size) != usable + HEADER_BYTES)) {
            throw AllocationException.invalidParameter(
                    "the block has another size, address=" + address + ", size=" + size + ", usableSize=" + usable);
        }
        return region;
    }

    private TlsfRegion requireBlock(long address) {
        TlsfRegion region = heap.regions.find(address);
        if (region == null || !region.covers(address)) {
            throw AllocationException.notAllocated("this allocator has no such memory, address=" + address);
        }
        if (checked && !(Alignment.isAligned(address, GRANULE_BYTES) && region.isLive(address))) {
            throw AllocationException.notAllocated("no live block starts here, address=" + address);
        }
        return region;
    }

    /** Takes back a block that is known to be live. */
    private void release(TlsfRegion region, long address) {
        makeHot(region);
        if (checked) {
            region.unmark(address);
        }
        long granules = TlsfEngine.bytesOf(address - HEADER_BYTES) >>> GRANULE_SHIFT;
        if (granules < TlsfQuick.CLASSES) {
            push(address, (int) granules);
        } else {
            engine.give(address - HEADER_BYTES);
        }
    }

    @Override
    public void free(long address) {
        OwnerThread.check(owner);
        if (isHot(address)) {
            long granules = checked ? claimSmall(address) : TlsfEngine.word(address - HEADER_BYTES) >>> GRANULE_SHIFT;
            if (granules != 0 && granules < TlsfQuick.CLASSES) {
                push(address, (int) granules);
                return;
            }
        }
        requireOpen();
        release(requireBlock(address), address);
    }

    @Override
    public long usableSize(long address) {
        enter();
        requireBlock(address);
        return TlsfEngine.bytesOf(address - HEADER_BYTES) - HEADER_BYTES;
    }

    /** {@inheritDoc} Succeeds when the block behind is free, or among the last in a quick list, and is large enough. */
    @Override
    public boolean tryGrowInPlace(long address, long size, long newSize) {
        enter();
        Requests.checkGrowth(size, newSize);
        return heap.extend(requireBlock(address, size), address, newSize);
    }

    /** {@inheritDoc} Always succeeds; the end of the block is free at once. */
    @Override
    public boolean tryShrinkInPlace(long address, long size, long newSize) {
        enter();
        Requests.checkShrinkage(size, newSize);
        heap.truncate(requireBlock(address, size), address, newSize);
        return true;
    }

    /** {@inheritDoc} Tries the block behind, then the one before it, then a new place. */
    @Override
    public long grow(long address, long size, long newSize, long alignment, Movement movement) {
        enter();
        Requests.checkGrowth(size, newSize);
        Requests.checkBlock(newSize, alignment);
        TlsfRegion region = requireBlock(address, size);
        if (Alignment.isAligned(address, alignment) && heap.extend(region, address, newSize)) {
            return address;
        }
        if (movement == Movement.MUST_NOT_MOVE) {
            throw TlsfHeap.mustMove(address, newSize, alignment);
        }
        long target = heap.slide(region, address, size, newSize, alignment);
        if (target == NULL) {
            target = move(address, size, newSize, alignment);
        }
        if (target == NULL) {
            // The failed move has coalesced the quick lists: what was out of reach may be in reach now.
            target = heap.slide(requireBlock(address), address, size, newSize, alignment);
        }
        if (target == NULL) {
            throw TlsfHeap.noMemory(newSize, alignment);
        }
        return target;
    }

    /** Copies a live block to a new place; NULL, and nothing done, when there is none. */
    private long move(long address, long size, long newSize, long alignment) {
        long target = tryAllocate(newSize, alignment);
        if (target != NULL) {
            RawAccess.copy(address, target, Math.min(size, newSize));
            // Looked up now: to make room, the block's region may have been replaced by a larger one.
            release(requireBlock(address), address);
        }
        return target;
    }

    /** {@inheritDoc} Moves only for a larger alignment. */
    @Override
    public long shrink(long address, long size, long newSize, long alignment, Movement movement) {
        enter();
        Requests.checkShrinkage(size, newSize);
        Requests.checkBlock(newSize, alignment);
        TlsfRegion region = requireBlock(address, size);
        if (Alignment.isAligned(address, alignment)) {
            heap.truncate(region, address, newSize);
            return address;
        }
        if (movement == Movement.MUST_NOT_MOVE) {
            throw TlsfHeap.mustMove(address, newSize, alignment);
        }
        long target = move(address, size, newSize, alignment);
        if (target == NULL) {
            throw TlsfHeap.noMemory(newSize, alignment);
        }
        return target;
    }

    /**
     * Coalesces all free blocks and returns the largest request that is then sure to be served without growth.
     *
     * @return bytes, for an alignment up to 32; zero when nothing is free
     */
    public long largestFree() {
        enter();
        heap.drain();
        return Math.max(0, engine.largestFree() - HEADER_BYTES);
    }

    /**
     * Coalesces all free blocks and gives regions that are free as a whole back to the source they were drawn from.
     *
     * @return bytes given back
     */
    public long trim() {
        enter();
        hotBytes = 0;
        return heap.trim();
    }

    /**
     * Shows every block, by region and address. Takes time and garbage in proportion to the number of blocks.
     *
     * @param visitor sees each block once; must not call this allocator
     */
    public void forEachBlock(TlsfVisitor visitor) {
        enter();
        heap.forEachBlock(visitor);
    }

    @Override
    public boolean contains(long address) {
        enter();
        return heap.regions.find(address) != null;
    }

    @Override
    public AllocatorStatistics statistics() {
        enter();
        return heap.statistics();
    }

    /** {@inheritDoc} Regions that were handed in stay their owner's. */
    @Override
    public void close() {
        OwnerThread.check(owner);
        if (!closed) {
            closed = true;
            Arrays.fill(quick, 0);
            hotBytes = 0;
            heap.close();
        }
    }

    TlsfHeap heap() {
        return heap;
    }

    boolean isChecked() {
        return checked;
    }

    private void enter() {
        OwnerThread.check(owner);
        requireOpen();
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("the allocator is closed");
        }
    }

    @Override
    public String toString() {
        return "TlsfAllocator[checked=" + checked + ", quickLimit=" + options.quickLimit() + ", closed=" + closed + "]";
    }
}
