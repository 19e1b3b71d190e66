package org.allotment.reports.web.view.inquiry;

import java.util.List;
import org.allotment.reports.web.view.RunsPage;
import org.allotment.reports.web.view.job.JobRow;
import org.allotment.reports.web.view.part.Badge;
import org.allotment.reports.web.view.part.Finding;
import org.allotment.reports.web.view.part.Frame;
import org.allotment.reports.web.view.part.Label;

/**
 * One commit.
 *
 * @param frame around it
 * @param sha in full
 * @param subject first line of its message, or empty
 * @param facts who and when
 * @param links its neighbours, and comparisons with them
 * @param slower whether it is slower, in one sentence
 * @param slowerBadge the same in a word
 * @param correct whether it is still correct, in one sentence
 * @param correctBadge the same in a word
 * @param ran what ran, in one sentence
 * @param incidents whose cause it may be
 * @param changes of level that it may have caused
 * @param findings of its runs, the worst first
 * @param runs newest first
 * @param jobs that measured it, the newest first
 * @param json the same as JSON
 */
public record CommitPage(
        Frame frame,
        String sha,
        String subject,
        List<IncidentPage.Fact> facts,
        List<IncidentPage.Link> links,
        String slower,
        Badge slowerBadge,
        String correct,
        Badge correctBadge,
        String ran,
        List<IncidentsPage.Row> incidents,
        List<Change> changes,
        List<Finding> findings,
        List<RunsPage.Row> runs,
        List<JobRow> jobs,
        String json) {

    /**
     * A change of level.
     *
     * @param href of the series, at the change
     * @param badge whether worse, and how sure
     * @param label who
     * @param size by how much
     * @param interval of the size, or empty
     * @param where how many commits it may be
     */
    public record Change(String href, Badge badge, Label label, String size, String interval, String where) {}
}
