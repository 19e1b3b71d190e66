package org.allotment.reports.web.view.inquiry;

import java.util.List;
import org.allotment.reports.web.view.part.Badge;
import org.allotment.reports.web.view.part.Frame;
import org.allotment.reports.web.view.part.Moment;

/**
 * Incidents of one branch, what waits for somebody first.
 *
 * @param frame around it
 * @param states to choose from
 * @param directions to choose from
 * @param owner whose, or empty
 * @param text part of what a sign is called, or empty
 * @param clear address without filters, empty when there are none
 * @param rows the open part
 * @param range which part that is
 * @param previous address of the part before, or empty
 * @param next address of the part after, or empty
 * @param csv the same rows as CSV
 * @param json the same rows as JSON
 */
public record IncidentsPage(
        Frame frame,
        List<Frame.Choice> states,
        List<Frame.Choice> directions,
        String owner,
        String text,
        String clear,
        List<Row> rows,
        String range,
        String previous,
        String next,
        String csv,
        String json) {

    /**
     * One incident.
     *
     * @param href its page
     * @param badge what was made of it
     * @param direction for the worse or the better
     * @param text its first sign, in one sentence
     * @param signs how many series and tests
     * @param where the commits that hold its cause
     * @param opened when
     * @param owner who is at it, or empty
     * @param issue address of its issue, or empty
     */
    public record Row(
            String href,
            Badge badge,
            Badge direction,
            String text,
            String signs,
            String where,
            Moment opened,
            String owner,
            String issue) {}
}
