package org.allotment.reports.store;

/** Kinds of runs: nights are judged by what nights before them say; confirmations and bisections only look again. */
public final class RunKinds {
    /** Condition on a run {@code r}: it is a night. */
    public static final String NIGHTS = "r.kind IN ('nightly', 'manual')";

    /**
     * Condition on a run {@code r}: its canary did not say that the machine was another. Not by {@code coalesce}, of which PostgreSQL
     * believes that one run in 200 fits, and then looks up every night of a series.
     */
    public static final String STEADY = "(r.canary_in_band IS NULL OR r.canary_in_band = 1)";

    private RunKinds() {}

    /** Whether runs of this kind are nights. */
    public static boolean isNight(String kind) {
        return kind.equals("nightly") || kind.equals("manual");
    }
}
