package org.allotment.harness.bench.plan;

/** How much of the suite a run covers. */
public enum BenchmarkProfile {
    /** Pair of 64 bytes, batch and churn over our allocators and four rivals, for minutes. */
    QUICK,
    /** Every subject on every workload, for a night. */
    NIGHTLY,
    /** The night, and what differs from it by a range of sizes only. */
    FULL
}
