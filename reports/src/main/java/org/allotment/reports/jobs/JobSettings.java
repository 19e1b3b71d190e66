package org.allotment.reports.jobs;

import java.time.Duration;

/**
 * How jobs are handed out.
 *
 * @param lease        how long an agent may be silent
 * @param mostAttempts claims after which a job is given up
 * @param forks        of each side
 * @param mostOfARun   questions about one run: a machine that moves shows in every series
 */
public record JobSettings(Duration lease, int mostAttempts, int forks, int mostOfARun) {
    /** The usual ones. */
    public static final JobSettings STANDARD = new JobSettings(Duration.ofMinutes(2), 5, 8, 20);
}
