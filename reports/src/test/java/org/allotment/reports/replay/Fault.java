package org.allotment.reports.replay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Something planted into a replayed night, on top of what was measured.
 *
 * @param words what it is, for the note of the run
 */
public record Fault(String words, Consumer<Documents> plant) {

    /**
     * The documents of one night, to be changed in place.
     *
     * @param jmh array of elements
     */
    record Documents(ArrayNode jmh, ObjectNode stress, ObjectNode environment) {}

    /** The time of one benchmark multiplied; its other metrics stay. */
    public static Fault slower(Benchmark benchmark, double factor) {
        return new Fault(
                benchmark.words() + " × " + factor,
                night -> night.jmh().forEach(element -> {
                    if (benchmark.is(element)) {
                        Metrics.scale((ObjectNode) element.get("primaryMetric"), factor);
                    }
                }));
    }

    /** A litmus test that saw its forbidden state. */
    public static Fault broken(String test, long count) {
        return new Fault(
                "a broken " + test.substring(test.lastIndexOf('.') + 1),
                night -> night.stress().withArray("tests").forEach(each -> {
                    if (each.path("name").asText().equals(test)) {
                        breakTest((ObjectNode) each, count);
                    }
                }));
    }

    /** All forks of one benchmark crashed and the last litmus test was never started. */
    public static Fault lost(Benchmark benchmark, String test) {
        return new Fault("units without a result", night -> {
            remove(night.jmh(), benchmark::is);
            night.stress().withArray("tests").forEach(each -> {
                if (each.path("name").asText().equals(test)) {
                    lose((ObjectNode) each);
                }
            });
            night.environment().withArray("units").forEach(unit -> {
                if (benchmark.isUnit(unit)) {
                    fail((ObjectNode) unit, "failed", "the process ended with exit code 134");
                } else if (unit.path("name").asText().equals(test)) {
                    fail((ObjectNode) unit, "missing", "the night ended before it");
                }
            });
        });
    }

    /** Another kernel, and so another epoch. */
    public static Fault kernel(String version) {
        return new Fault(
                "kernel " + version,
                night -> night.environment().withObject("machine").put("kernel", version));
    }

    /** Which benchmark. */
    public record Benchmark(String name, Map<String, String> params, int threads) {

        String words() {
            return name.substring(name.lastIndexOf('.') + 1) + " of " + params.get("subject");
        }

        boolean is(JsonNode element) {
            return element.path("benchmark").asText().equals(name) && fits(element);
        }

        boolean isUnit(JsonNode unit) {
            return unit.path("name").asText().equals(name) && fits(unit);
        }

        private boolean fits(JsonNode node) {
            return node.path("threads").asInt() == threads
                    && params.entrySet().stream()
                            .allMatch(each -> node.path("params")
                                    .path(each.getKey())
                                    .asText()
                                    .equals(each.getValue()));
        }
    }

    private static void breakTest(ObjectNode test, long count) {
        String state = "";
        for (JsonNode outcome : test.withArray("outcomes")) {
            if (outcome.path("expect").asText().equals("FORBIDDEN")) {
                ((ObjectNode) outcome).put("count", count).put("configurations", 1);
                state = outcome.path("state").asText();
                break;
            }
        }
        test.put("samples", test.path("samples").asLong() + count)
                .put("verdict", "red")
                .put("reason", "FORBIDDEN state seen, state=" + state + ", count=" + count);
        test.putArray("failures")
                .addObject()
                .put("state", state)
                .put("count", count)
                .put("compileMode", "actor1: C1, actor2: C2")
                .put("scheduling", "")
                .put("jvmArgs", "-XX:-TieredCompilation")
                .put("seed", "42")
                .put("log", "planted by the replay");
    }

    private static void lose(ObjectNode test) {
        test.put("verdict", "missing")
                .put("reason", "expected, and absent from the results")
                .put("status", "NOT_RUN")
                .put("samples", 0)
                .put("configurations", 0);
        test.putArray("outcomes");
        test.putArray("failures");
    }

    private static void fail(ObjectNode unit, String state, String reason) {
        unit.put("state", state).put("reason", reason);
        if (state.equals("missing")) {
            unit.put("durationMillis", 0);
        }
    }

    private static void remove(ArrayNode array, Predicate<JsonNode> which) {
        for (int i = array.size() - 1; i >= 0; i--) {
            if (which.test(array.get(i))) {
                array.remove(i);
            }
        }
    }
}
