package org.allotment.reports.store.incident;

import org.jspecify.annotations.Nullable;

/**
 * Something that a run shows.
 *
 * @param subject  names it from run to run
 * @param name     of the series with its parameters, or of the litmus test
 * @param seriesId null for a litmus test
 * @param testId   null for a series
 * @param changeId the change of level that it is, null for a red verdict
 */
public record Showing(
        String subject,
        String name,
        String detail,
        double ratio,
        @Nullable Long seriesId,
        @Nullable Long testId,
        @Nullable Long changeId) {}
