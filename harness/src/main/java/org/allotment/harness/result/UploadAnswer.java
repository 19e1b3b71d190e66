package org.allotment.harness.result;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the dashboard answers to an upload.
 *
 * @param id the run's id there
 * @param url the run's page, relative to the server
 */
public record UploadAnswer(String id, String url, @Nullable Verdict verdict) {

    /** The verdict, never null. */
    public Verdict verdictOrEmpty() {
        return verdict == null ? new Verdict("green", 0, 0, 0, 0, 0, 0, List.of()) : verdict;
    }

    /** Counts by state, and what stands out. */
    public record Verdict(
            @Nullable String state,
            int green,
            int suspect,
            int red,
            int missing,
            int notApplicable,
            int tooFewRuns,
            List<Finding> findings) {

        /** Absent findings are none. */
        public Verdict {
            findings = findings == null ? List.of() : List.copyOf(findings);
        }
    }

    /**
     * One thing that stands out.
     *
     * @param kind {@code time}, {@code deterministic}, {@code litmus} or {@code missing}
     * @param ratio new over old, or null
     */
    public record Finding(
            @Nullable String state,
            @Nullable String kind,
            @Nullable String series,
            @Nullable String name,
            @Nullable String metric,
            int threads,
            @Nullable Double ratio,
            @Nullable String text,
            @Nullable String commit) {

        /** Whether this is a finding of the state and kind. */
        public boolean is(String wantedState, String wantedKind) {
            return wantedState.equals(state) && wantedKind.equals(kind);
        }
    }
}
