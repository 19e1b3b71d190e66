package org.allotment.reports.web.view.series;

import java.util.List;
import org.allotment.reports.web.text.Dots;
import org.allotment.reports.web.view.part.Badge;
import org.allotment.reports.web.view.part.Moment;

/**
 * The samples of one run of a series.
 *
 * @param href the run's page
 * @param started when it ran
 * @param badge its verdict
 * @param value its score with the unit of the table
 * @param lead how many forks and values, in one sentence
 * @param note what is not there any more and where it is, or empty
 * @param upload where the run's upload is given back, byte for byte
 * @param dots all values as the server draws them
 * @param bottom the value at the lower edge of the picture
 * @param top the value at the upper edge
 * @param forks one row each
 * @param histogram whether the rows are of sampled times, not of iterations
 * @param close the page without the samples
 * @param csv all values as CSV
 * @param json all values as JSON
 */
public record SampleView(
        String href,
        Moment started,
        Badge badge,
        String value,
        String lead,
        String note,
        String upload,
        Dots dots,
        String bottom,
        String top,
        List<Fork> forks,
        boolean histogram,
        String close,
        String csv,
        String json) {

    /**
     * One fork.
     *
     * @param number from 1
     * @param mean of its values
     * @param range lowest and highest value
     * @param values how many
     * @param shown the values in their order, or the percentiles of a histogram
     * @param rest what is left out of {@code shown}, or empty
     */
    public record Fork(int number, String mean, String range, String values, String shown, String rest) {}
}
