package org.allotment.harness.nightly.plan;

import java.util.Locale;

/** How much a run measures. */
@SuppressWarnings("ImmutableEnumChecker")
public enum Profile {
    /** Ours and four rivals on three workloads, short: an answer within minutes. */
    QUICK(new Measurement(2, 2, 200, 3, 200), 8),
    /** Every subject on every workload: a night. */
    NIGHTLY(new Measurement(5, 3, 300, 5, 300), 1),
    /** The night, with longer iterations and more ranges of sizes. */
    FULL(new Measurement(5, 3, 1000, 5, 1000), 1);

    private final Measurement measurement;
    private final int litmusBatch;

    Profile(Measurement measurement, int litmusBatch) {
        this.measurement = measurement;
        this.litmusBatch = litmusBatch;
    }

    /** Forks and iterations of each benchmark. */
    public Measurement measurement() {
        return measurement;
    }

    /** Litmus tests that share one process and so its start-up. */
    public int litmusBatch() {
        return litmusBatch;
    }

    /** The name on the command line and in documents. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The profile of a name. */
    public static Profile of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }
}
