package org.allotment.reports.model.job;

import java.util.List;

/**
 * The search for the commit of a confirmed change.
 *
 * @param from    the last commit that is known to be without it
 * @param to      the first that is known to have it: the culprit when nothing lies between
 * @param between how many commits lie between the two
 * @param commits the whole range, oldest first: the first without the change, the last with it
 */
public record Bisection(long id, State state, String from, String to, int between, List<String> commits) {
    /** Immutable. */
    public Bisection {
        commits = List.copyOf(commits);
    }

    /** How far it has come. */
    public enum State {
        /** A job of it is open. */
        SEARCHING("searching"),
        /** Nothing lies between the two commits. */
        FOUND("found"),
        /** What lies between cannot be measured, or says nothing clear. */
        STUCK("stuck");

        private final String word;

        State(String word) {
            this.word = word;
        }

        /** The word of the store and of the documents. */
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
            throw new IllegalArgumentException("unknown state, state=" + word);
        }
    }
}
