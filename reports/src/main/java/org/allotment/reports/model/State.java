package org.allotment.reports.model;

/** How one series, litmus test, unit or whole run came out. */
public enum State {
    /** Judged, and no change was found. */
    GREEN("green"),
    /** Judged and better than its history. */
    IMPROVED("improved"),
    /** Worse than its history, and not yet measured again. */
    SUSPECT("suspect"),
    /** A forbidden outcome, a changed deterministic metric, or a confirmed slowdown. */
    RED("red"),
    /** Expected and absent. */
    MISSING("missing"),
    /** Declared before the start as not to be run here. */
    NOT_APPLICABLE("notApplicable"),
    /** The history is too short for a verdict. */
    TOO_FEW_RUNS("tooFewRuns"),
    /** Kept and never judged: no commit, or a metric that says nothing about quality. */
    UNGATED("ungated");

    private final String word;

    State(String word) {
        this.word = word;
    }

    /** The word of the documents and of the store. */
    public String word() {
        return word;
    }

    /** The state with this word; throws {@link IllegalArgumentException} for any other. */
    public static State of(String word) {
        for (State state : values()) {
            if (state.word.equals(word)) {
                return state;
            }
        }
        throw new IllegalArgumentException("unknown state, word=" + word);
    }
}
