package org.allotment.reports.model.incident;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One incident in a list.
 *
 * @param worse    its direction
 * @param version  grows with each change; a change names the one that it was made for
 * @param subject  its first sign
 * @param text     what that was, in one sentence
 * @param runId    the run that first showed it
 * @param opened   when that run came in
 * @param closed   when its last sign was well again, null before
 * @param after    the last run that certainly lies before the cause, null when there is none
 * @param until    the last run that may be the first behind it
 * @param series   series among its signs
 * @param tests    litmus tests among its signs
 * @param openSigns signs that are not well again
 */
public record IncidentSummary(
        long id,
        String project,
        String branch,
        String environment,
        boolean worse,
        IncidentState state,
        @Nullable String owner,
        @Nullable String issue,
        int version,
        String subject,
        String text,
        String runId,
        Instant opened,
        @Nullable Instant closed,
        @Nullable Bound after,
        @Nullable Bound until,
        int series,
        int tests,
        int openSigns) {

    /** One end of the range of commits that holds the cause. */
    public record Bound(
            String runId, @Nullable String sha, @Nullable String subject, Instant started) {}
}
