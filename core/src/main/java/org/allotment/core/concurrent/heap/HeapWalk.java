package org.allotment.core.concurrent.heap;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.allotment.core.AllocatorStatistics;
import org.allotment.core.concurrent.remote.RemoteFrees;
import org.allotment.core.concurrent.slice.SizeClasses;
import org.allotment.core.concurrent.slice.SliceDepot;
import org.allotment.core.memory.RawAccess;

/**
 * Walks every page, for a list of the live blocks and for the invariants H1 to H8 of the package. Only while no other
 * thread is within a call; O(pages + blocks), and it makes garbage.
 */
public final class HeapWalk {
    private final PageSupply supply;

    /** First blocks of the open batches of each page. */
    private final Map<Page, List<Long>> batches = new HashMap<>();

    /** Number of pages by class of each heap. */
    private final Map<ThreadHeap, Map<Integer, Integer>> owned = new HashMap<>();

    HeapWalk(PageSupply supply, HeapRegistry registry) {
        this.supply = supply;
        registry.forEachHeap(this::noteBatches);
    }

    private void noteBatches(ThreadHeap heap) {
        heap.batches.forEach((page, head, count) ->
                batches.computeIfAbsent(page, ignored -> new ArrayList<>()).add(head));
    }

    /** Answers what it was given, for callers that want an answer. */
    HeapWalk forEachBlock(SharedAllocator.BlockVisitor visitor) {
        visitPages(visitor);
        return this;
    }

    private void visitPages(SharedAllocator.BlockVisitor visitor) {
        supply.forEach(page -> {
            if (page.sizeClass == SizeClasses.NONE) {
                visitor.block(page.base, page.span);
                return;
            }
            BitSet notLive = freeBlocks(page);
            notLive.or(awayBlocks(page));
            for (int i = notLive.nextClearBit(0); i < page.carved; i = notLive.nextClearBit(i + 1)) {
                visitor.block(page.base + (long) i * page.blockSize, page.blockSize);
            }
        });
    }

    /**
     * Walks the invariants of an allocator.
     *
     * @param allocator open, and at rest
     * @throws AssertionError that begins with the number of a broken invariant
     * @throws IllegalStateException if it is closed
     */
    public static void check(SharedAllocator allocator) {
        allocator.enter();
        HeapRegistry registry = allocator.registry();
        undisturbed(allocator.supply, registry);
    }

    /**
     * Walks the invariants of the allocator that a heap is of.
     *
     * @param heap open, its allocator at rest
     * @throws AssertionError that begins with the number of a broken invariant
     * @throws IllegalStateException if it is closed, or the caller is not its owner
     */
    public static void check(OwnedHeap heap) {
        heap.enter();
        HeapRegistry registry = heap.registry();
        undisturbed(heap.supply, registry);
    }

    private static void undisturbed(PageSupply supply, HeapRegistry registry) {
        registry.undisturbed(() -> supply.withoutPurge(() -> check(supply, registry)));
    }

    private static long check(PageSupply supply, HeapRegistry registry) {
        HeapWalk walk = new HeapWalk(supply, registry);
        Sums sums = new Sums();
        supply.forEach(page -> walk.page(page, sums));
        registry.forEachHeap(walk::heap);
        supply.locked(() -> {
            SliceDepot depot = supply.depot();
            depot.check();
            long taken = depot.sourceBytes() - depot.freeBytes();
            require(sums.chunkBytes == taken, "H1 pages add up to the slices taken, bytes", taken - sums.chunkBytes);
            return depot;
        });
        AllocatorStatistics statistics = registry.statistics();
        require(statistics.isConserved(), "H7 bytes are conserved, sourceBytes", statistics.sourceBytes());
        boolean same = statistics.liveBlocks() == sums.liveBlocks;
        require(same, "H7 live blocks are counted, liveBlocks", sums.liveBlocks);
        require(registry.isFound(), "H8 threads find their heaps, heaps", registry.heapCount());
        return sums.liveBlocks;
    }

    private static final class Sums {
        private long chunkBytes;
        private long liveBlocks;
    }

    private void page(Page page, Sums sums) {
        for (long address = page.base; address < page.base + page.span; address += SliceDepot.SLICE) {
            require(supply.map.get(address) == page, "H1 the map knows each slice of a page, address", address);
        }
        if (supply.depot().contains(page.base)) {
            sums.chunkBytes += page.span;
        }
        if (page.sizeClass == SizeClasses.NONE) {
            require(page.heap == null, "H1 large blocks are no heap's, base", page.base);
            sums.liveBlocks++;
            return;
        }
        BitSet free = freeBlocks(page);
        BitSet away = awayBlocks(page);
        int used = page.carved - free.cardinality();
        require(page.used() == used, "H2 each carved block is used or free, base", page.base);
        require(!free.intersects(away), "H3 no block is both free and away, base", page.base);
        sums.liveBlocks += used - away.cardinality();
        marks(page, free, away);
        state(page);
        owned.computeIfAbsent(page.heap, ignored -> new HashMap<>()).merge(page.sizeClass, 1, Integer::sum);
    }

    private void marks(Page page, BitSet free, BitSet away) {
        if (page.marks.length == 0) {
            return;
        }
        int marked = 0;
        for (byte mark : page.marks) {
            marked += mark != Page.FREE ? 1 : 0;
        }
        for (int i = 0; i < page.carved; i++) {
            byte mark = page.marks[page.granule(page.base + (long) i * page.blockSize)];
            byte expected = free.get(i) ? Page.FREE : away.get(i) ? Page.AWAY : Page.LIVE;
            require(mark == expected, "H4 the mark tells what the block is, index", i);
        }
        require(marked == page.used(), "H4 only blocks are marked, base", page.base);
    }

    private static void state(Page page) {
        ThreadHeap heap = page.heap;
        if (heap == null) {
            throw new AssertionError("H5 a page of blocks is a heap's, base=" + page.base);
        }
        boolean current = heap.current[page.sizeClass] == page;
        require(current == (page.state == Page.CURRENT), "H5 current is what the heap takes from, base", page.base);
        boolean listed = !current && isInRing(page, heap.current[page.sizeClass]);
        require(listed == (page.state == Page.LISTED), "H5 listed is what is in the ring, base", page.base);
        require(current || page.carved == page.capacity, "H6 only a current page is uncarved, base", page.base);
        if (page.state == Page.PARKED) {
            require(page.countdown == 1, "H6 the first free to a parked page wakes it, base", page.base);
            require(page.free == 0, "H6 parked pages have no free block, base", page.base);
            boolean noticed = page.remote.isParked() || page.remote.isRung();
            require(noticed, "H6 a free to a parked page is noticed, base", page.base);
        }
    }

    private static boolean isInRing(Page page, Page start) {
        boolean found = start == page;
        for (Page one = start.next; one != start; one = one.next) {
            found |= one == page;
        }
        return found;
    }

    private void heap(ThreadHeap heap) {
        for (int sizeClass = 1; sizeClass <= SizeClasses.COUNT; sizeClass++) {
            Page start = heap.current[sizeClass];
            if (start != Page.NONE) {
                ring(heap, sizeClass, start);
            }
            int pages = owned.getOrDefault(heap, Map.of()).getOrDefault(sizeClass, 0);
            require(heap.pages.owned(sizeClass) == pages, "H5 a heap counts its pages, class", sizeClass);
        }
        require(heap.current[SizeClasses.NONE] == Page.NONE, "H5 no class has no page, class", SizeClasses.NONE);
    }

    private static void ring(ThreadHeap heap, int sizeClass, Page start) {
        Page one = start;
        do {
            require(one.heap == heap && one.sizeClass == sizeClass, "H5 rings hold own pages, class", sizeClass);
            require(one.next.previous == one, "H5 rings lead both ways, class", sizeClass);
            one = one.next;
        } while (one != start);
    }

    private static BitSet freeBlocks(Page page) {
        BitSet free = new BitSet();
        note(page, page.free, free);
        return free;
    }

    private BitSet awayBlocks(Page page) {
        BitSet away = new BitSet();
        long chain = page.remote.peek();
        note(page, RemoteFrees.head(chain), away);
        int pushed = away.cardinality();
        require(pushed == RemoteFrees.count(chain), "R1 the word counts its chain, base", page.base);
        for (long head : batches.getOrDefault(page, List.of())) {
            note(page, head, away);
        }
        return away;
    }

    private static void note(Page page, long head, BitSet blocks) {
        for (long block = head; block != 0; block = RawAccess.getLong(block)) {
            long offset = block - page.base;
            long index = offset / page.blockSize;
            boolean starts = offset >= 0 && index < page.carved && offset % page.blockSize == 0;
            require(starts, "H3 lists hold blocks of their page, address", block);
            require(!blocks.get((int) index), "H3 a block is on one list, once, address", block);
            blocks.set((int) index);
        }
    }

    /** Takes the value apart from the text: a walk after every step must not build messages nobody reads. */
    private static void require(boolean holds, String invariant, long value) {
        if (!holds) {
            throw new AssertionError(invariant + "=" + value);
        }
    }
}
