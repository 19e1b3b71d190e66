package org.allotment.reports.collect;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.allotment.reports.model.history.SeriesRow;
import org.allotment.reports.store.RawResult;

/** Numbers of a stored run against the tokens of its document. */
final class BitEquality {
    private BitEquality() {}

    static JsonNode metric(JsonNode elements, SeriesRow row) {
        for (JsonNode element : elements) {
            if (element.get("benchmark").asText().equals(row.series().benchmark())) {
                String name = row.series().metric();
                return name.equals("score")
                        ? element.get("primaryMetric")
                        : element.get("secondaryMetrics").get("·" + name);
            }
        }
        throw new AssertionError("no element of " + row.series().benchmark());
    }

    /** Compares every raw number and every histogram value; returns how many. */
    static int compareBits(JsonNode metric, RawResult raw) {
        int compared = 0;
        for (int fork = 0; fork < metric.path("rawData").size(); fork++) {
            double[] values = raw.samples().fork(fork);
            assertThat(values).hasSize(metric.get("rawData").get(fork).size());
            for (int i = 0; i < values.length; i++) {
                assertBits(values[i], metric.get("rawData").get(fork).get(i));
                compared++;
            }
        }
        JsonNode histograms = metric.path("rawDataHistogram");
        for (int fork = 0; fork < histograms.size(); fork++) {
            for (int i = 0; i < histograms.get(fork).size(); i++) {
                JsonNode buckets = histograms.get(fork).get(i);
                for (int k = 0; k < buckets.size(); k++) {
                    var bucket = raw.histograms().forks().get(fork).get(i).get(k);
                    assertBits(bucket.value(), buckets.get(k).get(0));
                    assertThat(bucket.count()).isEqualTo(buckets.get(k).get(1).asLong());
                    compared++;
                }
            }
        }
        assertBits(raw.reported().getFirst().score(), metric.get("score"));
        assertBits(raw.reported().getFirst().error(), metric.get("scoreError"));
        assertBits(
                raw.reported().getFirst().low(), metric.get("scoreConfidence").get(0));
        raw.reported()
                .getFirst()
                .percentiles()
                .forEach((name, value) ->
                        assertBits(value, metric.get("scorePercentiles").get(name)));
        return compared;
    }

    private static void assertBits(double value, JsonNode token) {
        double expected = switch (token.asText()) {
            case "NaN" -> Double.NaN;
            case "+INF" -> Double.POSITIVE_INFINITY;
            case "-INF" -> Double.NEGATIVE_INFINITY;
            default -> Double.parseDouble(token.asText());
        };
        assertThat(Double.doubleToRawLongBits(value)).isEqualTo(Double.doubleToRawLongBits(expected));
    }

    static int numbers(JsonNode elements) {
        int numbers = 0;
        for (JsonNode element : elements) {
            numbers += numbersOf(element.get("primaryMetric"));
            for (JsonNode secondary : element.get("secondaryMetrics")) {
                numbers += numbersOf(secondary);
            }
        }
        return numbers;
    }

    private static int numbersOf(JsonNode metric) {
        int numbers = 0;
        for (JsonNode fork : metric.path("rawData")) {
            numbers += fork.size();
        }
        for (JsonNode fork : metric.path("rawDataHistogram")) {
            for (JsonNode iteration : fork) {
                numbers += iteration.size();
            }
        }
        return numbers;
    }
}
