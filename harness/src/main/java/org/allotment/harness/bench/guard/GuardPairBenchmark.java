package org.allotment.harness.bench.guard;

import org.allotment.harness.bench.HarnessBenchmark;
import org.allotment.harness.workload.Workload;
import org.allotment.harness.workload.guard.GuardedPair;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/** Allocates, touches and frees one block of 64 bytes behind a decorator. */
public class GuardPairBenchmark extends HarnessBenchmark {
    /** Which. */
    @Param({"bare", "usage", "budget", "budget-credit"})
    public String guard = "";

    private Workload work;

    /** Opens the allocator in the thread that will use it. */
    @Setup(Level.Trial)
    public void open() {
        work = GuardedPair.of(guard);
    }

    /** One pass of the loop. */
    @Benchmark
    @OperationsPerInvocation(Workload.PAIRS)
    public void guardPair() {
        work.run();
    }

    /** Gives the memory back. */
    @TearDown(Level.Trial)
    public void close() {
        work.close();
    }
}
