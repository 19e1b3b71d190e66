package org.allotment.harness.bench.context;

import org.allotment.harness.bench.HarnessBenchmark;
import org.allotment.harness.workload.Workload;
import org.allotment.harness.workload.task.Tasks;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/** The same with memory that each virtual thread opens and closes: a context of ours, or an arena. */
public class ContextTaskBenchmark extends HarnessBenchmark {
    /** What each opens. */
    @Param({"bump", "bitset", "arena-confined"})
    public String memory = "";

    private Workload work;

    /** Opens the subject in the thread that will use it. */
    @Setup(Level.Trial)
    public void open() {
        work = Tasks.opening(memory);
    }

    /** One generation of them. */
    @Benchmark
    @OperationsPerInvocation(Tasks.TASKS)
    public void contextTask() {
        work.run();
    }

    /** Frees what is left. */
    @TearDown(Level.Trial)
    public void close() {
        work.close();
    }
}
