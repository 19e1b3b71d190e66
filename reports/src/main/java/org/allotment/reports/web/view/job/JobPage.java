package org.allotment.reports.web.view.job;

import java.util.List;
import org.allotment.reports.web.text.Dots;
import org.allotment.reports.web.view.part.Badge;
import org.allotment.reports.web.view.part.Frame;
import org.allotment.reports.web.view.part.Label;
import org.jspecify.annotations.Nullable;

/**
 * One job.
 *
 * @param frame around it
 * @param id its number
 * @param badge where it stands, or what it came to
 * @param headline what is asked
 * @param lead where it stands, in one sentence
 * @param label what is measured
 * @param series the page of that
 * @param facts named values
 * @param measured both sides; null until an agent answered
 * @param search for the commit; null where none began
 * @param csv the values as CSV, or empty
 * @param json the same as JSON
 */
public record JobPage(
        Frame frame,
        long id,
        Badge badge,
        String headline,
        String lead,
        Label label,
        String series,
        List<Fact> facts,
        @Nullable Measured measured,
        @Nullable Search search,
        String csv,
        String json) {

    /**
     * A named value.
     *
     * @param name what it is
     * @param value as text
     * @param href where it leads, or empty
     */
    public record Fact(String name, String value, String href) {}

    /**
     * What an agent found.
     *
     * @param broken why a commit cannot be measured, or empty
     * @param range ratio and interval as a picture; null where there is none
     * @param dots all values, those of the base first; empty where there is none
     * @param bottom value at the lower edge
     * @param top value at the upper edge
     * @param sides one row for each fork of each side
     * @param canary scores of the benchmark that never changes, or empty
     */
    public record Measured(
            String broken,
            @Nullable Range range,
            Dots dots,
            String bottom,
            String top,
            List<Side> sides,
            String canary) {}

    /**
     * One fork of one side.
     *
     * @param name side and number
     * @param commit that was measured
     * @param mean of its values
     * @param values in their order
     */
    public record Side(String name, String commit, String mean, String values) {}

    /**
     * A ratio on a line of 600 × 40.
     *
     * @param from start of the interval
     * @param to end of the interval
     * @param at the ratio
     * @param one where nothing changes
     * @param least start of what does not matter
     * @param width of what does not matter
     * @param label the same in words
     */
    public record Range(String from, String to, String at, String one, String least, String width, String label) {}

    /**
     * The search for the commit.
     *
     * @param badge how far it has come
     * @param text the same in one sentence
     * @param commits of the range that are known or are its ends, oldest first
     * @param steps the jobs of it, the newest first
     */
    public record Search(Badge badge, String text, List<Commit> commits, List<JobRow> steps) {}

    /**
     * One commit of the range.
     *
     * @param href its page
     * @param sha in full
     * @param brief its first characters
     * @param badge what is known of it
     * @param gap how many commits behind it are not shown, or empty
     */
    public record Commit(String href, String sha, String brief, Badge badge, String gap) {}
}
