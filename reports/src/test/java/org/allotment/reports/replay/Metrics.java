package org.allotment.reports.replay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.stream.StreamSupport;
import org.apache.commons.statistics.distribution.TDistribution;

/** One metric of one fork in JMH's JSON: when its samples change, JMH's own figures about them follow. */
final class Metrics {

    private static final double CONFIDENCE = 0.999;

    private Metrics() {}

    /** The samples of the fork. */
    static double[] samples(JsonNode metric) {
        JsonNode forks = metric.get("rawData");
        if (forks.size() != 1) {
            throw new IllegalArgumentException("one fork expected, forks=" + forks.size());
        }
        return StreamSupport.stream(forks.get(0).spliterator(), false)
                .mapToDouble(JsonNode::asDouble)
                .toArray();
    }

    /** Replaces the samples by those at the places given; a metric that is not sampled in each iteration stays. */
    static void draw(ObjectNode metric, int... places) {
        double[] samples = samples(metric);
        if (samples.length == places.length) {
            replace(
                    metric,
                    Arrays.stream(places).mapToDouble(place -> samples[place]).toArray());
        }
    }

    /** Multiplies all samples. */
    static void scale(ObjectNode metric, double factor) {
        replace(
                metric,
                Arrays.stream(samples(metric)).map(sample -> sample * factor).toArray());
    }

    private static void replace(ObjectNode metric, double... samples) {
        ArrayNode fork = metric.putArray("rawData").addArray();
        Arrays.stream(samples).forEach(fork::add);
        double sum = Arrays.stream(samples).sum();
        double mean = sum / samples.length;
        // Profilers that count, add up; all others are averaged, and only an average has an interval.
        boolean adds = metric.path("scoreUnit").asText().equals("counts")
                || metric.path("scoreUnit").asText().equals("ms");
        double error = adds || samples.length < 3 ? Double.NaN : error(samples, mean);
        double score = adds ? sum : mean;
        metric.put("score", score);
        metric.put("scoreError", error);
        ArrayNode confidence = metric.putArray("scoreConfidence");
        if (adds) {
            confidence.add(score).add(score);
        } else {
            confidence.add(score - error).add(score + error);
        }
        percentiles((ObjectNode) metric.get("scorePercentiles"), samples);
    }

    private static double error(double[] samples, double mean) {
        double squares =
                Arrays.stream(samples).map(s -> (s - mean) * (s - mean)).sum();
        double deviation = Math.sqrt(squares / (samples.length - 1));
        double t = TDistribution.of(samples.length - 1).inverseCumulativeProbability(1 - (1 - CONFIDENCE) / 2);
        return t * deviation / Math.sqrt(samples.length);
    }

    private static void percentiles(ObjectNode percentiles, double... samples) {
        double[] sorted = samples.clone();
        Arrays.sort(sorted);
        percentiles.fieldNames().forEachRemaining(name -> percentiles.put(name, percentile(sorted, name)));
    }

    private static double percentile(double[] sorted, String name) {
        double place = Double.parseDouble(name) / 100 * (sorted.length + 1);
        if (place < 1) {
            return sorted[0];
        }
        if (place >= sorted.length) {
            return sorted[sorted.length - 1];
        }
        int below = (int) place;
        return sorted[below - 1] + (place - below) * (sorted[below] - sorted[below - 1]);
    }
}
