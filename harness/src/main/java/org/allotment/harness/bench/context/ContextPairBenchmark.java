package org.allotment.harness.bench.context;

import org.allotment.harness.bench.HarnessBenchmark;
import org.allotment.harness.workload.Workload;
import org.allotment.harness.workload.switching.ContextPair;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/** Pairs of 64 bytes through a switchable allocator, with a context or the global allocator selected, or by a context's handle. */
public class ContextPairBenchmark extends HarnessBenchmark {
    private static final long SIZE = 64;

    /** What is selected, or held. */
    @Param({"global", "slab", "tlsf", "held-slab", "held-tlsf", "held-trusting-slab", "held-trusting-tlsf"})
    public String place = "";

    private Workload work;

    /** Opens the subject in the thread that will use it. */
    @Setup(Level.Trial)
    public void open() {
        work = ContextPair.of(place, SIZE);
    }

    /** On a platform thread. */
    @Benchmark
    @OperationsPerInvocation(Workload.PAIRS)
    public void platformThread() {
        work.run();
    }

    /** On a virtual thread. */
    @Benchmark
    @Fork(jvmArgsPrepend = "-Dallotment.workers.virtual=true")
    @OperationsPerInvocation(Workload.PAIRS)
    public void virtualThread() {
        work.run();
    }

    /** Frees what is left. */
    @TearDown(Level.Trial)
    public void close() {
        work.close();
    }
}
