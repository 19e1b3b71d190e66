package org.allotment.reports.web.view.inquiry;

import java.util.List;
import org.allotment.reports.web.text.Sparkline;
import org.allotment.reports.web.view.job.JobRow;
import org.allotment.reports.web.view.part.Badge;
import org.allotment.reports.web.view.part.Frame;
import org.allotment.reports.web.view.part.Moment;

/**
 * Machine classes of a project, and one of them in full.
 *
 * @param frame around it
 * @param classes all of them
 * @param name of the open one, empty when there is none
 * @param lead how it behaves, in one sentence
 * @param canary its course
 * @param noise its course
 * @param rows nights, newest first
 * @param jobs about its figures, the newest first
 * @param csv the same as CSV
 * @param json the same as JSON
 */
public record MachinePage(
        Frame frame,
        List<Choice> classes,
        String name,
        String lead,
        Sparkline canary,
        Sparkline noise,
        List<Row> rows,
        List<JobRow> jobs,
        String csv,
        String json) {

    /** A machine class to be opened. */
    public record Choice(String href, String name, String text, boolean open) {}

    /**
     * One night.
     *
     * @param badge whether the machine held still
     * @param href the run
     * @param started when
     * @param canary median of the canary, or empty
     * @param noise relative standard error in the middle of the series, or empty
     * @param steal of the host, or empty
     * @param load before the night, or empty
     * @param change what is new since the night before, or empty
     */
    public record Row(
            Badge badge,
            String href,
            Moment started,
            String canary,
            String noise,
            String steal,
            String load,
            String change) {}
}
