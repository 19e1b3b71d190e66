package org.allotment.reports.web.view.inquiry;

import java.util.List;
import org.allotment.reports.web.view.job.JobRow;
import org.allotment.reports.web.view.part.Badge;
import org.allotment.reports.web.view.part.Frame;
import org.allotment.reports.web.view.part.Label;
import org.allotment.reports.web.view.part.Moment;

/**
 * One incident.
 *
 * @param frame around it
 * @param id its number
 * @param badge what was made of it
 * @param direction for the worse or the better
 * @param headline how much is affected, in one sentence
 * @param lead its first sign
 * @param facts where and since when
 * @param links pages that help
 * @param signs what shows it, what still does first
 * @param jobs that measured it again, the newest first
 * @param story what was said and decided, oldest first
 * @param form to judge it
 * @param json the same as JSON
 */
public record IncidentPage(
        Frame frame,
        long id,
        Badge badge,
        Badge direction,
        String headline,
        String lead,
        List<Fact> facts,
        List<Link> links,
        List<Sign> signs,
        List<JobRow> jobs,
        List<Event> story,
        Form form,
        String json) {

    /**
     * A named value.
     *
     * @param name what it is
     * @param value as text
     * @param href where it leads, or empty
     */
    public record Fact(String name, String value, String href) {}

    /** A link to another page. */
    public record Link(String href, String text) {}

    /**
     * A sign.
     *
     * @param badge whether it still shows
     * @param href its page
     * @param label who it is
     * @param change by how much, or empty
     * @param text what it is
     * @param opened when it came
     * @param run the page of the run that first showed it
     */
    public record Sign(Badge badge, String href, Label label, String change, String text, Moment opened, String run) {}

    /**
     * A step.
     *
     * @param at when
     * @param actor who
     * @param text what was done
     * @param comment what was said, or empty
     */
    public record Event(Moment at, String actor, String text, String comment) {}

    /**
     * The form.
     *
     * @param shown whether the reader may ever send it
     * @param asks whether the browser will ask for a token
     * @param version that it is for
     * @param states to choose from
     * @param owner as it is, or as somebody typed it
     * @param issue as it is, or as somebody typed it
     * @param comment as somebody typed it
     * @param problem why it was not taken, or empty
     */
    public record Form(
            boolean shown,
            boolean asks,
            int version,
            List<Frame.Choice> states,
            String owner,
            String issue,
            String comment,
            String problem) {}
}
