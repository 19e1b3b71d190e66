package org.allotment.harness.nightly.fake;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.allotment.harness.nightly.plan.Unit;
import org.allotment.harness.nightly.runner.Commands;
import org.allotment.harness.result.Documents;

/**
 * Children that are shell scripts. A script finds the right answer in {@code $ANSWER} and the place for it in {@code $RESULT};
 * what it does with them is up to the test.
 */
public final class FakeChildren implements Commands {

    /** Does what a healthy child does. */
    public static final String HEALTHY = "cat \"$ANSWER\" >\"$RESULT\"";

    private final Map<String, String> scripts = new HashMap<>();
    private final String usual;
    private String heap = "";

    /** Children that all run this script unless told otherwise. */
    public FakeChildren(String usual) {
        this.usual = usual;
    }

    /** Another script for the units of a name. */
    public FakeChildren with(String name, String script) {
        scripts.put(name, script);
        return this;
    }

    /** A script for the heap walk, which finds its place in {@code $RESULT}; without one there is none. */
    public FakeChildren withHeap(String script) {
        heap = script;
        return this;
    }

    @Override
    public List<String> heap(Path result, Path scratch) {
        return heap.isEmpty() ? List.of() : List.of("/bin/sh", "-c", "RESULT='" + result + "'; " + heap);
    }

    @Override
    public List<String> benchmark(Unit unit, Path result, Path scratch) {
        return command(unit, result, scratch, benchmarkAnswer(unit));
    }

    @Override
    public List<String> litmus(List<Unit> units, Path result, Path scratch) {
        var broken =
                units.stream().filter(unit -> scripts.containsKey(unit.name())).findFirst();
        return command(broken.orElse(units.getFirst()), result, scratch, litmusAnswer(units));
    }

    private List<String> command(Unit unit, Path result, Path scratch, String answer) {
        try {
            var file = Files.writeString(scratch.resolve("answer.json"), answer);
            var script = "ANSWER='" + file + "' RESULT='" + result + "' UNIT='" + unit.id() + "'; "
                    + scripts.getOrDefault(unit.name(), usual);
            return List.of("/bin/sh", "-c", script);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** JMH's JSON of one fork, as far as the runner looks at it. */
    public static String benchmarkAnswer(Unit unit) {
        return "[{\"benchmark\": \"" + unit.name() + "\", \"mode\": \"avgt\", \"threads\": " + unit.threads()
                + ", \"forks\": 1, \"jvmArgs\": [\"-Xms1g\"], \"params\": " + Documents.line(unit.params())
                + ", \"primaryMetric\": {\"score\": 1.50, \"scoreError\": \"NaN\", \"scoreUnit\": \"ns/op\", "
                + "\"rawData\": [[1.40, 1.60]]}, \"secondaryMetrics\": {}}]";
    }

    /** A stress document in which all tests are green. */
    public static String litmusAnswer(List<Unit> units) {
        var tests = units.stream().map(FakeChildren::green).collect(Collectors.joining(", "));
        return "{\"format\": \"allotment.stress/1\", \"harness\": \"fake\", \"options\": \"\", \"started\": "
                + "\"2026-01-02T03:04:05Z\", \"durationMillis\": 1, \"tests\": [" + tests + "]}";
    }

    private static String green(Unit unit) {
        return "{\"name\": \"" + unit.name() + "\", \"description\": \"\", \"actors\": 2, \"inverted\": false, "
                + "\"verdict\": \"green\", \"reason\": \"\", \"status\": \"NORMAL\", \"samples\": 5, \"configurations\": 1, "
                + "\"outcomes\": [{\"state\": \"1\", \"expect\": \"ACCEPTABLE\", \"count\": 5, \"configurations\": 1, "
                + "\"description\": \"\"}], \"failures\": []}";
    }
}
