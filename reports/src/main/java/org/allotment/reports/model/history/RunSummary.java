package org.allotment.reports.model.history;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One run in a list.
 *
 * @param id          the dashboard's id
 * @param externalId  the producer's own id, if it sent one
 * @param parentId    the run whose suspects this one measured again, if it is known here
 * @param commit      what was measured; null for an upload without a commit, which is never judged
 * @param environment name of the environment class
 * @param canarySteady whether the machine held still during the run; null when no canary said so
 */
public record RunSummary(
        String id,
        String project,
        String branch,
        String kind,
        @Nullable String externalId,
        @Nullable String parentId,
        @Nullable CommitRef commit,
        String environment,
        Instant started,
        Instant received,
        @Nullable Boolean canarySteady,
        VerdictCounts verdict) {

    /** This run with another verdict. */
    public RunSummary withVerdict(VerdictCounts other) {
        return new RunSummary(
                id,
                project,
                branch,
                kind,
                externalId,
                parentId,
                commit,
                environment,
                started,
                received,
                canarySteady,
                other);
    }

    /** A commit as a page names it. */
    public record CommitRef(
            String sha,
            String subject,
            String author,
            @Nullable Instant commitTime,
            boolean dirty) {}
}
