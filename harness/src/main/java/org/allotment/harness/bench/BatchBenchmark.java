package org.allotment.harness.bench;

import org.allotment.harness.subject.catalog.Subjects;
import org.allotment.harness.workload.Workload;
import org.allotment.harness.workload.Workloads;
import org.allotment.harness.workload.script.BatchScript;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/** Allocates 1000 blocks of 16 to 1024 bytes, then frees them in shuffled order; a figure is for one block. */
public class BatchBenchmark extends HarnessBenchmark {
    /** Catalogue id of whom to measure. */
    @Param({"allotment-slab", "allotment-tlsf", "malloc-critical"})
    public String subject = "";

    private Workload work;

    /** Opens the subject in the thread that will use it. */
    @Setup(Level.Trial)
    public void open() {
        work = Workloads.batch(Subjects.open(subject));
    }

    /** One pass of the loop. */
    @Benchmark
    @OperationsPerInvocation(BatchScript.BLOCKS)
    public void batch() {
        work.run();
    }

    /** Frees what is left. */
    @TearDown(Level.Trial)
    public void close() {
        work.close();
    }
}
