package org.allotment.reports.replay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Resamples a night from itself. Elements of one identity are forks of one benchmark; a drawn fork takes one of them, and then as many of its
 * iterations as it had, both with replacement. All metrics of an element take the same iterations, for they were measured together.
 */
final class Bootstrap {

    private final Random random;

    Bootstrap(long seed) {
        this.random = new Random(seed);
    }

    /** A night with as many forks of each benchmark as the real one had. */
    ArrayNode forks(JsonNode real) {
        ArrayNode drawn = ((ArrayNode) real).arrayNode();
        grouped(real).values().forEach(forks -> forks.forEach(_ -> drawn.add(fork(forks))));
        return drawn;
    }

    /** So many forks of one benchmark. */
    ArrayNode forks(List<JsonNode> forks, int count) {
        ArrayNode drawn = ((ObjectNode) forks.getFirst()).arrayNode();
        for (int i = 0; i < count; i++) {
            drawn.add(fork(forks));
        }
        return drawn;
    }

    /** Draws each of the figures anew from among them. */
    ArrayNode figures(JsonNode real) {
        ArrayNode drawn = ((ArrayNode) real).arrayNode();
        real.forEach(_ -> drawn.add(real.get(random.nextInt(real.size()))));
        return drawn;
    }

    /**
     * Counts of what may be seen vary as counts of independent events do, by their square root; forbidden ones stay, for their failures name them.
     * What was never seen stays unseen.
     */
    void outcomes(ObjectNode test) {
        long samples = 0;
        for (JsonNode outcome : test.withArray("outcomes")) {
            long count = outcome.path("count").asLong();
            if (count > 0 && outcome.path("expect").asText().startsWith("ACCEPTABLE")) {
                count = Math.max(1, Math.round(count + Math.sqrt((double) count) * random.nextGaussian()));
                ((ObjectNode) outcome).put("count", count);
            }
            samples += count;
        }
        test.put("samples", samples);
    }

    /** Elements by benchmark, parameters, mode and threads, in the order of the first of each. */
    static Map<String, List<JsonNode>> grouped(JsonNode elements) {
        Map<String, List<JsonNode>> groups = new LinkedHashMap<>();
        elements.forEach(element -> groups.computeIfAbsent(identity(element), _ -> new ArrayList<>())
                .add(element));
        return groups;
    }

    private static String identity(JsonNode element) {
        return element.path("benchmark").asText()
                + element.path("params")
                + element.path("mode")
                + element.path("threads");
    }

    private ObjectNode fork(List<JsonNode> forks) {
        ObjectNode fork = forks.get(random.nextInt(forks.size())).deepCopy();
        ObjectNode primary = (ObjectNode) fork.get("primaryMetric");
        int[] drawn = random.ints(Metrics.samples(primary).length, 0, Metrics.samples(primary).length)
                .toArray();
        Metrics.draw(primary, drawn);
        fork.get("secondaryMetrics").forEach(metric -> Metrics.draw((ObjectNode) metric, drawn));
        return fork;
    }
}
