package org.allotment.reports.model.live;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a run that goes on said of itself last. Its texts are somebody else's, and empty where nothing is known.
 *
 * @param heard      when it said so
 * @param silentFrom when it counts as silent unless it says more
 */
public record RunningNight(Key key, Origin origin, Reach reach, Instant heard, Instant silentFrom) {

    /**
     * Which run.
     *
     * @param run as its producer calls it
     */
    public record Key(String project, String run) {}

    /**
     * What does not change while it runs.
     *
     * @param kind    {@code nightly}, {@code confirm} or another word of its producer
     * @param machine what the project calls the machine
     */
    public record Origin(String kind, String profile, String branch, String commit, String machine, Instant started) {}

    /**
     * How far it is.
     *
     * @param done   units of work that ended, failed ones among them
     * @param total  units of work that it means to do
     * @param unit   what it does now
     * @param ends   when it thinks that it ends
     */
    public record Reach(
            int done,
            int total,
            int failed,
            String unit,
            @Nullable Instant ends) {}

    /** What it is at. */
    public enum State {
        /** It measures. */
        RUNNING("running"),
        /** It has measured all, and its results are still to come. */
        ENDED("ended"),
        /** It should have said more by now. */
        SILENT("silent");

        private final String word;

        State(String word) {
            this.word = word;
        }

        /** The word of the API. */
        public String word() {
            return word;
        }
    }

    /** What it is at, as far as anybody can know at a moment. */
    public State stateAt(Instant now) {
        if (now.isAfter(silentFrom)) {
            return State.SILENT;
        }
        return reach.done() == reach.total() ? State.ENDED : State.RUNNING;
    }
}
