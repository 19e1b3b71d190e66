package org.allotment.reports.web.view;

import java.util.List;
import org.allotment.reports.web.view.part.Badge;
import org.allotment.reports.web.view.part.Finding;
import org.allotment.reports.web.view.part.Frame;
import org.allotment.reports.web.view.part.Label;
import org.allotment.reports.web.view.part.Night;

/**
 * One run in full.
 *
 * @param frame around it
 * @param id of the run
 * @param night the run in short
 * @param again runs that measured its suspects again
 * @param findings what is not green
 * @param environment machine, JVM, harness and load
 * @param absent units that did not finish, with their reasons
 * @param results values, a part of them when there are many
 * @param tests litmus tests
 * @param uploads stored parts
 * @param allure address of its rendered report, or empty
 */
public record RunPage(
        Frame frame,
        String id,
        Night night,
        List<SeriesPage.Related> again,
        List<Finding> findings,
        List<SeriesPage.Fact> environment,
        List<Absent> absent,
        Results results,
        List<StressPage.Test> tests,
        List<Upload> uploads,
        String allure) {

    /**
     * A unit that gave nothing.
     *
     * @param badge failed, missing or not applicable
     * @param label who
     * @param fork which
     * @param reason why
     * @param duration how long it had run, or empty
     */
    public record Absent(Badge badge, Label label, String fork, String reason, String duration) {}

    /**
     * A part of the values.
     *
     * @param rows the values
     * @param range which of how many
     * @param previous address of the part before, or empty
     * @param next address of the part behind, or empty
     */
    public record Results(List<Result> rows, String range, String previous, String next) {}

    /**
     * A value.
     *
     * @param href the series
     * @param badge verdict
     * @param label who
     * @param value with unit
     * @param interval or empty
     * @param forks how many, and iterations
     * @param change from history, or why there is none
     */
    public record Result(
            String href, Badge badge, Label label, String value, String interval, String forks, String change) {}

    /**
     * A stored document.
     *
     * @param href downloads it byte for byte
     * @param name what it is
     * @param detail its size
     */
    public record Upload(String href, String name, String detail) {}
}
