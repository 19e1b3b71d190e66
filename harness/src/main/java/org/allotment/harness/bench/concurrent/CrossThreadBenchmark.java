package org.allotment.harness.bench.concurrent;

import org.allotment.harness.bench.HarnessBenchmark;
import org.allotment.harness.bench.WorkerThreads;
import org.allotment.harness.subject.catalog.Subjects;
import org.allotment.harness.workload.Workload;
import org.allotment.harness.workload.handover.CrossThread;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/** One thread allocates blocks of 64 bytes, another frees them; a figure is the time from block to block. */
public class CrossThreadBenchmark extends HarnessBenchmark {
    /** Catalogue id of whom to measure. */
    @Param({"allotment-shared", "malloc-critical", "no-allocator"})
    public String subject = "";

    /** Blocks that are handed over at once. */
    @Param({"1", "16", "256", "4096"})
    public int batch;

    private Workload work;

    /** Opens the subject and starts the thread that frees. */
    @Setup(Level.Trial)
    public void open() {
        work = CrossThread.of(() -> Subjects.open(subject), WorkerThreads::helper, batch);
    }

    /** One pass of the loop. */
    @Benchmark
    @OperationsPerInvocation(CrossThread.BLOCKS)
    public void crossThread() {
        work.run();
    }

    /** Frees what is left. */
    @TearDown(Level.Trial)
    public void close() {
        work.close();
    }
}
