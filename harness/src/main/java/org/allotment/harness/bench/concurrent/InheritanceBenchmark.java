package org.allotment.harness.bench.concurrent;

import org.allotment.harness.bench.HarnessBenchmark;
import org.allotment.harness.bench.WorkerThreads;
import org.allotment.harness.subject.catalog.Subjects;
import org.allotment.harness.workload.Workload;
import org.allotment.harness.workload.thread.Inheritance;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/** Two threads replace random blocks and leave them to two others; a figure is one replacement of a thread. */
public class InheritanceBenchmark extends HarnessBenchmark {
    /** Catalogue id of whom to measure. */
    @Param({"allotment-shared", "malloc-critical", "no-allocator"})
    public String subject = "";

    private Workload work;

    /** Opens the subject. */
    @Setup(Level.Trial)
    public void open() {
        work = Inheritance.of(() -> Subjects.open(subject), WorkerThreads::helper);
    }

    /** One pass of the loop. */
    @Benchmark
    @OperationsPerInvocation(Inheritance.STEPS)
    public void inheritance() {
        work.run();
    }

    /** Frees what is left. */
    @TearDown(Level.Trial)
    public void close() {
        work.close();
    }
}
