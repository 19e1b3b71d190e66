package org.allotment.core.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import java.util.function.Function;
import org.allotment.core.AllocationException;
import org.allotment.core.os.FaultyMemory;
import org.allotment.core.os.VirtualMemory;

/**
 * Runs a script again and again, each time with other calls into the system failing, and counts what it did.
 *
 * <p>For each k there is a run in which every k-th call fails, and for the lower k one in which the k-th fails and no
 * other (for the higher ones that is the same run). A run is made of steps; a step that the faults touch may be
 * refused, by an answer or as {@code NO_MEMORY}, and nothing else. After each step the figures of source and system
 * must agree. Then nothing fails any more: the next step must succeed, and after the end nothing may be mapped.
 */
final class FaultSweep {
    /** The largest k; {@code -Dallotment.sweep=…} sets another. */
    private static final int MOST = Integer.getInteger("allotment.sweep", 500);

    /** Calls that a run makes at least. */
    private static final int LEAST_CALLS = 150;

    /** Calls that a run makes after its first fault at least, so that life goes on. */
    private static final int MORE_CALLS = 20;

    /** What is run: it uses memory of a source in steps. */
    interface Session {
        /** Uses the source in a way that the random numbers choose; answers whether some of it was refused. */
        boolean step(SplittableRandom random);

        /** Compares the figures of what is under test with what the session knows. */
        void verify();

        /** Gives everything back. */
        void end();
    }

    private final String name;
    private final MappingOptions options;
    private final Function<MemoryMapSource, Session> scenario;
    private int runs;
    private long steps;
    private long refusals;
    private long calls;
    private long faults;

    FaultSweep(String name, MappingOptions options, Function<MemoryMapSource, Session> scenario) {
        this.name = name;
        this.options = options;
        this.scenario = scenario;
    }

    void run() {
        for (int k = 1; k <= MOST; k++) {
            run(k, false);
            if (k < LEAST_CALLS - MORE_CALLS) {
                run(k, true);
            }
        }
        System.out.println("all-fail sweep: " + this);
        assertThat(faults).as("calls that failed, %s", this).isGreaterThanOrEqualTo(MOST);
        assertThat(refusals).as("steps that were refused, %s", this).isPositive();
    }

    private void run(int k, boolean once) {
        FaultyMemory memory = new FaultyMemory();
        MemoryMapSource source = MemoryMapSource.over(memory, options);
        int before = memory.faults();
        try {
            memory.failWith(k % 2 == 0 ? VirtualMemory.EINVAL : VirtualMemory.ENOMEM);
            if (once) {
                memory.failOnce(k);
            } else {
                memory.failEvery(k);
            }
            run(memory, source, new SplittableRandom(k), Math.max(LEAST_CALLS, k + MORE_CALLS));
        } catch (RuntimeException | AssertionError failure) {
            throw new AssertionError(failure.getMessage() + " [" + name + ", k=" + k + ", once=" + once + "]", failure);
        }
        runs++;
        calls += memory.totalCalls();
        faults += memory.faults() - before;
    }

    private void run(FaultyMemory memory, MemoryMapSource source, SplittableRandom random, int enoughCalls) {
        Session session = scenario.apply(source);
        // With every call failing, little is ever tried again: the steps are bounded as well.
        for (int step = 0; step < 2_000 && memory.totalCalls() < enoughCalls; step++) {
            int faultsBefore = memory.faults();
            boolean refused = refused(session, random);
            steps++;
            refusals += refused ? 1 : 0;
            if (refused && memory.faults() == faultsBefore) {
                throw new AssertionError("refused without a fault");
            }
            verifyBytes(source, memory);
            session.verify();
        }
        memory.heal();
        assertThat(refused(session, random))
                .as("refused when all is well again")
                .isFalse();
        session.verify();
        session.end();
        assertThat(source.trim()).isZero();
        assertThat(source.obtainedBytes()).isEqualTo(memory.mappedBytes()).isZero();
    }

    /** Plain, like all that runs in each of a hundred thousand steps. */
    private static void verifyBytes(MemoryMapSource source, FaultyMemory memory) {
        if (source.obtainedBytes() != memory.mappedBytes()) {
            throw new AssertionError("figures that differ, obtainedBytes=" + source.obtainedBytes() + ", mappedBytes="
                    + memory.mappedBytes());
        }
    }

    private static boolean refused(Session session, SplittableRandom random) {
        try {
            return session.step(random);
        } catch (AllocationException refusal) {
            assertThat(refusal.kind()).as(refusal.getMessage()).isEqualTo(AllocationException.Kind.NO_MEMORY);
            assertThat(refusal.getMessage()).matches("(?s).*, \\w+=\\S+$");
            return true;
        }
    }

    @Override
    public String toString() {
        return "name=" + name + ", runs=" + runs + ", steps=" + steps + ", refusals=" + refusals + ", calls=" + calls
                + ", faults=" + faults;
    }
}
