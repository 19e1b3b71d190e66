package org.allotment.reports.web.view;

import java.util.List;
import org.allotment.reports.web.view.part.Frame;
import org.allotment.reports.web.view.part.Night;

/**
 * All runs of a project, the newest first.
 *
 * @param frame around it
 * @param rows the open part
 * @param range which part that is
 * @param previous address of newer ones, or empty
 * @param next address of older ones, or empty
 */
public record RunsPage(Frame frame, List<Row> rows, String range, String previous, String next) {

    /**
     * One run.
     *
     * @param night in short
     * @param counts by state, in words
     */
    public record Row(Night night, String counts) {}
}
