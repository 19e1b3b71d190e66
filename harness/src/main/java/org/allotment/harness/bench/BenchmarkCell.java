package org.allotment.harness.bench;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.allotment.harness.subject.Applicability;

/**
 * One thing that can be measured; a run makes one child JVM of it for each fork.
 *
 * @param benchmark JMH's name: class and method
 * @param params JMH parameters, sorted by name
 * @param threads number of worker threads
 * @param applicability whether it can be run on this host, and if not, why; cores are the planner's business
 */
public record BenchmarkCell(
        String benchmark, SortedMap<String, String> params, int threads, Applicability applicability) {
    /** Copies the parameters. */
    public BenchmarkCell {
        params = Collections.unmodifiableSortedMap(new TreeMap<>(params));
    }

    /**
     * The canonical name, which {@code --only} matches: {@code benchmark?param=value&…} with parameters sorted by name.
     * The thread count is no part of it.
     *
     * @return the name; the benchmark alone when there are no parameters
     */
    public String name() {
        return params.isEmpty() ? benchmark : benchmark + "?" + query();
    }

    private String query() {
        return params.entrySet().stream()
                .map((Map.Entry<String, String> param) -> param.getKey() + "=" + param.getValue())
                .collect(Collectors.joining("&"));
    }
}
