package org.allotment.reports.web.view.job;

import java.util.List;
import org.allotment.reports.web.view.part.Frame;
import org.allotment.reports.web.view.part.Frame.Choice;

/**
 * The list of jobs.
 *
 * @param frame around it
 * @param states to choose from
 * @param reset the list without a filter, or empty where there is none
 * @param rows the newest first
 * @param count how many of how many
 * @param previous part of the list, or empty
 * @param next part of the list, or empty
 * @param csv the same as CSV
 * @param json the same as JSON
 */
public record JobsPage(
        Frame frame,
        List<Choice> states,
        String reset,
        List<JobRow> rows,
        String count,
        String previous,
        String next,
        String csv,
        String json) {}
