package org.allotment.harness.nightly.agent;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.allotment.harness.nightly.plan.Cell;
import org.allotment.harness.nightly.plan.Profile;
import org.allotment.harness.result.Documents;

/**
 * A job that was claimed.
 *
 * @param fence number of the claim
 * @param mode JMH's word for how the benchmark was measured, empty where the server does not say
 * @param metric what of the benchmark is looked at; {@code score} is its primary metric
 * @param profile how the run measured that showed it
 * @param forks of each side
 */
record Order(
        long id,
        long fence,
        long leaseSeconds,
        String base,
        String head,
        Cell cell,
        String mode,
        String metric,
        Profile profile,
        int forks) {

    private static final int MOST_FORKS = 50;
    private static final Set<String> MODES = Set.of("", "thrpt", "avgt", "sample", "ss");

    /**
     * Reads the server's answer to a claim.
     *
     * @throws IOException if it is not one
     */
    static Order read(String text) throws IOException {
        var answer = Documents.tree(text);
        var job = answer.path("job");
        var measured = job.path("measured");
        var order = new Order(
                job.path("id").asLong(-1),
                answer.path("fence").asLong(-1),
                answer.path("leaseSeconds").asLong(0),
                job.path("asked").path("base").asText(""),
                job.path("asked").path("head").asText(""),
                new Cell(
                        measured.path("benchmark").asText(""),
                        params(measured.path("params")),
                        measured.path("threads").asInt(1),
                        ""),
                measured.path("mode").asText(""),
                measured.path("metric").asText(""),
                profile(job.path("profile").asText("")),
                job.path("asked").path("forks").asInt(0));
        if (order.id < 0
                || order.fence < 0
                || order.leaseSeconds < 1
                || order.cell.name().isEmpty()
                || !MODES.contains(order.mode)
                || order.forks < 1
                || order.forks > MOST_FORKS) {
            throw new IOException("not a claimed job, found=" + order);
        }
        return order;
    }

    private static SortedMap<String, String> params(JsonNode object) {
        var params = new TreeMap<String, String>();
        object.properties()
                .forEach(entry -> params.put(entry.getKey(), entry.getValue().asText()));
        return params;
    }

    private static Profile profile(String word) {
        return switch (word) {
            case "quick" -> Profile.QUICK;
            case "full" -> Profile.FULL;
            default -> Profile.NIGHTLY;
        };
    }

    /** The job in a sentence. */
    String description() {
        return "job=" + id + ", fence=" + fence + ", base=" + base + ", head=" + head + ", benchmark=" + cell.label()
                + ", metric=" + metric + ", forks=" + forks;
    }
}
