package org.allotment.reports.web.view;

import java.util.List;
import org.allotment.reports.web.text.Names;
import org.allotment.reports.web.view.part.Badge;
import org.allotment.reports.web.view.part.Frame;

/**
 * Litmus tests by night.
 *
 * @param frame around it
 * @param nights columns, the newest first
 * @param rows one a test, the worst first
 * @param summary what the latest night says, in one sentence
 */
public record StressPage(Frame frame, List<Column> nights, List<Row> rows, String summary) {

    /** For the legend. */
    public Badge good() {
        return Badge.GREEN;
    }

    /** For the legend. */
    public Badge bad() {
        return Badge.RED;
    }

    /** For the legend. */
    public Badge lost() {
        return Badge.MISSING;
    }

    /** For the legend. */
    public Badge calm() {
        return Badge.NOT_APPLICABLE;
    }

    /**
     * A night.
     *
     * @param href the run
     * @param day month and day
     * @param full the whole moment
     * @param commit first characters, or empty
     */
    public record Column(String href, String day, String full, String commit) {}

    /**
     * A test over the nights.
     *
     * @param test on the latest night
     * @param cells in the order of the columns
     */
    public record Row(Test test, List<Cell> cells) {}

    /**
     * A test in one run.
     *
     * @param href its page
     * @param name of the test
     * @param badge verdict
     * @param description what is tried
     * @param inverted whether it is broken on purpose
     * @param samples how many
     * @param strength what the samples are worth
     * @param reason why it is not green, or empty
     */
    public record Test(
            String href,
            Names name,
            Badge badge,
            String description,
            boolean inverted,
            String samples,
            String strength,
            String reason) {}

    /**
     * A test on a night.
     *
     * @param href details, or empty where it did not run
     * @param badge verdict
     * @param samples in short, or empty
     * @param label all of it in words
     */
    public record Cell(String href, Badge badge, String samples, String label) {}
}
