package org.allotment.reports.model.history;

import java.util.Locale;
import org.allotment.reports.model.MetricKind;
import org.allotment.reports.model.Params;

/** What one series is: variant × metric × environment class × branch. */
public record SeriesInfo(
        long id,
        String project,
        String branch,
        String environment,
        String benchmark,
        Params params,
        String mode,
        int threads,
        String metric,
        String unit,
        MetricKind kind,
        boolean higherIsBetter) {

    /** Benchmark with its parameters. */
    public String label() {
        return params.label(benchmark);
    }

    /** Whether the label or the metric holds a text, case ignored. */
    public boolean mentions(String text) {
        return text.isEmpty()
                || (label() + ' ' + metric).toLowerCase(Locale.ROOT).contains(text.toLowerCase(Locale.ROOT));
    }
}
