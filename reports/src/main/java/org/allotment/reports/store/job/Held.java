package org.allotment.reports.store.job;

import java.time.Duration;
import java.time.Instant;

/** Which signs of incidents are not to be said: an open question is about them, or one that was not confirmed. */
public final class Held {
    /** A question that nobody answered for so long holds nothing back. */
    public static final Duration PATIENCE = Duration.ofHours(12);

    /**
     * Condition on a sign {@code g}: it may be said, as far as jobs go. {@code :asked} is {@link #since}.
     *
     * <p>A sign that is a change has the job that looks at it; a red series that of its commit.
     */
    public static final String NOT_HELD = """
            NOT EXISTS (SELECT 1 FROM job j WHERE j.series_id = g.series_id AND j.kind = 'confirm' AND j.worse = 1
             AND ((j.state IN ('waiting', 'claimed') AND j.created >= :asked) OR j.verdict IN ('noChange', 'unclear'))
             AND CASE WHEN g.change_id IS NULL
              THEN j.head_sha = (SELECT h.sha FROM run x JOIN code_commit h ON h.id = x.commit_id WHERE x.id = g.run_id)
              ELSE j.id = (SELECT c.job_id FROM change_point c WHERE c.id = g.change_id) END)
            """;

    private Held() {}

    /** Questions that were asked before this hold nothing back at a moment. */
    public static Instant since(Instant now) {
        return now.minus(PATIENCE);
    }
}
