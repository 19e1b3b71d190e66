package org.allotment.reports.model;

/** How one series, litmus test, unit or whole run came out. */
public enum State {
    /** Judged, and no change was found. */
    GREEN("green", 4),
    /** Judged and better than its history. */
    IMPROVED("improved", 3),
    /** Worse than its history, and not yet measured again. */
    SUSPECT("suspect", 2),
    /** A forbidden outcome, a changed deterministic metric, or a confirmed slowdown. */
    RED("red", 0),
    /** Expected and absent. */
    MISSING("missing", 1),
    /** Declared before the start as not to be run here. */
    NOT_APPLICABLE("notApplicable", 7),
    /** The history is too short for a verdict. */
    TOO_FEW_RUNS("tooFewRuns", 5),
    /** Kept and never judged: no commit, or a metric that says nothing about quality. */
    UNGATED("ungated", 6);

    private final String word;
    private final int rank;

    State(String word, int rank) {
        this.word = word;
        this.rank = rank;
    }

    /** Place among the states, the worst at 0. */
    public int rank() {
        return rank;
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
