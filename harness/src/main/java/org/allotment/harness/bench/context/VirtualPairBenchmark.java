package org.allotment.harness.bench.context;

import org.allotment.harness.bench.HarnessBenchmark;
import org.allotment.harness.subject.catalog.Subjects;
import org.allotment.harness.workload.Workload;
import org.allotment.harness.workload.Workloads;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/** Allocates, touches and frees one block of a fixed size on a virtual thread, through the entry that all share. */
public class VirtualPairBenchmark extends HarnessBenchmark {
    /** Catalogue id of whom to measure. */
    @Param({"allotment-shared", "malloc-critical"})
    public String subject = "";

    /** Bytes of a block. */
    @Param("64")
    public long size;

    private Workload work;

    /** Opens the subject in the thread that will use it. */
    @Setup(Level.Trial)
    public void open() {
        work = Workloads.pair(Subjects.open(subject), size);
    }

    /** One pass of the loop. */
    @Benchmark
    @Fork(jvmArgsPrepend = "-Dallotment.workers.virtual=true")
    @OperationsPerInvocation(Workload.PAIRS)
    public void virtualPair() {
        work.run();
    }

    /** Frees what is left. */
    @TearDown(Level.Trial)
    public void close() {
        work.close();
    }
}
