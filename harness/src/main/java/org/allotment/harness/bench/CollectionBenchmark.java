package org.allotment.harness.bench;

import org.allotment.harness.subject.catalog.Subjects;
import org.allotment.harness.workload.Workload;
import org.allotment.harness.workload.collection.CollectionWorkloads;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/** Fills and drops one collection; a figure is for all of that. */
public class CollectionBenchmark extends HarnessBenchmark {
    /** Catalogue id of whom to measure. */
    @Param({"allotment-slab", "allotment-tlsf", "malloc-critical"})
    public String subject = "";

    /** Which collection, and how. */
    @Param({"vec-push-3m", "vec-rand-free-25k-64", "vec-rand-free-7500-520", "btree-map-50k"})
    public String workload = "";

    private Workload work;

    /** Opens the subject in the thread that will use it. */
    @Setup(Level.Trial)
    public void open() {
        work = CollectionWorkloads.of(Subjects.open(subject), workload);
    }

    /** One pass of the loop. */
    @Benchmark
    public void collection() {
        work.run();
    }

    /** Frees what is left. */
    @TearDown(Level.Trial)
    public void close() {
        work.close();
    }
}
