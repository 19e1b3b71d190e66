package org.allotment.reports.web.view;

import java.util.List;
import org.allotment.reports.web.text.Sparkline;
import org.allotment.reports.web.view.part.Badge;
import org.allotment.reports.web.view.part.Frame;
import org.allotment.reports.web.view.part.Moment;
import org.allotment.reports.web.view.part.Revision;
import org.jspecify.annotations.Nullable;

/**
 * One litmus test over the nights.
 *
 * @param frame around it
 * @param test on the latest night
 * @param total samples of all nights shown, and what an absence in them is worth
 * @param rare states that are not simply acceptable, and when they were seen
 * @param nights the newest first
 */
public record StressTestPage(Frame frame, StressPage.Test test, String total, List<Rare> rare, List<Night> nights) {

    /** Returns the command that runs the test again, or nothing where it is not wanted. */
    public String again() {
        return rare.isEmpty() ? "" : rare.getFirst().command();
    }

    /**
     * A night.
     *
     * @param anchor of this part of the page
     * @param href the run
     * @param started when
     * @param revision what
     * @param badge verdict
     * @param open whether it is shown unfolded
     * @param reason or empty
     * @param samples how many, over how many configurations
     * @param outcomes by state
     * @param failures with their configurations
     */
    public record Night(
            String anchor,
            String href,
            Moment started,
            Revision revision,
            Badge badge,
            boolean open,
            String reason,
            String samples,
            List<Outcome> outcomes,
            List<Failure> failures) {}

    /**
     * A state.
     *
     * @param state as jcstress names it
     * @param badge what is expected of it
     * @param count how often it was seen
     * @param rate as a share, or the bound where it was not seen
     * @param configurations in how many
     * @param description what it means
     */
    public record Outcome(
            String state, Badge badge, String count, String rate, String configurations, String description) {}

    /**
     * A failure with what repeats it.
     *
     * @param state seen
     * @param count how often
     * @param facts compile mode, scheduling, flags, seed
     * @param log excerpt, or empty
     */
    public record Failure(String state, String count, List<SeriesPage.Fact> facts, String log) {}

    /**
     * The course of a state that is not simply acceptable.
     *
     * @param state as jcstress names it
     * @param badge what is expected of it
     * @param total how often it was seen in all nights shown
     * @param rate with its interval, or the bound where it was not seen
     * @param first when, in which run and at which commit it was first seen, absent when it was not
     * @param last when it was last seen
     * @param since how many nights ago that was, in words
     * @param spark its rate by night on a log axis
     * @param configuration of the first sight, or empty
     * @param command that runs the test again
     */
    public record Rare(
            String state,
            Badge badge,
            String total,
            String rate,
            @Nullable Sight first,
            @Nullable Sight last,
            String since,
            Sparkline spark,
            String configuration,
            String command) {}

    /** One night on which it was seen. */
    public record Sight(String href, Moment started, Revision revision) {}
}
