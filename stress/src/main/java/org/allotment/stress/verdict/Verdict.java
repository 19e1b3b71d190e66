package org.allotment.stress.verdict;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How a test came out. */
public enum Verdict {
    /** As it should: a broken twin was seen to fail, any other test was not. */
    @JsonProperty("green")
    GREEN,
    /** Not as it should, or its process failed. */
    @JsonProperty("red")
    RED,
    /** Expected, and no result. */
    @JsonProperty("missing")
    MISSING,
    /** Declared before the start as not to be run here. */
    @JsonProperty("notApplicable")
    NOT_APPLICABLE
}
