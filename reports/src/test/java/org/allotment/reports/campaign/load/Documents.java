package org.allotment.reports.campaign.load;

import java.util.Random;
import java.util.StringJoiner;

/** Great documents. */
final class Documents {
    private static final String[] COLLECTED = {"gc.alloc.rate", "gc.alloc.rate.norm", "gc.count", "gc.time"};
    private static final String[] UNITS = {"MB/sec", "B/op", "counts", "ms"};
    private static final int OUTCOMES = 4;

    private Documents() {}

    /** A JMH array of so many benchmarks with forks × 5 iterations; with all metrics of the collector or with one. */
    static String jmh(String name, int benchmarks, int forks, boolean all) {
        Random random = new Random(benchmarks);
        StringJoiner elements = new StringJoiner(",\n", "[\n", "\n]");
        for (int i = 0; i < benchmarks; i++) {
            StringJoiner secondary = new StringJoiner(", ");
            for (int k = 0; k < COLLECTED.length; k++) {
                if (all || k == 1) {
                    secondary.add('"' + COLLECTED[k] + "\": " + metric(UNITS[k], k == 1 ? 24 : 100 + k, forks, random));
                }
            }
            elements.add("""
                    {"jmhVersion": "1.37", "benchmark": "org.example.%s%d.measure", "mode": "avgt", "threads": 1, "forks": %d,
                     "jvmArgs": ["-Xms1g"], "vmVersion": "25.0.3+9-LTS", "warmupIterations": 2, "warmupTime": "200 ms",
                     "measurementIterations": 5, "measurementTime": "200 ms", "params": {"size": "%d"},
                     "primaryMetric": %s, "secondaryMetrics": {%s}}""".formatted(
                            name, i / 4, forks, 16 << i % 4, metric("ns/op", 10 + i % 90, forks, random), secondary));
        }
        return elements.toString();
    }

    private static String metric(String unit, double level, int forks, Random random) {
        StringJoiner raw = new StringJoiner(", ", "[", "]");
        for (int fork = 0; fork < forks; fork++) {
            StringJoiner values = new StringJoiner(", ", "[", "]");
            for (int i = 0; i < 5; i++) {
                values.add(Double.toString(level * (1 + 0.01 * random.nextGaussian())));
            }
            raw.add(values.toString());
        }
        return """
                {"score": %s, "scoreError": 0.1, "scoreConfidence": [%s, %s], "scorePercentiles": {"0.0": %s, "50.0": %s,
                 "90.0": %s, "100.0": %s}, "scoreUnit": "%s", "rawData": %s}""".formatted(level, level, level, level, level, level, level, unit, raw);
    }

    /** A jcstress document: so many configurations over tests of 24 each. */
    static String stress(int configurations) {
        int each = 24;
        StringJoiner tests = new StringJoiner(",\n");
        for (int i = 0; i < configurations / each; i++) {
            StringJoiner outcomes = new StringJoiner(", ");
            for (int k = 0; k < OUTCOMES; k++) {
                outcomes.add("{\"state\": \"" + k + ", 1\", \"expect\": \"ACCEPTABLE\", \"count\": " + (1_000_000 + i)
                        + ", \"configurations\": " + each + ", \"description\": \"either order\"}");
            }
            tests.add("{\"name\": \"org.example.Litmus" + i
                    + ".Property\", \"actors\": 2, \"verdict\": \"green\", \"reason\": \"\","
                    + " \"status\": \"NORMAL\", \"samples\": 4000000, \"configurations\": " + each
                    + ", \"outcomes\": [" + outcomes + "], \"failures\": []}");
        }
        return "{\"format\": \"allotment.stress/1\", \"tests\": [" + tests + "]}";
    }
}
