package org.allotment.harness.bench.concurrent;

import org.allotment.harness.bench.HarnessBenchmark;
import org.allotment.harness.subject.catalog.Subjects;
import org.allotment.harness.workload.handover.OwnerFree;
import org.allotment.harness.workload.handover.PreparedWorkload;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/** Single frees of the oldest of 1,024 blocks by the thread that allocated them: a distribution, not a mean. */
@BenchmarkMode(Mode.SampleTime)
public class OwnerFreeBenchmark extends HarnessBenchmark {
    /** Catalogue id of whom to measure. */
    @Param({"allotment-shared", "malloc-critical", "no-allocator"})
    public String subject = "";

    private PreparedWorkload work;

    /** Opens the subject. */
    @Setup(Level.Trial)
    public void open() {
        work = OwnerFree.of(Subjects.open(subject));
    }

    /** Allocates what the next free is for, or waits for it; not timed. */
    @Setup(Level.Invocation)
    public void prepare() {
        work.prepare();
    }

    /** One free. */
    @Benchmark
    public void ownerFree() {
        work.run();
    }

    /** Frees what is left. */
    @TearDown(Level.Trial)
    public void close() {
        work.close();
    }
}
