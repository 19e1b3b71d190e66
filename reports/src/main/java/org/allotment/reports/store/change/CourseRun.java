package org.allotment.reports.store.change;

import org.allotment.reports.stats.ForkSummary;

/**
 * One run of a course.
 *
 * @param loose it has no commit and stands where its time is
 */
public record CourseRun(String runId, ForkSummary summary, boolean loose) {}
