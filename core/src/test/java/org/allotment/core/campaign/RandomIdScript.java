package org.allotment.core.campaign;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.SplittableRandom;
import org.allotment.core.AllocationException;
import org.allotment.core.IdAllocator;
import org.allotment.core.catalog.Invariants;

/** A seeded script of runs of numbers beside a {@link BitSet} of those handed out, with misuse. */
final class RandomIdScript {
    private static final int MOST_LIVE = 2_000;
    private static final int MOST_FIXED = 100;
    private static final int PHASE_STEPS = 4_000;

    private record Run(long first, int count) {}

    private final IdAllocator allocator;
    private final long lowest;
    private final int size;
    private final SplittableRandom random;
    private final BitSet taken;
    private final List<Run> live = new ArrayList<>();
    private final Tally tally = new Tally();
    private int fixed;

    RandomIdScript(IdAllocator allocator, long lowest, long seed) {
        this.allocator = allocator;
        this.lowest = lowest;
        this.size = Math.toIntExact(allocator.size());
        this.random = new SplittableRandom(seed);
        this.taken = new BitSet(size);
    }

    Tally run(long steps, int checkEvery) {
        for (long step = 0; step < steps; step++) {
            boolean growing = step / PHASE_STEPS % 2 == 0;
            step(growing ? 55 : 35);
            tally.steps++;
            if (step % checkEvery == 0) {
                check();
            }
        }
        while (!live.isEmpty()) {
            free(live.removeLast());
        }
        check();
        Tally.require(allocator.used() == fixed, "only fixed numbers are taken in the end", allocator);
        return tally;
    }

    private void step(int allocations) {
        int dice = random.nextInt(100);
        if (live.isEmpty() || (dice < allocations && live.size() < MOST_LIVE)) {
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
            taken.set((int) (id - lowest));
            fixed++;
            tally.refused(AllocationException.Kind.NOT_ALLOCATED, () -> allocator.freeId(id, 1));
        }
    }

    private void allocate() {
        int count = 1 + random.nextInt(1 + random.nextInt(40));
        long alignment = 1L << (random.nextInt(8) == 0 ? random.nextInt(6) : 0);
        long first = allocator.tryAllocateId(count, alignment);
        if (first == IdAllocator.NONE) {
            if (!live.isEmpty()) {
                freeSome();
            }
            return;
        }
        int at = (int) (first - lowest);
        int next = taken.nextSetBit(at);
        Tally.require(first % alignment == 0, "runs are aligned", first);
        Tally.require(at >= 0 && at + count <= size, "runs are numbers there are", first);
        Tally.require(next < 0 || next >= at + count, "runs do not overlap", first);
        taken.set(at, at + count);
        tally.served++;
        live.add(new Run(first, count));
    }

    private void freeSome() {
        int index = random.nextInt(live.size());
        Run run = live.get(index);
        live.set(index, live.getLast());
        live.removeLast();
        free(run);
    }

    private void free(Run run) {
        allocator.freeId(run.first(), run.count());
        int at = (int) (run.first() - lowest);
        taken.clear(at, at + run.count());
    }

    /** What an engine rounds a run up to belongs to the run, so only a number that the engine calls free is one. */
    private void misuse() {
        long id = lowest + random.nextInt(size);
        if (!allocator.isAllocated(id)) {
            Tally.require(!taken.get((int) (id - lowest)), "what was handed out is allocated", id);
            tally.refused(AllocationException.Kind.NOT_ALLOCATED, () -> allocator.freeId(id, 1));
        }
    }

    private void check() {
        Invariants.check(allocator);
        Tally.require(
                allocator.used() >= taken.cardinality(), "numbers taken are no fewer than the model's", allocator);
        tally.walks++;
    }
}
