package org.allotment.harness.bench;

import org.allotment.harness.subject.catalog.Subjects;
import org.allotment.harness.workload.Workload;
import org.allotment.harness.workload.fragment.FragmentedPairs;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/** Pairs of 64 bytes among 10,000 free blocks that cannot merge; a figure is for one pair. */
public class FragmentedPairBenchmark extends HarnessBenchmark {
    /** Catalogue id of whom to measure. */
    @Param({"allotment-tree", "allotment-tlsf", "malloc-critical"})
    public String subject = "";

    /** Blocks that are live at a time, besides those that keep the free ones apart. */
    @Param({"1", "10", "2000"})
    public int held;

    private Workload work;

    /** Opens the subject in the thread that will use it. */
    @Setup(Level.Trial)
    public void open() {
        work = FragmentedPairs.of(Subjects.open(subject), held);
    }

    /** One pass of the loop. */
    @Benchmark
    @OperationsPerInvocation(FragmentedPairs.PAIRS)
    public void fragmentedPair() {
        work.run();
    }

    /** Frees what is left. */
    @TearDown(Level.Trial)
    public void close() {
        work.close();
    }
}
