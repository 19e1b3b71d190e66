package org.allotment.reports.web.view;

import java.util.List;
import org.allotment.reports.web.text.Sparkline;
import org.allotment.reports.web.view.part.Badge;
import org.allotment.reports.web.view.part.Frame;
import org.allotment.reports.web.view.part.Label;
import org.allotment.reports.web.view.part.Moment;
import org.allotment.reports.web.view.part.Revision;
import org.allotment.reports.web.view.series.BranchView;
import org.allotment.reports.web.view.series.SampleView;
import org.jspecify.annotations.Nullable;

/**
 * The history of one series.
 *
 * @param frame around it
 * @param label who it is
 * @param badge the latest verdict
 * @param reason why it is what it is, in one sentence
 * @param facts latest value, history, sensitivity and where it was measured
 * @param picture the course as the server draws it
 * @param points address of the chart's data
 * @param changes where its level changed, the newest first
 * @param rows the newest runs, the newest first
 * @param shown which of all runs those are
 * @param sampled of which runs the chart shows each fork unasked, or empty where of all
 * @param related other metrics and threads of the same benchmark
 * @param branches to choose a second one of
 * @param samples of the run that was asked for; null for none
 */
public record SeriesPage(
        Frame frame,
        Label label,
        Badge badge,
        String reason,
        List<Fact> facts,
        Sparkline picture,
        String points,
        List<Change> changes,
        List<Row> rows,
        String shown,
        String sampled,
        List<Related> related,
        BranchView branches,
        @Nullable SampleView samples) {

    /** Returns the address of its runs as CSV. */
    public String csv() {
        return branches.action().replace("/series/", "/export/series.csv?id=");
    }

    /** Returns the address of its runs with all samples. */
    public String json() {
        return "/api/v1" + branches.action();
    }

    /**
     * A named value.
     *
     * @param name what it is
     * @param value as text
     * @param detail a smaller line, or empty
     * @param big whether it is a headline number
     */
    public record Fact(String name, String value, String detail, boolean big) {

        private static final int LONG = 48;

        /** Returns the class of its cell: what is long takes a row of its own. */
        public String place() {
            return value.length() > LONG ? "row" : "";
        }
    }

    /**
     * One run.
     *
     * @param href the run's page
     * @param started when
     * @param revision what
     * @param value mean of forks
     * @param interval of the value
     * @param forks each fork's value
     * @param badge its verdict
     * @param change from its history at the time, or why there is none
     * @param epoch what changed before this run, or empty
     * @param samples the page with its samples
     */
    public record Row(
            String href,
            Moment started,
            Revision revision,
            String value,
            String interval,
            String forks,
            Badge badge,
            String change,
            String epoch,
            String samples) {}

    /**
     * A change of level.
     *
     * @param anchor its number, for a link to it
     * @param badge whether it is worse, and how sure
     * @param size by how much, with the direction
     * @param interval of the size, or empty
     * @param href the page of the first run behind it
     * @param started when that was
     * @param revision what that measured
     * @param where between which commits it lies
     * @param job the job that looks at it, or empty
     * @param confirmation what that came to, or empty
     */
    public record Change(
            String anchor,
            Badge badge,
            String size,
            String interval,
            String href,
            Moment started,
            Revision revision,
            String where,
            String job,
            String confirmation) {}

    /**
     * A change of level on the chart.
     *
     * @param index place on the axis of the first point behind it
     * @param low of the first point that may be
     * @param high of the last
     * @param text what it is
     * @param worse whether for the worse
     */
    public record Mark(int index, int low, int high, String text, boolean worse) {}

    /**
     * A sibling.
     *
     * @param href its page
     * @param text what differs
     */
    public record Related(String href, String text) {}

    /**
     * What the chart reads.
     *
     * @param unit of all values
     * @param points oldest first
     * @param changes of level
     * @param days one for each place of the axis
     * @param beside a second branch on the same axis; null for none
     */
    public record Points(
            String unit,
            List<Point> points,
            List<Mark> changes,
            List<String> days,
            @Nullable Beside beside) {}

    /** The runs of a second branch, oldest first. */
    public record Beside(String branch, List<Point> points) {}
}
