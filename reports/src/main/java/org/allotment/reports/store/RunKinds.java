package org.allotment.reports.store;

/** Kinds of runs: nights are judged by what nights before them say; confirmations and bisections only look again. */
public final class RunKinds {
    /** Condition on a run {@code r}: it is a night. */
    public static final String NIGHTS = "r.kind IN ('nightly', 'manual')";

    private RunKinds() {}

    /** Whether runs of this kind are nights. */
    public static boolean isNight(String kind) {
        return kind.equals("nightly") || kind.equals("manual");
    }
}
