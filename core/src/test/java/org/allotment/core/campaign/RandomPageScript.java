package org.allotment.core.campaign;

import org.allotment.core.AllocationException;
import org.allotment.core.PageAllocator;
import org.allotment.core.catalog.Invariants;

/** Runs of pages: aligned ones, ones at an address, whole and partial frees, and misuse. */
final class RandomPageScript extends RunScript {
    private final PageAllocator allocator;
    private final long start;

    RandomPageScript(PageAllocator allocator, long start, long seed) {
        super(allocator.totalPages(), seed);
        this.allocator = allocator;
        this.start = start;
    }

    @Override
    void step(boolean growing) {
        int dice = random.nextInt(100);
        if (live.isEmpty() || (dice < (growing ? 55 : 30) && live.size() < MOST_LIVE)) {
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
        if (address == PageAllocator.NULL) {
            freeSome();
            return;
        }
        Tally.require(address % alignment == 0, "runs are aligned", address);
        take(new Run(address, count), page(address));
    }

    private void allocateAt() {
        int count = 1 + random.nextInt(16);
        int first = random.nextInt(size - count);
        boolean isFree = isFree(first, count);
        long address = start + first * allocator.pageSize();
        boolean done = allocator.tryAllocatePagesAt(address, count, allocator.pageSize());
        Tally.require(done == isFree, "a place is to be had iff it is free", address);
        if (done) {
            take(new Run(address, count), first);
        }
    }

    /** Now and then only the end of the run, and the rest of it lives on. */
    @Override
    void free(Run run) {
        int kept = run.count() > 1 && random.nextInt(8) == 0 ? 1 + random.nextInt(run.count() - 1) : 0;
        if (kept != 0) {
            live.add(new Run(run.first(), kept));
        }
        int count = run.count() - kept;
        long first = run.first() + kept * allocator.pageSize();
        allocator.freePages(first, count);
        giveBack((int) page(first), count);
    }

    private void misuse() {
        int free = nextFree(random.nextInt(size));
        if (free < size) {
            tally.refused(
                    AllocationException.Kind.NOT_ALLOCATED,
                    () -> allocator.freePages(start + free * allocator.pageSize(), 1));
        }
    }

    private long page(long address) {
        return Math.floorDiv(address - start, allocator.pageSize());
    }

    @Override
    void check(int takenUnits) {
        Invariants.check(allocator);
        Tally.require(allocator.usedPages() == takenUnits, "taken pages are as many as the model's", allocator);
    }

    @Override
    void checkEnd() {
        Tally.require(allocator.usedPages() == 0, "nothing is taken in the end", allocator);
    }
}
