package org.allotment.harness.nightly.runner;

import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * One line of the journal.
 *
 * @param event {@code started}, {@code finished}, {@code failed} or {@code notApplicable}
 * @param attempt counts from 1; 0 for what is not applicable
 * @param at ISO 8601 in UTC, for the reader; order is the order of lines
 * @param reason why it failed or does not apply; empty otherwise
 * @param durationMillis wall time by a monotonic clock; 0 where it has none
 */
@JsonInclude(JsonInclude.Include.NON_DEFAULT)
public record JournalEvent(
        @JsonInclude String event,
        @JsonInclude String unit,
        @JsonInclude int attempt,
        @JsonInclude String at,
        @JsonInclude String reason,
        long durationMillis) {

    static final String STARTED = "started";
    static final String FINISHED = "finished";
    /** It was started and brought no result. */
    public static final String FAILED = "failed";

    static final String NOT_APPLICABLE = "notApplicable";
}
