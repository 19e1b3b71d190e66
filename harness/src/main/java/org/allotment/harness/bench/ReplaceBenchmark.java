package org.allotment.harness.bench;

import org.allotment.harness.subject.catalog.Subjects;
import org.allotment.harness.workload.Workload;
import org.allotment.harness.workload.replace.Replacement;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/** Replaces the oldest of at most 256 small blocks of alignments 4 to 32; a figure is for one replacement. */
public class ReplaceBenchmark extends HarnessBenchmark {
    /** Catalogue id of whom to measure. */
    @Param({"allotment-slab", "allotment-tlsf", "malloc-critical"})
    public String subject = "";

    /** Sizes in bytes, both ends included. */
    @Param({"1-8", "1-16", "1-64", "1-256", "16-31", "16-79", "16-143", "64-127", "64-191", "128-255"})
    public String sizes = "";

    private Workload work;

    /** Opens the subject in the thread that will use it. */
    @Setup(Level.Trial)
    public void open() {
        work = Replacement.of(Subjects.open(subject), sizes);
    }

    /** One pass of the loop. */
    @Benchmark
    @OperationsPerInvocation(Replacement.STEPS)
    public void replaceOne() {
        work.run();
    }

    /** Frees what is left. */
    @TearDown(Level.Trial)
    public void close() {
        work.close();
    }
}
