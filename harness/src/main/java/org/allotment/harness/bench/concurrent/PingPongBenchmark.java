package org.allotment.harness.bench.concurrent;

import org.allotment.harness.bench.HarnessBenchmark;
import org.allotment.harness.bench.WorkerThreads;
import org.allotment.harness.workload.Workload;
import org.allotment.harness.workload.handover.PingPong;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/** Two threads hand a number to and fro; a figure is one hand-over, and the machine's, not ours. */
public class PingPongBenchmark extends HarnessBenchmark {
    private Workload work;

    /** Opens the subject. */
    @Setup(Level.Trial)
    public void open() {
        work = PingPong.of(WorkerThreads::helper);
    }

    /** One pass of the loop. */
    @Benchmark
    @OperationsPerInvocation(PingPong.HANDOVERS)
    public void pingPong() {
        work.run();
    }

    /** Frees what is left. */
    @TearDown(Level.Trial)
    public void close() {
        work.close();
    }
}
