package org.allotment.reports.store;

import java.util.List;
import org.allotment.reports.model.Histograms;
import org.allotment.reports.model.Reported;
import org.allotment.reports.model.Samples;

/** Everything that one run said about one series, bit for bit. */
public record RawResult(String runId, Samples samples, Histograms histograms, List<Reported> reported) {
    /** Immutable. */
    public RawResult {
        reported = List.copyOf(reported);
    }
}
