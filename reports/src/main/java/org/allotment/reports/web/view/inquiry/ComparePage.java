package org.allotment.reports.web.view.inquiry;

import java.util.List;
import org.allotment.reports.web.view.OverviewPage.Change;
import org.allotment.reports.web.view.part.Badge;
import org.allotment.reports.web.view.part.Frame;
import org.allotment.reports.web.view.part.Label;
import org.allotment.reports.web.view.part.Moment;
import org.allotment.reports.web.view.part.Revision;
import org.jspecify.annotations.Nullable;

/**
 * Two sides next to each other.
 *
 * @param frame around it
 * @param form what is compared
 * @param base the earlier side, absent when one of them was not found
 * @param head the later side
 * @param problem why there is nothing to show, or empty
 * @param mean the geometric mean of the ratios, in one sentence
 * @param notes what to mind
 * @param tiles counts by outcome
 * @param rows the open part, the most significant first
 * @param range which part that is
 * @param links to other parts and forms of the same
 */
public record ComparePage(
        Frame frame,
        Form form,
        @Nullable Side base,
        @Nullable Side head,
        String problem,
        String mean,
        List<String> notes,
        List<Tile> tiles,
        List<Row> rows,
        String range,
        Links links) {

    /**
     * The form.
     *
     * @param base as asked for, or what stands for it
     * @param head as asked for, or what stands for it
     * @param text part of a name
     * @param metrics to choose from
     * @param verdicts to choose from
     * @param known sides that a field offers
     */
    public record Form(
            String base,
            String head,
            String text,
            List<Frame.Choice> metrics,
            List<Frame.Choice> verdicts,
            List<Frame.Choice> known) {}

    /**
     * One side.
     *
     * @param href its newest run
     * @param name what finds it again
     * @param revision what it measured
     * @param started when
     * @param text how many runs, on which machine
     */
    public record Side(String href, String name, Revision revision, Moment started, String text) {}

    /**
     * A count.
     *
     * @param href shows just these
     */
    public record Tile(Badge badge, String count, String href) {}

    /**
     * One series on both sides.
     *
     * @param href its page
     * @param badge what the comparison amounts to
     * @param label who it is
     * @param base with its unit
     * @param head with its unit
     * @param change by how much
     * @param interval of the ratio, or why there is none
     * @param chance the p value, or empty
     * @param forks on both sides
     * @param note what to mind, or empty
     */
    public record Row(
            String href,
            Badge badge,
            Label label,
            String base,
            String head,
            Change change,
            String interval,
            String chance,
            String forks,
            String note) {}

    /**
     * Addresses, empty where there is nothing.
     *
     * @param here this very comparison, whatever comes later
     * @param swapped with the sides changed
     * @param previous the part before
     * @param next the part after
     * @param csv as CSV
     * @param json as JSON
     */
    public record Links(String here, String swapped, String previous, String next, String csv, String json) {}
}
