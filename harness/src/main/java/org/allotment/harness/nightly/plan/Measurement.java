package org.allotment.harness.nightly.plan;

/**
 * Forks and iterations of a benchmark; times are milliseconds of one iteration.
 *
 * @param forks child JVMs, each a unit of work of its own
 */
public record Measurement(int forks, int warmupIterations, int warmupMillis, int iterations, int iterationMillis) {

    /** Start of two JVMs, listing, and writing the result: seen between 0.9 and 1.6 s on two cores. */
    private static final int OVERHEAD_MILLIS = 1300;

    /** The same with another number of forks. */
    public Measurement withForks(int count) {
        return new Measurement(count, warmupIterations, warmupMillis, iterations, iterationMillis);
    }

    /** Expected wall time of one fork. */
    public long estimateMillis() {
        return OVERHEAD_MILLIS + (long) warmupIterations * warmupMillis + (long) iterations * iterationMillis;
    }
}
