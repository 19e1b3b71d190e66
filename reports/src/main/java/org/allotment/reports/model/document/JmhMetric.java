package org.allotment.reports.model.document;

import java.util.Arrays;
import org.allotment.reports.model.Histograms;
import org.allotment.reports.model.Reported;
import org.allotment.reports.model.Samples;

/**
 * One metric of one element.
 *
 * @param samples    raw values, empty in sample mode
 * @param histograms sample mode only
 */
public record JmhMetric(String unit, Reported reported, Samples samples, Histograms histograms) {
    /**
     * What one fork said, fork by fork: the mean of its iterations. Where the document carries neither raw values nor
     * histograms, JMH's own score stands for the element.
     */
    public double[] forkValues() {
        double[] means = samples.iterations() > 0
                ? samples.forkMeans()
                : histograms.means().forkMeans();
        if (means.length == 0 && !Double.isNaN(reported.score())) {
            return new double[] {reported.score()};
        }
        return Arrays.copyOf(means, means.length);
    }
}
