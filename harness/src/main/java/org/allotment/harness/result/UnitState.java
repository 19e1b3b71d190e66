package org.allotment.harness.result;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What became of a unit of work. */
public enum UnitState {
    /** Its result is there. */
    @JsonProperty("finished")
    FINISHED,
    /** It was started and brought no result. */
    @JsonProperty("failed")
    FAILED,
    /** It was expected and never started. */
    @JsonProperty("missing")
    MISSING,
    /** It was declared impossible here before the start. */
    @JsonProperty("notApplicable")
    NOT_APPLICABLE
}
