package org.allotment.core.buddy;

import java.util.OptionalLong;
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
 * A binary buddy allocator whose bookkeeping is all on the Java heap; the package documentation explains the algorithm
 * and its invariants.
 *
 * <p>A block is as large as the largest of its size, its alignment and the smallest block, rounded up to a power of
 * two, and its address is a multiple of that. The memory itself is touched only to move contents in a resize. A call
 * takes O(orders) steps; looking for the smallest free block also looks at each extent, and an allocation that finds
 * none first merges what waits.
 *
 * <p><b>Threading:</b> one thread at a time. A checked allocator refuses calls from any thread but its owner, the one
 * that made it; for use under a lock see {@link BuddyOptions#withoutOwner()}.
 */
public final class BuddyAllocator implements SizeAware {
    private final BuddyOptions options;
    private final boolean checked;
    private final @Nullable Thread owner;
    private final BuddyHeap heap;
    private final long unitMask;
    private final int groupShift;

    /** The stacks of waiting blocks, array by array. */
    private final int[] waiting;

    private final int[] limits;
    private final long[] stacks;

    /** The extent that was used last, field by field: its tags, where they start, the bytes from there. */
    private @Nullable BuddyExtent hot;

    private long hotBase;
    private long hotBytes;
    private byte[] hotTags = {};
    private boolean closed;

    private BuddyAllocator(BuddyOptions options, @Nullable MemorySource source) {
        this.options = options;
        checked = options.checked();
        owner = checked && options.owned() ? Thread.currentThread() : null;
        heap = new BuddyHeap(options, source);
        unitMask = options.minBlockBytes() - 1;
        groupShift = Long.numberOfTrailingZeros(options.minBlockBytes()) + BuddyLayout.GROUP_SHIFT;
        waiting = heap.quick.waiting;
        limits = heap.quick.limits;
        stacks = heap.quick.stacks;
    }

    /**
     * Creates an allocator that draws memory from a source when it runs out, the first time at the first allocation.
     *
     * <p>It draws powers of two, aligned to themselves: the configured growth or half of what it has, whichever is
     * more, but 1 GiB at most unless one request needs more. Drawn memory goes back by {@link #trim} and {@link
     * #close}.
     *
     * @param source where memory comes from; must stay open for as long
     * @param options how it behaves
     * @return a new allocator without memory
     */
    public static BuddyAllocator create(MemorySource source, BuddyOptions options) {
        return new BuddyAllocator(options, source);
    }

    /**
     * Creates an allocator over a fixed run of memory, which stays the caller's and must outlive it.
     *
     * @param address first byte, above zero
     * @param bytes length, from one smallest block to 2^32 of them (less when requests are counted)
     * @param options how it behaves
     * @return a new allocator
     * @throws AllocationException of kind {@code INVALID_PARAMETER} if the run holds no smallest block or more than
     *     that, or ends above 2^57
     */
    public static BuddyAllocator over(long address, long bytes, BuddyOptions options) {
        BuddyAllocator allocator = new BuddyAllocator(options, null);
        allocator.addRegion(address, bytes);
        return allocator;
    }

    /**
     * Adds a run of memory, which stays the caller's and must outlive this allocator.
     *
     * <p>It is trimmed to multiples of the smallest block. Where it then touches memory that was added before, buddies
     * merge across the seam. Takes time in proportion to the metadata of what it touches.
     *
     * @param address first byte, above zero
     * @param bytes length, from one smallest block to 2^32 of them (less when requests are counted)
     * @throws AllocationException of kind {@code INVALID_PARAMETER} if the run holds no smallest block or more than
     *     that, or ends above 2^57; of kind {@code MEMORY_OVERLAP} if it shares a byte with a region that is there
     */
    public void addRegion(long address, long bytes) {
        OwnerThread.check(owner);
        requireOpen();
        heap.checkRegion(address, bytes);
        makeHot(heap.open(address, bytes, false));
    }

    @Override
    public long allocate(long size, long alignment) {
        long address = tryAllocate(size, alignment);
        if (address == NULL) {
            throw BuddyHeap.noMemory(size, alignment);
        }
        return address;
    }

    @Override
    public long tryAllocate(long size, long alignment) {
        OwnerThread.check(owner);
        int shift = BuddyLayout.shift(size, alignment, unitMask);
        int count = waiting[shift];
        if (count == 0 || (alignment & (alignment - 1)) != 0) {
            return allocateSlowly(size, alignment);
        }
        long address = stacks[(shift << BuddyQuick.SLOT_SHIFT) + count - 1];
        if (checked) {
            tag(address, shift);
        }
        waiting[shift] = count - 1;
        return address;
    }

    /** Notes that a block is live. */
    private void tag(long address, int shift) {
        long offset = address - hotBase;
        if (Long.compareUnsigned(offset, hotBytes) < 0 && shift >= groupShift) {
            hotTags[(int) (offset >>> groupShift)] = BuddyLayout.tag(shift);
        } else {
            requireExtent(address).tag(address, shift);
        }
    }

    private long allocateSlowly(long size, long alignment) {
        requireOpen();
        Requests.checkBlock(size, alignment);
        int shift = BuddyLayout.shift(size, alignment, unitMask);
        if (shift > BuddyLayout.MAX_SHIFT) {
            return NULL;
        }
        long address = heap.take(shift, size);
        BuddyExtent recent = heap.recent();
        if (recent != hot && recent != null) {
            makeHot(recent);
        }
        return address;
    }

    @Override
    public void free(long address, long size, long alignment) {
        OwnerThread.check(owner);
        int shift = BuddyLayout.shift(size, alignment, unitMask);
        int count = waiting[shift];
        if (count < limits[shift] && (alignment & (alignment - 1)) == 0 && claim(address, shift)) {
            stacks[(shift << BuddyQuick.SLOT_SHIFT) + count] = address;
            waiting[shift] = count + 1;
        } else {
            freeSlowly(address, size, alignment);
        }
    }

    /** Takes the tag of a block away if that is all there is to do; when trusting, a waiting block keeps its tag. */
    private boolean claim(long address, int shift) {
        long offset = address - hotBase;
        if (Long.compareUnsigned(offset, hotBytes) >= 0
                || shift < groupShift
                || (offset & ((1L << groupShift) - 1)) != 0
                || hotTags[(int) (offset >>> groupShift)] != BuddyLayout.tag(shift)) {
            return false;
        }
        if (checked) {
            hotTags[(int) (offset >>> groupShift)] = 0;
        }
        return true;
    }

    private void freeSlowly(long address, long size, long alignment) {
        requireOpen();
        Requests.checkBlock(size, alignment);
        BuddyExtent extent = requireExtent(address);
        int shift = requireBlock(extent, address);
        if (checked && !matches(address, shift, size, alignment)) {
            throw AllocationException.invalidParameter("the block has another size or alignment, address=" + address
                    + ", size=" + size + ", alignment=" + alignment + ", usableSize=" + (1L << shift));
        }
        release(extent, address, shift);
    }

    /** A block is as large as its size and alignment need; after a resize where it is, maybe only as its size does. */
    private boolean matches(long address, int shift, long size, long alignment) {
        return Alignment.isAligned(address, alignment)
                && shift >= BuddyLayout.shift(size, 1, unitMask)
                && shift <= BuddyLayout.shift(size, alignment, unitMask);
    }

    /** Takes back a block that is known to be live: it waits, or merges when there is no room to wait. */
    private void release(BuddyExtent extent, long address, int shift) {
        makeHot(extent);
        if (waiting[shift] >= limits[shift]) {
            heap.give(extent, address, shift);
            return;
        }
        if (checked) {
            extent.untag(address);
        }
        heap.quick.push(shift, address);
    }

    @Override
    public void free(long address) {
        OwnerThread.check(owner);
        long offset = address - hotBase;
        if (Long.compareUnsigned(offset, hotBytes) < 0) {
            int tag = hotTags[(int) (offset >>> groupShift)];
            int shift = BuddyLayout.shiftOf(tag);
            int count = waiting[shift];
            if (BuddyLayout.isLarge(tag) && (offset & ((1L << groupShift) - 1)) == 0 && count < limits[shift]) {
                if (checked) {
                    hotTags[(int) (offset >>> groupShift)] = 0;
                }
                stacks[(shift << BuddyQuick.SLOT_SHIFT) + count] = address;
                waiting[shift] = count + 1;
                return;
            }
        }
        requireOpen();
        BuddyExtent extent = requireExtent(address);
        release(extent, address, requireBlock(extent, address));
    }

    @Override
    public long usableSize(long address) {
        OwnerThread.check(owner);
        requireOpen();
        return 1L << requireBlock(requireExtent(address), address);
    }

    private BuddyExtent requireExtent(long address) {
        BuddyExtent extent = hot;
        if (extent == null || !extent.covers(address)) {
            extent = heap.find(address);
        }
        if (extent == null || !extent.covers(address)) {
            throw AllocationException.notAllocated("this allocator has no such memory, address=" + address);
        }
        return extent;
    }

    /** Returns the shift of a block, or refuses what is none. */
    private static int requireBlock(BuddyExtent extent, long address) {
        int shift = extent.shiftAt(address);
        if (shift == 0) {
            throw AllocationException.notAllocated("no live block starts here, address=" + address);
        }
        return shift;
    }

    /** The same and, when checked, makes sure that a block is not smaller than its user says. */
    private int requireBlock(BuddyExtent extent, long address, long size) {
        int shift = requireBlock(extent, address);
        if (checked && size > 1L << shift) {
            throw AllocationException.invalidParameter(
                    "the block is smaller, address=" + address + ", size=" + size + ", usableSize=" + (1L << shift));
        }
        return shift;
    }

    private void makeHot(BuddyExtent extent) {
        hot = extent;
        hotBase = extent.tagBase;
        hotBytes = extent.taggedBytes();
        hotTags = extent.tags;
    }

    /**
     * {@inheritDoc}
     *
     * <p>Succeeds when the new size fits the block, or the block is the first part of a larger one all of whose rest is
     * free. What waits there is merged; O(waiting blocks).
     */
    @Override
    public boolean tryGrowInPlace(long address, long size, long newSize) {
        OwnerThread.check(owner);
        requireOpen();
        Requests.checkGrowth(size, newSize);
        BuddyExtent extent = requireExtent(address);
        requireBlock(extent, address, size);
        return growsInPlace(extent, address, newSize, Movement.MUST_NOT_MOVE);
    }

    /** {@inheritDoc} Always succeeds; the parts that are no longer needed are free at once. */
    @Override
    public boolean tryShrinkInPlace(long address, long size, long newSize) {
        OwnerThread.check(owner);
        requireOpen();
        Requests.checkShrinkage(size, newSize);
        BuddyExtent extent = requireExtent(address);
        truncate(extent, address, requireBlock(extent, address, size), newSize);
        return true;
    }

    private void truncate(BuddyExtent extent, long address, int shift, long newSize) {
        int target = BuddyLayout.shift(newSize, 1, unitMask);
        if (target < shift) {
            heap.truncate(extent, address, shift, target);
        }
        resized(extent, address, shift, newSize);
    }

    /** Counts the new requested size of a block instead of the one that was noted for its old shift. */
    private void resized(BuddyExtent extent, long address, int oldShift, long newSize) {
        heap.forget(extent, address, oldShift);
        heap.requested(extent, address, extent.shiftAt(address), newSize);
    }

    /** {@inheritDoc} Only if it must not move, blocks that wait behind it are merged to make room. */
    @Override
    public long grow(long address, long size, long newSize, long alignment, Movement movement) {
        OwnerThread.check(owner);
        requireOpen();
        Requests.checkGrowth(size, newSize);
        Requests.checkBlock(newSize, alignment);
        BuddyExtent extent = requireExtent(address);
        requireBlock(extent, address, size);
        boolean stays = Alignment.isAligned(address, alignment) && growsInPlace(extent, address, newSize, movement);
        if (!stays && movement == Movement.MUST_NOT_MOVE) {
            throw BuddyHeap.mustMove(address, newSize, alignment);
        }
        if (!stays) {
            long target = tryAllocate(newSize, alignment);
            if (target != NULL) {
                return moved(extent, address, target, size);
            }
            // The failed allocation has merged what waited: what was out of reach may be in reach now.
            stays = Alignment.isAligned(address, alignment) && growsInPlace(extent, address, newSize, movement);
        }
        if (!stays) {
            throw BuddyHeap.noMemory(newSize, alignment);
        }
        trimToAlignment(extent, address, newSize, alignment);
        return address;
    }

    /** A block that was as large as a larger alignment than its new one gives the rest back. */
    private void trimToAlignment(BuddyExtent extent, long address, long newSize, long alignment) {
        int shift = extent.shiftAt(address);
        int most = BuddyLayout.shift(newSize, alignment, unitMask);
        if (shift > most) {
            heap.truncate(extent, address, shift, most);
        }
    }

    private boolean growsInPlace(BuddyExtent extent, long address, long newSize, Movement movement) {
        int shift = extent.shiftAt(address);
        int target = Math.max(shift, BuddyLayout.shift(newSize, 1, unitMask));
        boolean grown = target == shift
                || (movement == Movement.MAY_MOVE
                        ? heap.extend(extent, address, shift, target)
                        : heap.extendOverWaiting(extent, address, shift, target));
        if (grown) {
            resized(extent, address, shift, newSize);
        }
        return grown;
    }

    /** {@inheritDoc} Moves only for a larger alignment. */
    @Override
    public long shrink(long address, long size, long newSize, long alignment, Movement movement) {
        OwnerThread.check(owner);
        requireOpen();
        Requests.checkShrinkage(size, newSize);
        Requests.checkBlock(newSize, alignment);
        BuddyExtent extent = requireExtent(address);
        int shift = requireBlock(extent, address, size);
        if (Alignment.isAligned(address, alignment)) {
            truncate(extent, address, shift, newSize);
            return address;
        }
        if (movement == Movement.MUST_NOT_MOVE) {
            throw BuddyHeap.mustMove(address, newSize, alignment);
        }
        long target = allocate(newSize, alignment);
        return moved(extent, address, target, newSize);
    }

    /** Copies a block to its new place and takes the old one back. */
    private long moved(BuddyExtent extent, long address, long target, long size) {
        RawAccess.copy(address, target, size);
        release(extent, address, extent.shiftAt(address));
        return target;
    }

    /**
     * Merges what waits and returns the largest request that is then sure to be served without growth.
     *
     * @return bytes, for an alignment up to the same; zero when nothing is free
     */
    public long largestFree() {
        OwnerThread.check(owner);
        requireOpen();
        return heap.largestFree();
    }

    /**
     * Merges what waits and gives regions that are free as a whole back to the source they were drawn from.
     *
     * @return bytes given back
     */
    public long trim() {
        OwnerThread.check(owner);
        requireOpen();
        hot = null;
        hotBytes = 0;
        return heap.trim();
    }

    /**
     * Returns how many bytes the holders of all live blocks asked for; the rounded figure is {@link
     * AllocatorStatistics#liveBlockBytes()}. Exact, however blocks are freed, because it is noted for each block.
     *
     * @return bytes, or nothing unless the options {@linkplain BuddyOptions#countsRequests() count requests}
     */
    public OptionalLong requestedBytes() {
        OwnerThread.check(owner);
        requireOpen();
        return options.countsRequests() ? OptionalLong.of(heap.requestedBytes()) : OptionalLong.empty();
    }

    @Override
    public boolean contains(long address) {
        OwnerThread.check(owner);
        requireOpen();
        return heap.find(address) != null;
    }

    @Override
    public AllocatorStatistics statistics() {
        OwnerThread.check(owner);
        requireOpen();
        return heap.statistics();
    }

    /** {@inheritDoc} Regions that were handed in stay their owner's. */
    @Override
    public void close() {
        OwnerThread.check(owner);
        if (!closed) {
            closed = true;
            hot = null;
            hotBytes = 0;
            heap.close();
        }
    }

    BuddyHeap heap() {
        return heap;
    }

    BuddyOptions options() {
        return options;
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("the allocator is closed, engine=buddy");
        }
    }

    @Override
    public String toString() {
        return "BuddyAllocator[options=" + options + ", closed=" + closed + "]";
    }
}
