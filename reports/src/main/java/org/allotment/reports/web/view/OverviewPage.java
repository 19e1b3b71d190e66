package org.allotment.reports.web.view;

import java.util.List;
import org.allotment.reports.web.text.Sparkline;
import org.allotment.reports.web.view.part.Badge;
import org.allotment.reports.web.view.part.Finding;
import org.allotment.reports.web.view.part.Frame;
import org.allotment.reports.web.view.part.Label;
import org.allotment.reports.web.view.part.Night;
import org.allotment.reports.web.view.part.Running;
import org.jspecify.annotations.Nullable;

/**
 * The latest night and all its series.
 *
 * @param frame around it
 * @param night the latest run, absent before the first
 * @param again runs that measured the suspects of this one again
 * @param findings what is not green, the worst first
 * @param stress what the litmus tests of the night say, or empty
 * @param filter what narrows the table
 * @param columns headers that sort
 * @param rows the open part of the table
 * @param range which part that is, in words
 * @param previous address of the part before, or empty
 * @param next address of the part after, or empty
 * @param csv address of the same rows as CSV
 * @param live the runs that go on
 */
public record OverviewPage(
        Frame frame,
        @Nullable Night night,
        List<SeriesPage.Related> again,
        List<Finding> findings,
        String stress,
        FilterForm filter,
        List<Column> columns,
        List<Row> rows,
        String range,
        String previous,
        String next,
        String csv,
        Running live) {

    /**
     * The filters as a form.
     *
     * @param text part of a name or a parameter
     * @param sorts orders to choose from
     * @param verdicts to choose from
     * @param subjects to choose from, empty where no benchmark has such a parameter
     * @param metrics to choose from
     * @param threads to choose from
     * @param clear address without filters, empty when there are none
     */
    public record FilterForm(
            String text,
            List<Frame.Choice> sorts,
            List<Frame.Choice> verdicts,
            List<Frame.Choice> subjects,
            List<Frame.Choice> metrics,
            List<Frame.Choice> threads,
            String clear) {}

    /**
     * A header.
     *
     * @param text what it says
     * @param href sorts by it, or empty
     * @param sorted {@code ascending}, {@code descending} or empty
     * @param right whether numbers stand below it
     */
    public record Column(String text, String href, String sorted, boolean right) {

        /** Returns the arrow that shows the order. */
        public String arrow() {
            return switch (sorted) {
                case "ascending" -> "▲";
                case "descending" -> "▼";
                default -> "";
            };
        }
    }

    /**
     * One series on the latest night.
     *
     * @param href its page
     * @param badge its verdict
     * @param label who it is
     * @param value the latest value with its unit, or empty
     * @param interval its interval, or empty
     * @param change how far from its history
     * @param sensitivity the smallest change it could have seen, or why it cannot say
     * @param spark its last nights
     */
    public record Row(
            String href,
            Badge badge,
            Label label,
            String value,
            String interval,
            Change change,
            String sensitivity,
            Sparkline spark) {}

    /**
     * A distance.
     *
     * @param percent signed, or empty
     * @param direction in a word, or why there is no distance
     * @param tone class of its colour, or empty
     */
    public record Change(String percent, String direction, String tone) {}
}
