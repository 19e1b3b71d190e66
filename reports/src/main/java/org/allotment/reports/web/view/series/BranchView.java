package org.allotment.reports.web.view.series;

import java.util.List;
import org.allotment.reports.web.view.SeriesPage;
import org.allotment.reports.web.view.part.Frame.Choice;
import org.jspecify.annotations.Nullable;

/**
 * The choice of a second branch, and what was chosen.
 *
 * @param action the page that the choice leads to
 * @param run the run whose samples are open and stay open, or empty
 * @param choices branches that have the same figure, none first
 * @param chosen the second branch; null for none
 */
public record BranchView(
        String action,
        String run,
        List<Choice> choices,
        @Nullable Chosen chosen) {

    /**
     * The second branch.
     *
     * @param name of the branch
     * @param href the page of the same figure there
     * @param compare the newest nights of both branches beside each other
     * @param lead how many runs there are, and what the latest of both came to
     * @param path its course in the picture that the server draws
     * @param rows its newest runs, the newest first
     * @param shown which of all its runs those are
     * @param csv its runs as CSV
     */
    public record Chosen(
            String name,
            String href,
            String compare,
            String lead,
            String path,
            List<SeriesPage.Row> rows,
            String shown,
            String csv) {}
}
