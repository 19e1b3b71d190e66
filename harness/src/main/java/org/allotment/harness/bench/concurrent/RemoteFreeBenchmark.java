package org.allotment.harness.bench.concurrent;

import org.allotment.harness.bench.HarnessBenchmark;
import org.allotment.harness.bench.WorkerThreads;
import org.allotment.harness.subject.catalog.Subjects;
import org.allotment.harness.workload.handover.PreparedWorkload;
import org.allotment.harness.workload.handover.RemoteFree;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/** Single frees of the oldest of 1,024 blocks that another thread allocated: a distribution, not a mean. */
@BenchmarkMode(Mode.SampleTime)
public class RemoteFreeBenchmark extends HarnessBenchmark {
    /** Catalogue id of whom to measure. */
    @Param({"allotment-shared", "malloc-critical", "no-allocator"})
    public String subject = "";

    private PreparedWorkload work;

    /** Opens the subject and starts the thread that allocates. */
    @Setup(Level.Trial)
    public void open() {
        work = RemoteFree.of(() -> Subjects.open(subject), WorkerThreads::helper);
    }

    /** Allocates what the next free is for, or waits for it; not timed. */
    @Setup(Level.Invocation)
    public void prepare() {
        work.prepare();
    }

    /** One free. */
    @Benchmark
    public void remoteFree() {
        work.run();
    }

    /** Frees what is left. */
    @TearDown(Level.Trial)
    public void close() {
        work.close();
    }
}
