package org.allotment.reports.format;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import org.allotment.reports.model.Histograms;
import org.allotment.reports.model.Histograms.Bucket;
import org.allotment.reports.model.Reported;
import org.allotment.reports.model.Samples;
import org.allotment.reports.model.document.JmhMetric;
import org.jspecify.annotations.Nullable;

/** One metric of an element; it stands on its first token. */
final class MetricReader {
    private final Cursor cursor;
    private final LinkedHashMap<String, Double> percentiles = new LinkedHashMap<>();
    private @Nullable Double score;
    private double error = Double.NaN;
    private double low = Double.NaN;
    private double high = Double.NaN;
    private @Nullable String unit;
    private Samples samples = Samples.NONE;
    private Histograms histograms = Histograms.NONE;

    MetricReader(Cursor cursor) {
        this.cursor = cursor;
    }

    JmhMetric read() throws IOException, DocumentFault {
        cursor.object(this::field);
        if (score == null || unit == null) {
            throw cursor.fault("field expected and absent, name=" + (score == null ? "score" : "scoreUnit"));
        }
        return new JmhMetric(unit, new Reported(score, error, low, high, percentiles), samples, histograms);
    }

    private void field(String name) throws IOException, DocumentFault {
        switch (name) {
            case "score" -> score = cursor.figure();
            case "scoreError" -> error = orNaN(cursor.maybeFigure());
            case "scoreConfidence" -> confidence();
            case "scorePercentiles" -> percentiles();
            case "scoreUnit" -> unit = cursor.text(Limits.NAME_LENGTH);
            case "rawData" -> samples = samples();
            case "rawDataHistogram" -> histograms = histograms();
            default -> cursor.skip();
        }
    }

    private void confidence() throws IOException, DocumentFault {
        List<Double> ends = cursor.figures();
        if (ends.isEmpty()) {
            return;
        }
        if (ends.size() != 2) {
            throw cursor.fault("two ends of an interval expected, found=" + ends.size());
        }
        low = ends.get(0);
        high = ends.get(1);
    }

    private void percentiles() throws IOException, DocumentFault {
        if (!cursor.isNull()) {
            cursor.object(name -> percentiles.put(name, cursor.figure()));
        }
    }

    private Samples samples() throws IOException, DocumentFault {
        if (cursor.isNull()) {
            return Samples.NONE;
        }
        List<double[]> forks = new ArrayList<>();
        cursor.array(() -> forks.add(cursor.plainFigures()));
        return Samples.of(forks.toArray(double[][]::new));
    }

    private Histograms histograms() throws IOException, DocumentFault {
        if (cursor.isNull()) {
            return Histograms.NONE;
        }
        List<List<List<Bucket>>> forks = new ArrayList<>();
        cursor.array(() -> {
            List<List<Bucket>> iterations = new ArrayList<>();
            cursor.array(() -> iterations.add(buckets()));
            forks.add(iterations);
        });
        return new Histograms(forks);
    }

    private List<Bucket> buckets() throws IOException, DocumentFault {
        List<Bucket> buckets = new ArrayList<>();
        cursor.array(() -> buckets.add(new BucketReader().read()));
        return buckets;
    }

    private static double orNaN(@Nullable Double value) {
        return value == null ? Double.NaN : value;
    }

    private final class BucketReader {
        private int place;
        private double value;
        private long count;

        Bucket read() throws IOException, DocumentFault {
            cursor.array(this::part);
            if (place != 2) {
                throw cursor.fault("[value, count] expected, parts=" + place);
            }
            return new Bucket(value, count);
        }

        private void part() throws IOException, DocumentFault {
            switch (place++) {
                case 0 -> value = cursor.figure();
                case 1 -> count = cursor.count();
                default -> throw cursor.fault("[value, count] expected, found a third part");
            }
        }
    }
}
