package org.allotment.harness.bench.context;

import org.allotment.harness.bench.HarnessBenchmark;
import org.allotment.harness.workload.Workload;
import org.allotment.harness.workload.switching.Switches;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/** Selects something else and goes back, without allocating; a figure is for both. */
public class SwitchBenchmark extends HarnessBenchmark {
    /** How. */
    @Param({"enter-leave", "restore", "swap", "with-global", "with-context", "scope"})
    public String way = "";

    private Workload work;

    /** Opens the subject in the thread that will use it. */
    @Setup(Level.Trial)
    public void open() {
        work = Switches.of(way);
    }

    /** On a platform thread. */
    @Benchmark
    @OperationsPerInvocation(Switches.SWITCHES)
    public void platformThread() {
        work.run();
    }

    /** On a virtual thread. */
    @Benchmark
    @Fork(jvmArgsPrepend = "-Dallotment.workers.virtual=true")
    @OperationsPerInvocation(Switches.SWITCHES)
    public void virtualThread() {
        work.run();
    }

    /** Frees what is left. */
    @TearDown(Level.Trial)
    public void close() {
        work.close();
    }
}
