package org.allotment.harness.nightly.runner;

import java.time.Duration;
import org.allotment.harness.nightly.plan.Job;

/**
 * What a child and a run may use.
 *
 * @param minimumMillis least time before a child counts as hanging
 * @param factor time limit over the estimate
 * @param reserveBytes free disk space below which nothing more is started
 */
public record Limits(long minimumMillis, int factor, long reserveBytes) {

    /** Wide enough for a loaded host, narrow enough that a hanging child costs minutes. */
    public static Limits usual() {
        return new Limits(60_000, 5, 256L << 20);
    }

    Duration timeout(Job job) {
        return Duration.ofMillis(Math.max(minimumMillis, factor * job.estimateMillis()));
    }
}
