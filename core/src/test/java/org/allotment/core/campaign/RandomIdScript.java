package org.allotment.core.campaign;

import org.allotment.core.AllocationException;
import org.allotment.core.IdAllocator;
import org.allotment.core.catalog.Invariants;

/** Runs of numbers, numbers taken for good, and misuse. */
final class RandomIdScript extends RunScript {
    private static final int MOST_FIXED = 100;

    private final IdAllocator allocator;
    private final long lowest;
    private int fixed;

    RandomIdScript(IdAllocator allocator, long lowest, long seed) {
        super(allocator.size(), seed);
        this.allocator = allocator;
        this.lowest = lowest;
    }

    @Override
    void step(boolean growing) {
        int dice = random.nextInt(100);
        if (live.isEmpty() || (dice < (growing ? 55 : 35) && live.size() < MOST_LIVE)) {
            allocate();
        } else if (dice < 98) {
            freeSome();
        } else if (fixed < MOST_FIXED && random.nextInt(1_000) == 0) {
            fix();
        } else {
            misuse();
        }
    }

    /** A number for good: neither free, nor freed later. */
    private void fix() {
        long id = lowest + random.nextInt(size);
        if (allocator.isAllocated(id)) {
            tally.refused(AllocationException.Kind.NO_MEMORY, () -> allocator.allocateFixedId(id));
        } else {
            allocator.allocateFixedId(id);
            fix((int) (id - lowest));
            fixed++;
            tally.refused(AllocationException.Kind.NOT_ALLOCATED, () -> allocator.freeId(id, 1));
        }
    }

    private void allocate() {
        int count = 1 + random.nextInt(1 + random.nextInt(40));
        long alignment = 1L << (random.nextInt(8) == 0 ? random.nextInt(6) : 0);
        long first = allocator.tryAllocateId(count, alignment);
        if (first == IdAllocator.NONE) {
            freeSome();
            return;
        }
        Tally.require(first % alignment == 0, "runs are aligned", first);
        take(new Run(first, count), first - lowest);
    }

    @Override
    void free(Run run) {
        allocator.freeId(run.first(), run.count());
        giveBack((int) (run.first() - lowest), run.count());
    }

    /** What an engine rounds a run up to belongs to the run, so only a number that the engine calls free is one. */
    private void misuse() {
        int at = random.nextInt(size);
        long id = lowest + at;
        if (!allocator.isAllocated(id)) {
            Tally.require(isFree(at, 1), "what was handed out is allocated", id);
            tally.refused(AllocationException.Kind.NOT_ALLOCATED, () -> allocator.freeId(id, 1));
        }
    }

    @Override
    void check(int takenUnits) {
        Invariants.check(allocator);
        Tally.require(allocator.used() >= takenUnits, "numbers taken are no fewer than the model's", allocator);
    }

    @Override
    void checkEnd() {
        Tally.require(allocator.used() == fixed, "only fixed numbers are taken in the end", allocator);
    }
}
