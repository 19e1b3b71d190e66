package org.allotment.reports.store.inquiry;

import java.time.Instant;
import java.util.List;
import org.allotment.reports.model.State;
import org.allotment.reports.model.history.Finding;
import org.allotment.reports.model.history.RunSummary;
import org.allotment.reports.model.history.SeriesInfo;
import org.jspecify.annotations.Nullable;

/**
 * One commit: slower, still correct, and what ran.
 *
 * @param previous hash of the commit that was measured before it on the branch of its newest run, null for the first
 * @param next     hash of the one after it, null for the last
 * @param runs     with the verdicts that count, newest first
 * @param findings of all of them, the worst first
 * @param changes  of level that this commit may have caused
 * @param litmus   tests of all runs by state
 * @param results  how many figures were measured
 * @param judged   how many of them were judged and hold
 */
public record CommitView(
        String project,
        String sha,
        String subject,
        String author,
        @Nullable Instant time,
        @Nullable String previous,
        @Nullable String next,
        List<RunSummary> runs,
        List<Finding> findings,
        List<Caused> changes,
        List<Litmus> litmus,
        long results,
        long judged) {
    /** Immutable. */
    public CommitView {
        runs = List.copyOf(runs);
        findings = List.copyOf(findings);
        changes = List.copyOf(changes);
        litmus = List.copyOf(litmus);
    }

    /**
     * A change of level whose commits hold this one.
     *
     * @param commits how many measured commits that may be: 1 says that it was this one
     */
    public record Caused(
            long changeId,
            SeriesInfo series,
            boolean worse,
            double ratio,
            double low95,
            double high95,
            boolean confirmed,
            int commits) {}

    /** So many tests came out so, in so many samples. */
    public record Litmus(State state, int tests, long samples) {}
}
