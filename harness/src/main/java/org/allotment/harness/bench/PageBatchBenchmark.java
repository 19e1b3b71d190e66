package org.allotment.harness.bench;

import org.allotment.harness.subject.catalog.Subjects;
import org.allotment.harness.workload.Workload;
import org.allotment.harness.workload.page.PageWorkloads;
import org.allotment.harness.workload.script.PageScript;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/** Allocates 1000 runs of pages, then frees them in shuffled order; a figure is for one run. */
public class PageBatchBenchmark extends HarnessBenchmark {
    /** Catalogue id of whom to measure. */
    @Param({"allotment-page", "malloc-critical"})
    public String subject = "";

    /** Least and greatest length of a run. */
    @Param({"1", "1-8"})
    public String pages = "";

    private Workload work;

    /** Opens the subject in the thread that will use it. */
    @Setup(Level.Trial)
    public void open() {
        work = PageWorkloads.batch(Subjects.open(subject), pages);
    }

    /** One pass of the loop. */
    @Benchmark
    @OperationsPerInvocation(PageScript.RUNS)
    public void pageBatch() {
        work.run();
    }

    /** Frees what is left. */
    @TearDown(Level.Trial)
    public void close() {
        work.close();
    }
}
