package org.allotment.harness.result;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** JMH's JSON: checked for what one unit of work must have brought, joined without touching a byte of an element. */
public final class JmhResults {

    /** Numbers of the element of one unit. */
    public record Score(String unit, double score, List<Double> samples, List<String> jvmArguments) {

        /** Middle of the samples of all iterations; the score itself where JMH kept none. */
        public double median() {
            if (samples.isEmpty()) {
                return score;
            }
            var sorted = new ArrayList<>(samples);
            Collections.sort(sorted);
            var middle = sorted.size() / 2;
            return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
        }
    }

    private static final String PRIMARY = "score";

    private JmhResults() {}

    /**
     * Checks that a text is the result of exactly this unit, with at least one sample.
     *
     * @throws IOException saying what is wrong, for the journal
     */
    public static void requireOneOf(String json, String benchmark, Map<String, String> params, int threads)
            throws IOException {
        var array = Documents.tree(json);
        if (!array.isArray()) {
            throw new IOException("result is not an array, type=" + array.getNodeType());
        }
        if (array.size() != 1) {
            throw new IOException("one result expected, found=" + array.size());
        }
        var element = array.get(0);
        requireEqual("benchmark", benchmark, element.path("benchmark").asText());
        requireEqual("params", new TreeMap<>(params).toString(), params(element).toString());
        requireEqual("threads", threads, element.path("threads").asInt());
        if (sampleCount(element.path("primaryMetric")) == 0) {
            throw new IOException("no samples, benchmark=" + benchmark);
        }
    }

    private static void requireEqual(String what, Object expected, Object found) throws IOException {
        if (!expected.equals(found)) {
            throw new IOException(
                    "result of another unit, field=" + what + ", expected=" + expected + ", found=" + found);
        }
    }

    private static Map<String, String> params(JsonNode element) {
        var params = new TreeMap<String, String>();
        element.path("params")
                .properties()
                .forEach(entry -> params.put(entry.getKey(), entry.getValue().asText()));
        return params;
    }

    private static int sampleCount(JsonNode metric) {
        var count = 0;
        for (var fork : metric.path("rawData")) {
            for (var sample : fork) {
                count += sample.isNumber() ? 1 : 0;
            }
        }
        for (var fork : metric.path("rawDataHistogram")) {
            for (var iteration : fork) {
                count += iteration.size();
            }
        }
        return count;
    }

    /**
     * The numbers of the first element.
     *
     * @throws IOException if the text is not a JMH result
     */
    public static Score score(String json) throws IOException {
        var element = Documents.tree(json).path(0);
        var metric = element.path("primaryMetric");
        var samples = new ArrayList<Double>();
        metric.path("rawData").forEach(fork -> fork.forEach(sample -> samples.add(sample.asDouble())));
        var arguments = new ArrayList<String>();
        element.path("jvmArgs").forEach(argument -> arguments.add(argument.asText()));
        return new Score(
                metric.path("scoreUnit").asText(), metric.path("score").asDouble(Double.NaN), samples, arguments);
    }

    /**
     * What each iteration of the first fork said of a metric; {@code score} is the primary one. Of a sampled iteration it is
     * the mean. Older JMH writes a dot before names of profilers.
     *
     * @throws IOException if the text is not a JMH result
     */
    public static List<Double> samples(String json, String metric) throws IOException {
        var element = Documents.tree(json).path(0);
        var secondary = element.path("secondaryMetrics");
        var values = metric.equals(PRIMARY)
                ? element.path("primaryMetric")
                : secondary.has(metric) ? secondary.path(metric) : secondary.path("\u00b7" + metric);
        var samples = new ArrayList<Double>();
        for (var iteration : values.path("rawDataHistogram").path(0)) {
            samples.add(mean(iteration));
        }
        if (samples.isEmpty()) {
            values.path("rawData").path(0).forEach(sample -> samples.add(sample.asDouble(Double.NaN)));
        }
        return samples.stream().filter(Double::isFinite).toList();
    }

    private static double mean(JsonNode buckets) {
        var sum = 0.0;
        var count = 0L;
        for (var bucket : buckets) {
            sum += bucket.path(0).asDouble() * bucket.path(1).asLong();
            count += bucket.path(1).asLong();
        }
        return sum / count;
    }

    /** Joins result arrays into one, each element as JMH wrote it. */
    public static String join(List<String> arrays) {
        var joined = new StringBuilder("[");
        for (var array : arrays) {
            var text = array.strip();
            joined.append(joined.length() > 1 ? "," : "").append("\n    ");
            joined.append(text.substring(1, text.length() - 1).strip());
        }
        return joined.append("\n]\n").toString();
    }
}
