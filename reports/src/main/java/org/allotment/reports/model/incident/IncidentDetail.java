package org.allotment.reports.model.incident;

import java.time.Instant;
import java.util.List;
import org.allotment.reports.model.history.SeriesInfo;
import org.jspecify.annotations.Nullable;

/** One incident whole: its signs, those that still show first, and what was said and decided, oldest first. */
public record IncidentDetail(IncidentSummary incident, List<Sign> signs, List<Event> events) {
    /** Immutable. */
    public IncidentDetail {
        signs = List.copyOf(signs);
        events = List.copyOf(events);
    }

    /**
     * What shows it.
     *
     * @param name     of a litmus test, or of a series with its parameters
     * @param series   null for a litmus test
     * @param changeId the change of level that it is, null for a red verdict
     * @param ratio    cost against what was before, above 1 is worse; NaN where there is none
     * @param runId    the run that first showed it
     * @param seenRunId the last one
     * @param closed   when it was well again, null before
     */
    public record Sign(
            long id,
            String name,
            @Nullable SeriesInfo series,
            @Nullable Long changeId,
            String text,
            double ratio,
            String runId,
            String seenRunId,
            Instant opened,
            @Nullable Instant closed) {}

    /**
     * One step.
     *
     * @param kind   {@code state}, {@code owner}, {@code issue} or {@code comment}
     * @param before what it was, null where there was nothing
     * @param text   what it is now, null where it was taken away
     */
    public record Event(
            Instant at,
            String actor,
            String kind,
            @Nullable String before,
            @Nullable String text) {}
}
