package org.allotment.core.buddy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.allotment.core.AllocationException;
import org.allotment.core.Allocator;
import org.allotment.core.AllocatorStatistics;
import org.allotment.core.bits.Alignment;
import org.allotment.core.ending.Endings;
import org.allotment.core.source.MemorySource;
import org.jspecify.annotations.Nullable;

/**
 * Extents and waiting blocks together: all that is not on a fast path.
 *
 * <p>To the maps a waiting block is a taken one; here the two are told apart.
 */
final class BuddyHeap {
    /** Most bytes drawn in advance, so that growth by halves ends somewhere. */
    private static final long MOST_AHEAD = 1L << 30;

    final BuddyQuick quick;
    private final BuddyOptions options;
    private final @Nullable MemorySource source;
    private final int unitShift;

    /** Sorted by address and disjoint. */
    private BuddyExtent[] extents = {};

    /** The extent that {@link #take} took from last. */
    private @Nullable BuddyExtent recent;

    private long takenBlocks;
    private long takenBytes;
    private long requestedBytes;

    BuddyHeap(BuddyOptions options, @Nullable MemorySource source) {
        this.options = options;
        this.source = source;
        unitShift = Long.numberOfTrailingZeros(options.minBlockBytes());
        quick = new BuddyQuick(options.countsRequests() ? 0 : options.quickLimit());
    }

    /** Refuses what cannot become a region. */
    void checkRegion(long address, long bytes) {
        long most = mostRegionBytes();
        if (address <= 0 || bytes <= 0 || bytes > most || address > (1L << BuddyLayout.MAX_SHIFT) - bytes) {
            throw badRegion("a region must lie between 1 and 2^57 and be at most " + most + " bytes", address, bytes);
        }
        if (!BuddyExtent.isLargeEnough(address, bytes, options.minBlockBytes())) {
            throw badRegion("a region must hold a smallest block", address, bytes);
        }
        int place = countUpTo(address + bytes - 1);
        if (place > 0 && extents[place - 1].start + extents[place - 1].bytes > address) {
            throw AllocationException.memoryOverlap(
                    "a region is there already, address=" + address + ", bytes=" + bytes);
        }
    }

    private long mostRegionBytes() {
        long units = options.countsRequests() ? RequestedSizes.mostUnits(unitShift) : BuddyLayout.MAX_UNITS;
        return Math.min(units << unitShift, 1L << BuddyLayout.MAX_SHIFT);
    }

    private static AllocationException badRegion(String rule, long address, long bytes) {
        return AllocationException.invalidParameter(rule + ", address=" + address + ", bytes=" + bytes);
    }

    /** Adds a region that was found good, and joins it with the extents it touches. */
    BuddyExtent open(long address, long bytes, boolean drawn) {
        BuddyExtent added = BuddyExtent.of(address, bytes, options, drawn);
        int from = countUpTo(address);
        int to = from;
        if (from > 0 && joins(extents[from - 1], added)) {
            added = BuddyExtent.join(extents[--from], added, options);
        }
        if (to < extents.length && joins(added, extents[to])) {
            added = BuddyExtent.join(added, extents[to++], options);
        }
        BuddyExtent[] grown = new BuddyExtent[extents.length - (to - from) + 1];
        System.arraycopy(extents, 0, grown, 0, from);
        grown[from] = added;
        System.arraycopy(extents, to, grown, from + 1, extents.length - to);
        extents = grown;
        recent = added;
        return added;
    }

    /** Tells whether two extents become one: their metadata must fit in one array, else the seam stays. */
    boolean joins(BuddyExtent lower, BuddyExtent upper) {
        return lower.touches(upper) && lower.bytes + upper.bytes <= mostRegionBytes();
    }

    /** Takes a block for a request, at any price: what waits is merged, then the source is asked. */
    long take(int shift, long size) {
        long address = takeFree(shift, size);
        if (address == Allocator.NULL && drain()) {
            address = takeFree(shift, size);
        }
        if (address == Allocator.NULL && source != null && growFor(source, shift)) {
            address = takeFree(shift, size);
        }
        return address;
    }

    private long takeFree(int shift, long size) {
        int order = shift - unitShift;
        BuddyExtent best = null;
        int bestOrder = Long.SIZE;
        for (BuddyExtent extent : extents) {
            int found = extent.map.sufficientOrder(order);
            if (found < bestOrder) {
                bestOrder = found;
                best = extent;
            }
        }
        return best == null ? Allocator.NULL : takeFrom(best, shift, size);
    }

    private long takeFrom(BuddyExtent extent, int shift, long size) {
        long unit = extent.map.take(shift - unitShift);
        long address = unit << unitShift;
        extent.tag(address, shift);
        takenBlocks++;
        takenBytes += 1L << shift;
        requested(extent, address, shift, size);
        recent = extent;
        return address;
    }

    @Nullable
    BuddyExtent recent() {
        return recent;
    }

    /** Gives back a tagged block, with its tag. */
    void give(BuddyExtent extent, long address, int shift) {
        forget(extent, address, shift);
        extent.untag(address);
        giveUntagged(extent, address, shift);
    }

    private void giveUntagged(BuddyExtent extent, long address, int shift) {
        extent.map.give(extent.unit(address), shift - unitShift);
        takenBlocks--;
        takenBytes -= 1L << shift;
    }

    /** Merges a block that waits no longer; when checked, its tag went when it began to wait. */
    private void giveWaiting(long address, int shift) {
        BuddyExtent extent = find(address);
        if (extent == null) {
            throw new IllegalStateException("a waiting block has no extent, address=" + address);
        }
        if (!options.checked()) {
            extent.untag(address);
        }
        giveUntagged(extent, address, shift);
    }

    /** Merges all that waits; false when nothing did. */
    boolean drain() {
        boolean any = false;
        for (int shift = unitShift; shift < BuddyQuick.shiftsEnd(); shift++) {
            while (quick.waiting[shift] > 0) {
                int last = quick.waiting[shift] - 1;
                long address = quick.at(shift, last);
                quick.remove(shift, last);
                giveWaiting(address, shift);
                any = true;
            }
        }
        return any;
    }

    /** Merges what waits in a range; false when nothing did. O(waiting blocks). */
    private boolean reclaim(long from, long to) {
        boolean any = false;
        for (int shift = unitShift; shift < BuddyQuick.shiftsEnd(); shift++) {
            for (int place = quick.waiting[shift] - 1; place >= 0; place--) {
                long address = quick.at(shift, place);
                if (address >= from && address < to) {
                    quick.remove(shift, place);
                    giveWaiting(address, shift);
                    any = true;
                }
            }
        }
        return any;
    }

    /** Draws a region with room for a block: a generous one or, when that is refused, one that just does. */
    private boolean growFor(MemorySource from, int shift) {
        if (shift > BuddyLayout.MAX_SHIFT) {
            return false;
        }
        long least = Math.max(1L << shift, from.granularity());
        long share = Long.highestOneBit(Math.min(sourceBytes() / 2, MOST_AHEAD));
        long generous = Math.max(Math.max(options.growthBytes(), share), from.granularity());
        return (generous > least && draw(from, generous)) || draw(from, least);
    }

    /** A drawn region is one block: a power of two, aligned to itself. */
    private boolean draw(MemorySource from, long bytes) {
        if (bytes > mostRegionBytes()) {
            return false;
        }
        long address = from.obtain(bytes, bytes);
        if (address == MemorySource.NONE) {
            return false;
        }
        boolean opened = false;
        try {
            checkRegion(address, bytes);
            open(address, bytes, true);
            opened = true;
        } finally {
            if (!opened) {
                from.release(address, bytes);
            }
        }
        return true;
    }

    /** Merges what waits, and gives drawn regions that are free as a whole back to the source; returns their bytes. */
    long trim() {
        drain();
        List<BuddyExtent> kept = new ArrayList<>(Arrays.asList(extents));
        kept.removeIf(extent -> extent.drawn && extent.map.freeUnits() == extent.map.units());
        BuddyExtent[] before = extents;
        extents = kept.toArray(new BuddyExtent[0]);
        recent = null;
        long bytes = 0;
        for (BuddyExtent extent : before) {
            if (source != null && find(extent.start) == null) {
                source.release(extent.start, extent.bytes);
                bytes += extent.bytes;
            }
        }
        return bytes;
    }

    /** Makes a tagged block larger where it is; false, and nothing done, when what follows is not free. */
    boolean extend(BuddyExtent extent, long address, int shift, int target) {
        int order = shift - unitShift;
        if (target > BuddyLayout.MAX_SHIFT || !extent.map.extend(extent.unit(address), order, target - unitShift)) {
            return false;
        }
        extent.tag(address, target);
        takenBytes += (1L << target) - (1L << shift);
        return true;
    }

    /** The same; what waits behind the block is merged first if that can help. */
    boolean extendOverWaiting(BuddyExtent extent, long address, int shift, int target) {
        if (extend(extent, address, shift, target)) {
            return true;
        }
        boolean possible = target <= BuddyLayout.MAX_SHIFT
                && Alignment.isAligned(address, 1L << target)
                && address + (1L << target) <= extent.usableEnd;
        return possible
                && reclaim(address + (1L << shift), address + (1L << target))
                && extend(extent, address, shift, target);
    }

    /** Makes a tagged block smaller where it is. */
    void truncate(BuddyExtent extent, long address, int shift, int target) {
        extent.map.truncate(extent.unit(address), shift - unitShift, target - unitShift);
        extent.tag(address, target);
        takenBytes -= (1L << shift) - (1L << target);
    }

    /** Notes the requested size of a block that has none. */
    void requested(BuddyExtent extent, long address, int shift, long size) {
        if (extent.requested != null) {
            extent.requested.set(extent.unit(address) - extent.map.first, shift, size);
            requestedBytes += size;
        }
    }

    /** Takes back what {@link #requested} noted. */
    void forget(BuddyExtent extent, long address, int shift) {
        if (extent.requested != null) {
            requestedBytes -= extent.requested.get(extent.unit(address) - extent.map.first, shift);
        }
    }

    long requestedBytes() {
        return requestedBytes;
    }

    /** Returns the extent that contains an address. O(log extents). */
    @Nullable
    BuddyExtent find(long address) {
        int place = countUpTo(address);
        return place > 0 && extents[place - 1].contains(address) ? extents[place - 1] : null;
    }

    /** Number of extents that start at an address or before it. */
    private int countUpTo(long address) {
        int low = 0;
        int high = extents.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (extents[middle].start <= address) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    BuddyExtent[] extents() {
        return extents;
    }

    private long sourceBytes() {
        long sum = 0;
        for (BuddyExtent extent : extents) {
            sum += extent.bytes;
        }
        return sum;
    }

    long largestFree() {
        drain();
        long largest = 0;
        for (BuddyExtent extent : extents) {
            int order = extent.map.largestFreeOrder();
            largest = Math.max(largest, order < 0 ? 0 : 1L << (order + unitShift));
        }
        return largest;
    }

    AllocatorStatistics statistics() {
        long free = 0;
        long lost = 0;
        long heapBytes = quick.heapBytes();
        for (BuddyExtent extent : extents) {
            free += extent.map.freeUnits() << unitShift;
            lost += extent.lostBytes();
            heapBytes += extent.heapBytes();
        }
        return new AllocatorStatistics(
                sourceBytes(),
                takenBytes - quick.bytes(),
                0,
                free + quick.bytes(),
                0,
                lost,
                takenBlocks - quick.blocks(),
                heapBytes);
    }

    void close() {
        BuddyExtent[] all = extents;
        extents = new BuddyExtent[0];
        recent = null;
        Arrays.fill(quick.waiting, 0);
        Arrays.fill(quick.limits, 0);
        MemorySource from = source;
        if (from != null) {
            Endings endings = new Endings();
            for (BuddyExtent extent : all) {
                if (extent.drawn) {
                    endings.end(() -> from.release(extent.start, extent.bytes));
                }
            }
            endings.report();
        }
    }

    static AllocationException noMemory(long size, long alignment) {
        return AllocationException.noMemory("no free block is large enough, size=" + size + ", alignment=" + alignment);
    }

    static AllocationException mustMove(long address, long newSize, long alignment) {
        return AllocationException.noMemory("the block cannot be resized where it is, address=" + address + ", newSize="
                + newSize + ", alignment=" + alignment);
    }
}
