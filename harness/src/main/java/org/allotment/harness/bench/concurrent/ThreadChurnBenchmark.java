package org.allotment.harness.bench.concurrent;

import org.allotment.harness.bench.HarnessBenchmark;
import org.allotment.harness.bench.WorkerThreads;
import org.allotment.harness.subject.catalog.Subjects;
import org.allotment.harness.workload.Workload;
import org.allotment.harness.workload.thread.ThreadChurn;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/** Threads that live for a hundred blocks, one after another; a figure is one thread. */
public class ThreadChurnBenchmark extends HarnessBenchmark {
    /** Catalogue id of whom to measure. */
    @Param({"allotment-shared", "malloc-critical", "no-allocator"})
    public String subject = "";

    private Workload work;

    /** Opens the subject. */
    @Setup(Level.Trial)
    public void open() {
        work = ThreadChurn.of(() -> Subjects.open(subject), WorkerThreads::helper);
    }

    /** One pass of the loop. */
    @Benchmark
    @OperationsPerInvocation(ThreadChurn.THREADS)
    public void threadChurn() {
        work.run();
    }

    /** Frees what is left. */
    @TearDown(Level.Trial)
    public void close() {
        work.close();
    }
}
