package org.allotment.harness.bench.context;

import org.allotment.harness.bench.HarnessBenchmark;
import org.allotment.harness.subject.catalog.Subjects;
import org.allotment.harness.workload.Workload;
import org.allotment.harness.workload.task.Tasks;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/** A thousand virtual threads, each with one to twenty small blocks while it is parked; a figure is one thread. */
public class TaskBenchmark extends HarnessBenchmark {
    /** Catalogue id of whom to measure. */
    @Param({"allotment-shared", "malloc-critical", "no-allocator"})
    public String subject = "";

    private Workload work;

    /** Opens the subject in the thread that will use it. */
    @Setup(Level.Trial)
    public void open() {
        work = Tasks.over(Subjects.open(subject));
    }

    /** One generation of them. */
    @Benchmark
    @OperationsPerInvocation(Tasks.TASKS)
    public void task() {
        work.run();
    }

    /** Frees what is left. */
    @TearDown(Level.Trial)
    public void close() {
        work.close();
    }
}
