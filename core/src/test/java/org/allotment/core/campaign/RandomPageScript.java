package org.allotment.core.campaign;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.SplittableRandom;
import org.allotment.core.AllocationException;
import org.allotment.core.PageAllocator;
import org.allotment.core.catalog.Invariants;

/**
 * A seeded script of page runs beside a {@link BitSet} of the taken pages: aligned ones, ones at an address, whole and
 * partial frees, and misuse.
 */
final class RandomPageScript {
    private static final int MOST_LIVE = 2_000;
    private static final int PHASE_STEPS = 4_000;

    private record Run(long first, int count) {}

    private final PageAllocator allocator;
    private final long start;
    private final int pages;
    private final SplittableRandom random;
    private final BitSet taken;
    private final List<Run> live = new ArrayList<>();
    private final Tally tally = new Tally();

    RandomPageScript(PageAllocator allocator, long start, long seed) {
        this.allocator = allocator;
        this.start = start;
        this.pages = Math.toIntExact(allocator.totalPages());
        this.random = new SplittableRandom(seed);
        this.taken = new BitSet(pages);
    }

    Tally run(long steps, int checkEvery) {
        for (long step = 0; step < steps; step++) {
            boolean growing = step / PHASE_STEPS % 2 == 0;
            step(growing ? 55 : 30);
            tally.steps++;
            if (step % checkEvery == 0) {
                check();
            }
        }
        while (!live.isEmpty()) {
            free(live.removeLast());
        }
        check();
        Tally.require(allocator.usedPages() == 0, "nothing is taken in the end", allocator);
        return tally;
    }

    private void step(int allocations) {
        int dice = random.nextInt(100);
        if (live.isEmpty() || (dice < allocations && live.size() < MOST_LIVE)) {
            allocate();
        } else if (dice < 60) {
            allocateAt();
        } else if (dice < 98) {
            freeSome();
        } else {
            misuse();
        }
    }

    private void allocate() {
        int count = 1 + random.nextInt(1 + random.nextInt(64));
        long alignment = allocator.pageSize() << (random.nextInt(8) == 0 ? random.nextInt(10) : 0);
        long address = allocator.tryAllocatePages(count, alignment);
        if (address != PageAllocator.NULL) {
            Tally.require(address % alignment == 0, "runs are aligned", address);
            take(address, count);
        } else if (!live.isEmpty()) {
            freeSome();
        }
    }

    private void allocateAt() {
        int count = 1 + random.nextInt(16);
        int first = random.nextInt(pages - count);
        boolean isFree = taken.nextSetBit(first) < 0 || taken.nextSetBit(first) >= first + count;
        long address = start + first * allocator.pageSize();
        boolean done = allocator.tryAllocatePagesAt(address, count, allocator.pageSize());
        Tally.require(done == isFree, "a place is to be had iff it is free", address);
        if (done) {
            take(address, count);
        }
    }

    private void take(long address, int count) {
        int first = (int) ((address - start) / allocator.pageSize());
        int next = taken.nextSetBit(first);
        Tally.require(first >= 0 && first + count <= pages, "runs lie in the region", address);
        Tally.require(next < 0 || next >= first + count, "runs do not overlap", address);
        taken.set(first, first + count);
        tally.served++;
        live.add(new Run(address, count));
    }

    private void freeSome() {
        int index = random.nextInt(live.size());
        Run run = live.get(index);
        live.set(index, live.getLast());
        live.removeLast();
        if (run.count() > 1 && random.nextInt(8) == 0) {
            int kept = 1 + random.nextInt(run.count() - 1);
            live.add(new Run(run.first(), kept));
            run = new Run(run.first() + kept * allocator.pageSize(), run.count() - kept);
        }
        free(run);
    }

    private void free(Run run) {
        int first = (int) ((run.first() - start) / allocator.pageSize());
        allocator.freePages(run.first(), run.count());
        taken.clear(first, first + run.count());
    }

    private void misuse() {
        int free = taken.nextClearBit(random.nextInt(pages));
        if (free < pages) {
            tally.refused(
                    AllocationException.Kind.NOT_ALLOCATED,
                    () -> allocator.freePages(start + free * allocator.pageSize(), 1));
        }
    }

    private void check() {
        Invariants.check(allocator);
        Tally.require(
                allocator.usedPages() == taken.cardinality(), "taken pages are as many as the model's", allocator);
        tally.walks++;
    }
}
