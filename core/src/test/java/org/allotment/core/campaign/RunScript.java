package org.allotment.core.campaign;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A seeded script of runs of units, beside a {@link BitSet} of those taken: it grows for some thousand steps, shrinks for
 * as many, and frees all in the end.
 */
abstract class RunScript {
    /** Live runs above which nothing is added. */
    static final int MOST_LIVE = 2_000;

    private static final int PHASE_STEPS = 4_000;

    /**
     * A run that was handed out.
     *
     * @param first number or address of its first unit
     * @param count units
     */
    record Run(long first, int count) {}

    final SplittableRandom random;
    final int size;
    final List<Run> live = new ArrayList<>();
    final Tally tally = new Tally();
    private final BitSet taken;

    RunScript(long size, long seed) {
        this.size = Math.toIntExact(size);
        this.random = new SplittableRandom(seed);
        this.taken = new BitSet(this.size);
    }

    /** Does the steps and walks all invariants every so many. */
    final Tally run(long steps, int walkEvery) {
        for (long step = 0; step < steps; step++) {
            step(step / PHASE_STEPS % 2 == 0);
            tally.steps++;
            if (step % walkEvery == 0) {
                walk();
            }
        }
        while (!live.isEmpty()) {
            free(live.removeLast());
        }
        walk();
        checkEnd();
        return tally;
    }

    /** One operation. */
    abstract void step(boolean growing);

    /** Frees a run that is no longer among the live ones. */
    abstract void free(Run run);

    /** Walks the invariants, and compares with the units that the model has taken. */
    abstract void check(int takenUnits);

    /** What holds when every run was freed. */
    abstract void checkEnd();

    /** Notes a run at a place, of which all must be there and free. */
    final void take(Run run, long at) {
        Tally.require(at >= 0 && at + run.count() <= size, "runs lie within", run.first());
        Tally.require(isFree((int) at, run.count()), "runs do not overlap", run.first());
        taken.set((int) at, (int) at + run.count());
        tally.served++;
        live.add(run);
    }

    /** Notes a unit that stays taken for good. */
    final void fix(int at) {
        taken.set(at);
    }

    final void giveBack(int at, int count) {
        taken.clear(at, at + count);
    }

    final boolean isFree(int at, int count) {
        int next = taken.nextSetBit(at);
        return next < 0 || next >= at + count;
    }

    /** The first free unit from a place on; at or above the size when there is none. */
    final int nextFree(int at) {
        return taken.nextClearBit(at);
    }

    /** Frees any live run, if there is one. */
    final void freeSome() {
        if (!live.isEmpty()) {
            free(removeSome());
        }
    }

    private Run removeSome() {
        int index = random.nextInt(live.size());
        Run run = live.get(index);
        live.set(index, live.getLast());
        live.removeLast();
        return run;
    }

    private void walk() {
        check(taken.cardinality());
        tally.walks++;
    }
}
