package org.allotment.harness.bench;

import org.allotment.harness.subject.catalog.Subjects;
import org.allotment.harness.workload.Workload;
import org.allotment.harness.workload.page.PageWorkloads;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/** Allocates, touches and frees one run of pages. */
public class PagePairBenchmark extends HarnessBenchmark {
    /** Catalogue id of whom to measure. */
    @Param({"allotment-page", "malloc-critical"})
    public String subject = "";

    /** Length of the run. */
    @Param({"1", "4", "64"})
    public int pages;

    private Workload work;

    /** Opens the subject in the thread that will use it. */
    @Setup(Level.Trial)
    public void open() {
        work = PageWorkloads.pair(Subjects.open(subject), pages);
    }

    /** One pass of the loop. */
    @Benchmark
    @OperationsPerInvocation(Workload.PAIRS)
    public void pagePair() {
        work.run();
    }

    /** Frees what is left. */
    @TearDown(Level.Trial)
    public void close() {
        work.close();
    }
}
