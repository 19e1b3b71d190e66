package org.allotment.reports.store.job;

import java.time.Duration;
import java.time.Instant;

/** Which signs of incidents are not to be said: an open question is about them, or one that was not confirmed. */
public final class Held {
    /** A question that nobody answered for so long holds nothing back. */
    public static final Duration PATIENCE = Duration.ofHours(12);

    /**
     * Condition on a job {@code j} and a change {@code c}: the commits that the job compares have the run of the change between them.
     * Commits may stand at one place, and then their place says nothing: of those only the change's own count, that of the run
     * before it as a base, that of its run and of the last that may be its first as a head.
     */
    static final String SPANS = """
            EXISTS (SELECT 1 FROM run e JOIN run l ON l.id = c.before_run_id JOIN run h ON h.id = c.high_run_id
             JOIN code_commit jb ON jb.project_id = e.project_id AND jb.sha = j.base_sha
             JOIN code_commit jh ON jh.project_id = e.project_id AND jh.sha = j.head_sha
             WHERE e.id = c.run_id AND (jb.position < e.x_ord OR jb.id = l.commit_id)
              AND (jh.position > e.x_ord OR jh.id = e.commit_id OR jh.id = h.commit_id))
            """;

    /** The same for all runs that may be the first behind the change. */
    static final String SPANS_ALL = """
            EXISTS (SELECT 1 FROM run l JOIN run h ON h.id = c.high_run_id
             JOIN code_commit jb ON jb.project_id = l.project_id AND jb.sha = j.base_sha
             JOIN code_commit jh ON jh.project_id = l.project_id AND jh.sha = j.head_sha
             WHERE l.id = c.before_run_id AND (jb.position < l.x_ord OR jb.id = l.commit_id)
              AND (jh.position > h.x_ord OR jh.id = h.commit_id))
            """;

    /**
     * Condition on a sign {@code g}: it may be said, as far as jobs go. {@code :asked} is {@link #since}.
     *
     * <p>A sign that is a change has the job that looks at it, for as long as the change lies between the commits that are compared, and
     * when it moved away until the runs by which it moved were looked at: then it has another job, or none. A red series has
     * that of its commit.
     */
    public static final String NOT_HELD = """
            NOT EXISTS (SELECT 1 FROM job j WHERE j.series_id = g.series_id AND j.kind = 'confirm' AND j.worse = 1
             AND ((j.state IN ('waiting', 'claimed') AND j.created >= :asked) OR j.verdict IN ('noChange', 'unclear'))
             AND CASE WHEN g.change_id IS NULL
              THEN j.head_sha = (SELECT h.sha FROM run x JOIN code_commit h ON h.id = x.commit_id WHERE x.id = g.run_id)
              ELSE EXISTS (SELECT 1 FROM change_point c WHERE c.id = g.change_id AND c.job_id = j.id AND (\
            """ + SPANS + """
               OR EXISTS (SELECT 1 FROM run e JOIN run w ON w.branch_id = e.branch_id AND w.env_class_id = e.env_class_id
                WHERE e.id = c.run_id AND NOT EXISTS (SELECT 1 FROM noticed_run n WHERE n.run_id = w.id)))) END)
            """;

    private Held() {}

    /** Questions that were asked before this hold nothing back at a moment. */
    public static Instant since(Instant now) {
        return now.minus(PATIENCE);
    }
}
