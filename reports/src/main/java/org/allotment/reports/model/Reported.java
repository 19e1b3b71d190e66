package org.allotment.reports.model;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;

/**
 * What JMH itself computed for one element: kept bit for bit, shown, and never judged, because it takes
 * the iterations of a fork for independent. A part that the document lacks is NaN or empty.
 */
public record Reported(double score, double error, double low, double high, SequencedMap<String, Double> percentiles) {
    /** Copies the percentiles in their order. */
    public Reported {
        percentiles = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(percentiles));
    }

    /** Without percentiles. */
    public static Reported of(double score) {
        return new Reported(score, Double.NaN, Double.NaN, Double.NaN, new LinkedHashMap<>(Map.of()));
    }
}
