package org.allotment.core.buddy;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.allotment.core.AllocatorStatistics;
import org.jspecify.annotations.Nullable;

/**
 * Walks a {@link BuddyAllocator} or a {@link FrameAllocator} and proves the invariants I1 to I9 of the package
 * documentation.
 */
public final class BuddyCheck {
    private static final byte[] UNTAGGED = new byte[256];

    private final BuddyHeap heap;
    private final BuddyOptions options;
    private final AllocatorStatistics statistics;

    /** Shift of each waiting block, by address. */
    private final Map<Long, Integer> waiting = new HashMap<>();

    private long waitingMet;
    private long waitingBytes;
    private long freeBytes;
    private long liveBlocks;
    private long liveBytes;
    private long requestedBytes;

    private BuddyCheck(BuddyAllocator allocator) {
        heap = allocator.heap();
        options = allocator.options();
        statistics = allocator.statistics();
    }

    /**
     * Walks all extents, maps, tags, stacks and counters.
     *
     * @param allocator any open allocator; it is not changed
     * @throws AssertionError if an invariant is broken; the message starts with its number
     */
    public static void verify(BuddyAllocator allocator) {
        BuddyCheck check = new BuddyCheck(allocator);
        check.stacks();
        check.extents();
        check.counters();
    }

    /**
     * Walks all frames, maps and counters.
     *
     * @param allocator any allocator; it is not changed
     * @throws AssertionError if an invariant is broken; the message starts with its number
     */
    public static void verify(FrameAllocator allocator) {
        BuddyMap map = allocator.map();
        map(map);
        long used = 0;
        for (int order = 0; order <= map.topOrder; order++) {
            BlockBits runs = allocator.runs(order);
            if (runs != null) {
                require(runs.isSummedUp(), "I3", "summaries of runs, order=", order);
                used += runs.count() << order;
                runsAreDisjoint(allocator, runs, order);
            }
        }
        require(allocator.usedFrames() == used, "I7", "used frames equal the walk, used=", used);
        require(allocator.totalFrames() == used + map.freeUnits(), "I8", "no frame is missing, used=", used);
    }

    private static void runsAreDisjoint(FrameAllocator allocator, BlockBits runs, int order) {
        BuddyMap map = allocator.map();
        for (long run = runs.next(0); run != BlockBits.NONE; run = runs.next(run + 1)) {
            long start = run << order;
            require(start >= map.first && start + (1L << order) <= map.end, "I2", "runs are within, start=", start);
            for (int other = 0; other <= map.topOrder; other++) {
                require(!meets(map.bits(other), other, start, order), "I2", "a run is not free, start=", start);
                boolean twice = other != order && meets(allocator.runs(other), other, start, order);
                require(!twice, "I2", "runs are disjoint, start=", start);
            }
        }
    }

    /** Tells whether a set of one order has a block that shares a unit with a block of another. */
    private static boolean meets(@Nullable BlockBits bits, int bitsOrder, long start, int order) {
        long next = bits == null ? BlockBits.NONE : bits.next(start >>> bitsOrder);
        return next != BlockBits.NONE && next <= (start + (1L << order) - 1) >>> bitsOrder;
    }

    private static void require(boolean holds, String invariant, String what, long value) {
        if (!holds) {
            throw new AssertionError(invariant + " " + what + value);
        }
    }

    /** Proves what one map says of itself: bits, summaries, merged buddies, its count. */
    private static void map(BuddyMap map) {
        long units = 0;
        for (int order = 0; order <= map.topOrder; order++) {
            BlockBits bits = map.bits(order);
            boolean any = bits != null && bits.next(0) != BlockBits.NONE;
            require(
                    any == (((map.nonEmptyOrders() >>> order) & 1) != 0),
                    "I3",
                    "an order's bit says so, order=",
                    order);
            if (bits != null) {
                require(bits.isSummedUp(), "I3", "a summary bit is set iff its word is not zero, order=", order);
                require(any != bits.isEmpty(), "I3", "the highest word says whether there is any, order=", order);
                units += bits.count() << order;
                blocks(map, bits, order);
            }
        }
        require(map.nonEmptyOrders() >>> map.topOrder <= 1, "I3", "no order above the top, top=", map.topOrder);
        require(map.freeUnits() == units, "I7", "free units equal the walk, freeUnits=", map.freeUnits());
    }

    private static void blocks(BuddyMap map, BlockBits bits, int order) {
        for (long block = bits.next(0); block != BlockBits.NONE; block = bits.next(block + 1)) {
            long start = block << order;
            require(start >= map.first && start + (1L << order) <= map.end, "I2", "blocks are within, unit=", start);
            boolean merged = order == map.topOrder || (block & 1) == 1 || !bits.get(block ^ 1);
            require(merged, "I4", "free buddies are merged, unit=", start);
        }
    }

    private void stacks() {
        for (int shift = 0; shift < BuddyQuick.shiftsEnd(); shift++) {
            int count = heap.quick.waiting[shift];
            require(count >= 0 && count <= heap.quick.limits[shift], "I6", "a stack has its limit, shift=", shift);
            for (int place = 0; place < count; place++) {
                long address = heap.quick.at(shift, place);
                require(waiting.put(address, shift) == null, "I6", "a block waits once, address=", address);
            }
        }
    }

    private void extents() {
        BuddyExtent before = null;
        for (BuddyExtent extent : heap.extents()) {
            if (before != null) {
                require(
                        before.start + before.bytes <= extent.start,
                        "I1",
                        "extents are in order, start=",
                        extent.start);
                require(!heap.joins(before, extent), "I1", "extents that touch are one, start=", extent.start);
            }
            map(extent.map);
            blocks(extent);
            before = extent;
        }
        require(waitingMet == waiting.size(), "I6", "each waiting block is one of the walk, met=", waitingMet);
    }

    private void blocks(BuddyExtent extent) {
        long tagged = 0;
        long free = 0;
        long address = extent.usableStart;
        while (address < extent.usableEnd) {
            int shift = extent.shiftAt(address);
            tagged += shift == 0 ? 0 : 1;
            if (isFree(extent, address)) {
                require(shift == 0, "I5", "a free block has no tag, address=", address);
                shift = extent.map.freeOrderAround(extent.unit(address), 0) + extent.unitShift;
                free += 1L << shift;
            } else {
                shift = taken(extent, address, shift);
            }
            boolean fits = shift >= extent.unitShift
                    && (address & ((1L << shift) - 1)) == 0
                    && (1L << shift) <= extent.usableEnd - address;
            require(fits, "I2", "blocks tile an extent, each at a multiple of its size, address=", address);
            address += 1L << shift;
        }
        require(free == extent.map.freeUnits() << extent.unitShift, "I2", "free blocks are met once, bytes=", free);
        long tags = tags(extent);
        require(tagged == tags, "I5", "nothing else is tagged, tags=", tags);
        freeBytes += free;
    }

    private static boolean isFree(BuddyExtent extent, long address) {
        long unit = extent.unit(address);
        int order = extent.map.freeOrderAround(unit, 0);
        require(
                order == Long.SIZE || (unit & ((1L << order) - 1)) == 0,
                "I2",
                "a free block starts where the walk comes, address=",
                address);
        return order != Long.SIZE;
    }

    /** Counts a live or waiting block and returns its shift. */
    private int taken(BuddyExtent extent, long address, int tag) {
        Integer stack = waiting.get(address);
        if (stack == null) {
            require(tag != 0, "I5", "a live block has a tag, address=", address);
            liveBlocks++;
            liveBytes += 1L << tag;
            requested(extent, address, tag);
            return tag;
        }
        require(tag == (options.checked() ? 0 : stack), "I5", "the tag of a waiting block, address=", address);
        waitingMet++;
        waitingBytes += 1L << stack;
        return stack;
    }

    private void requested(BuddyExtent extent, long address, int shift) {
        if (extent.requested != null) {
            long size = extent.requested.get(extent.unit(address) - extent.map.first, shift);
            require(size <= 1L << shift, "I9", "no more was requested than there is, address=", address);
            requestedBytes += size;
        }
    }

    /** Most groups have no tag, and are passed over by the piece. */
    private static long tags(BuddyExtent extent) {
        byte[] groups = extent.tags;
        long tags = 0;
        for (int from = 0; from < groups.length; from += UNTAGGED.length) {
            int to = Math.min(groups.length, from + UNTAGGED.length);
            if (Arrays.mismatch(groups, from, to, UNTAGGED, 0, to - from) >= 0) {
                tags += tags(groups, from, to);
            }
        }
        return tags;
    }

    private static long tags(byte[] groups, int from, int to) {
        long tags = 0;
        for (int at = from; at < to; at++) {
            byte group = groups[at];
            if (BuddyLayout.isLarge(group)) {
                tags++;
            } else if (group != 0) {
                int pairs = (group | (group >> 1)) & 0x55;
                tags += Integer.bitCount(pairs);
            }
        }
        return tags;
    }

    private void counters() {
        require(statistics.liveBlocks() == liveBlocks, "I7", "live blocks equal the walk, walk=", liveBlocks);
        require(statistics.liveBlockBytes() == liveBytes, "I7", "live bytes equal the walk, walk=", liveBytes);
        long free = freeBytes + waitingBytes;
        require(statistics.freeBytes() == free, "I7", "free bytes equal the walk, walk=", free);
        require(
                statistics.isConserved(),
                "I8",
                "no byte is missing or counted twice, source=",
                statistics.sourceBytes());
        require(heap.requestedBytes() == requestedBytes, "I9", "requested bytes equal the walk, walk=", requestedBytes);
    }
}
