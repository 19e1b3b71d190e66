package org.allotment.harness.bench;

import org.allotment.harness.workload.canary.CanaryWork;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;

/** Measures the machine, not us. */
public class CanaryBenchmark extends HarnessBenchmark {
    private final CanaryWork work = new CanaryWork();

    /**
     * One pass of fixed work.
     *
     * @return keeps the work alive
     */
    @Benchmark
    @OperationsPerInvocation(CanaryWork.STEPS)
    public long canary() {
        return work.run();
    }
}
