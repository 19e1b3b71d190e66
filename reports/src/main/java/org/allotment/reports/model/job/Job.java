package org.allotment.reports.model.job;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A question on its way to an answer.
 *
 * @param attempts  how often it was claimed and not given back in peace
 * @param fence     number of the newest claim, 0 before the first
 * @param bisection the search for a commit that it belongs to or began, null for none
 */
public record Job(
        long id,
        String project,
        Question question,
        JobState state,
        int attempts,
        long fence,
        Instant created,
        @Nullable Long bisection) {}
