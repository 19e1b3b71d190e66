package org.allotment.core.tlsf;

import static org.allotment.core.tlsf.TlsfLayout.GRANULE_BYTES;
import static org.allotment.core.tlsf.TlsfLayout.GRANULE_SHIFT;
import static org.allotment.core.tlsf.TlsfLayout.HEADER_BYTES;
import static org.allotment.core.tlsf.TlsfLayout.SENTINEL;
import static org.allotment.core.tlsf.TlsfLayout.USED;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.allotment.core.Allocator;
import org.allotment.core.AllocatorStatistics;
import org.allotment.core.memory.RawAccess;

/**
 * Walks a {@link TlsfAllocator} and proves the invariants I1 to I10 of the package documentation.
 *
 * <p>No address is followed before it is known to be a block of the walk, so that a broken structure is reported and
 * not run into.
 */
public final class TlsfCheck {
    private final TlsfHeap heap;
    private final boolean checked;
    private final AllocatorStatistics statistics;

    /** Size of each free block, by its header's address. */
    private final Map<Long, Long> free = new HashMap<>();

    /** Size of each block with the used bit, by its header's address. */
    private final Map<Long, Long> used = new HashMap<>();

    /** Header addresses of blocks in quick lists. */
    private final Set<Long> waiting = new HashSet<>();

    private TlsfCheck(TlsfAllocator allocator) {
        heap = allocator.heap();
        checked = allocator.isChecked();
        statistics = allocator.statistics();
    }

    /**
     * Walks all blocks, lists, bits and counters.
     *
     * @param allocator any open allocator; it is not changed
     * @throws AssertionError if an invariant is broken; the message starts with its number
     */
    public static void verify(TlsfAllocator allocator) {
        TlsfCheck check = new TlsfCheck(allocator);
        check.regions();
        check.lists();
        check.bits();
        check.quickLists();
        check.marks();
        check.conservation();
        check.counters();
    }

    private static void require(boolean holds, String invariant, String what, long address) {
        if (!holds) {
            throw new AssertionError(invariant + " " + what + ", address=" + address);
        }
    }

    private void regions() {
        long end = 0;
        for (TlsfRegion region : heap.regions.all()) {
            require(region.start >= end, "I1", "regions are sorted and disjoint", region.start);
            end = region.start + region.bytes;
            blocks(region);
        }
    }

    private void blocks(TlsfRegion region) {
        long previous = Allocator.NULL;
        boolean previousFree = false;
        long block = region.first;
        while (block != region.sentinel) {
            long word = TlsfEngine.word(block);
            long bytes = TlsfEngine.bytesOf(block);
            boolean isFree = TlsfEngine.isFree(word);
            require(bytes >= GRANULE_BYTES && bytes <= region.sentinel - block, "I1", "blocks tile the region", block);
            require((word & ~USED) == bytes, "I1", "a block has no flag but used", block);
            require(TlsfEngine.previousPhysical(block) == previous, "I2", "a header names the block before", block);
            require(!(isFree && previousFree), "I3", "free neighbours are merged", block);
            (isFree ? free : used).put(block, bytes);
            previous = block;
            previousFree = isFree;
            block += bytes;
        }
        require(TlsfEngine.word(block) == (USED | SENTINEL), "I1", "a sentinel ends the region", block);
        require(TlsfEngine.previousPhysical(block) == previous, "I2", "a sentinel names the block before", block);
    }

    private void lists() {
        Set<Long> listed = new HashSet<>();
        for (int list = 0; list < TlsfLayout.LISTS; list++) {
            long previous = Allocator.NULL;
            for (long block = heap.engine.index.heads[list]; block != Allocator.NULL; ) {
                Long bytes = free.get(block);
                require(bytes != null, "I4", "a list holds free blocks only", block);
                require(bytes != null && TlsfLayout.listOf(bytes) == list, "I4", "a list holds its sizes only", block);
                require(listed.add(block), "I4", "a block is listed once", block);
                require(
                        previous == Allocator.NULL || RawAccess.getLong(block + TlsfLayout.PREVIOUS_FREE) == previous,
                        "I5",
                        "list links agree in both directions",
                        block);
                previous = block;
                block = TlsfEngine.nextFree(block);
            }
        }
        for (long block : free.keySet()) {
            require(listed.contains(block), "I4", "each free block is listed", block);
        }
    }

    private void bits() {
        TlsfIndex index = heap.engine.index;
        for (int level = 0; level < TlsfLayout.FIRST_LEVEL; level++) {
            int expected = 0;
            for (int slice = 0; slice < TlsfLayout.SECOND_LEVEL; slice++) {
                if (index.heads[level * TlsfLayout.SECOND_LEVEL + slice] != Allocator.NULL) {
                    expected |= 1 << slice;
                }
            }
            require(
                    index.second[level] == expected,
                    "I6",
                    "a second-level bit is set iff its list is not empty",
                    level);
            require(
                    (index.first >>> level & 1) == (expected == 0 ? 0 : 1),
                    "I6",
                    "a first-level bit is set iff its word is not zero",
                    level);
        }
    }

    private void quickLists() {
        for (int granules = 0; granules < TlsfQuick.CLASSES; granules++) {
            long head = heap.quick[granules];
            int room = TlsfQuick.room(head);
            while (TlsfQuick.address(head) != Allocator.NULL) {
                long payload = TlsfQuick.address(head);
                Long bytes = used.get(payload - HEADER_BYTES);
                require(bytes != null, "I7", "a quick list holds used blocks only", payload);
                require(
                        bytes != null && bytes == (long) granules << GRANULE_SHIFT,
                        "I7",
                        "a quick list holds one size",
                        payload);
                require(waiting.add(payload - HEADER_BYTES), "I7", "a block waits once", payload);
                head = RawAccess.getLong(payload);
                room++;
                require(TlsfQuick.room(head) == room, "I7", "each link leaves room for one more", payload);
            }
            require(room == 0 || room == TlsfQuick.limit(granules), "I7", "an empty list has all its room", granules);
        }
    }

    private void marks() {
        if (!checked) {
            return;
        }
        used.forEach((block, bytes) -> {
            long payload = block + HEADER_BYTES;
            TlsfRegion region = heap.regions.find(payload);
            int expected = waiting.contains(block) ? 0 : (int) Math.min(TlsfRegion.LARGE, bytes >>> GRANULE_SHIFT);
            require(
                    region != null && region.markOf(payload) == expected,
                    "I8",
                    "the mark of a used block is its size iff it is handed out",
                    block);
        });
        long marks = 0;
        for (TlsfRegion region : heap.regions.all()) {
            for (byte mark : region.marks) {
                marks += mark == 0 ? 0 : 1;
            }
        }
        require(marks == used.size() - waiting.size(), "I8", "nothing else is marked, marks=" + marks, 0);
    }

    private void counters() {
        TlsfEngine engine = heap.engine;
        require(engine.blocks == free.size() + used.size(), "I9", "blocks are counted, blocks=" + engine.blocks, 0);
        require(engine.usedBlocks == used.size(), "I9", "used blocks are counted, usedBlocks=" + engine.usedBlocks, 0);
        require(engine.usedBytes == sum(used), "I9", "used bytes are counted, usedBytes=" + engine.usedBytes, 0);
        long all = sum(used) + sum(free);
        require(engine.blockBytes == all, "I9", "block bytes are counted, blockBytes=" + engine.blockBytes, 0);
        long quickBytes = 0;
        for (long block : waiting) {
            quickBytes += used.getOrDefault(block, 0L);
        }
        long live = used.size() - (long) waiting.size();
        require(statistics.liveBlocks() == live, "I9", "live blocks equal the walk, " + statistics, 0);
        require(
                statistics.liveBlockBytes() == sum(used) - quickBytes - live * HEADER_BYTES,
                "I9",
                "live bytes equal the walk, " + statistics,
                0);
    }

    private static long sum(Map<Long, Long> sizes) {
        long sum = 0;
        for (long size : sizes.values()) {
            sum += size;
        }
        return sum;
    }

    private void conservation() {
        require(statistics.isConserved(), "I10", "no byte is missing or counted twice, " + statistics, 0);
        require(statistics.sourceBytes() == heap.regions.bytes(), "I10", "all regions are counted, " + statistics, 0);
    }
}
