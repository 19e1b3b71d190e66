package org.allotment.harness.nightly.plan;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A benchmark with its parameters and threads: what one row of the history is about.
 *
 * @param notApplicable why it cannot run here, or empty
 */
public record Cell(String name, SortedMap<String, String> params, int threads, String notApplicable) {

    /** The parameter over which the order goes round, so that drift hits all subjects alike. */
    static final String SUBJECT = "subject";

    /** Keeps its own copy of the parameters. */
    public Cell {
        params = Collections.unmodifiableSortedMap(new TreeMap<>(params));
    }

    /** A cell that can run. */
    public static Cell of(String name, Map<String, String> params, int threads) {
        return new Cell(name, new TreeMap<>(params), threads, "");
    }

    /** The cell as text, {@code name?param=value&…}, parameters sorted by name. */
    public String label() {
        return label(name, params);
    }

    static String label(String name, Map<String, String> params) {
        return params.isEmpty()
                ? name
                : params.entrySet().stream()
                        .map(entry -> entry.getKey() + "=" + entry.getValue())
                        .collect(Collectors.joining("&", name + "?", ""));
    }

    /** What all subjects of one workload share. */
    String workload() {
        var rest = new TreeMap<>(params);
        rest.remove(SUBJECT);
        return label(name, rest) + "#" + threads;
    }
}
