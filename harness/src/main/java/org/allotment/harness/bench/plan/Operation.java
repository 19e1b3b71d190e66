package org.allotment.harness.bench.plan;

import java.util.List;
import java.util.Map;
import org.allotment.harness.workload.WorkloadKind;
import org.jspecify.annotations.Nullable;

/**
 * One benchmark and the parameters it is measured with, the subject excepted.
 *
 * @param benchmark class and method, without the package
 * @param kind what it asks of a subject; null for a benchmark without one
 * @param threads numbers of worker threads
 * @param params one map for each combination; a single empty one where there is no parameter
 * @param controls subjects outside of the catalogue that are measured in the same round
 */
record Operation(
        String benchmark,
        @Nullable WorkloadKind kind,
        List<Integer> threads,
        List<Map<String, String>> params,
        List<String> controls) {
    /** Copies the lists. */
    Operation {
        threads = List.copyOf(threads);
        params = List.copyOf(params);
        controls = List.copyOf(controls);
    }

    static Operation of(String benchmark, WorkloadKind kind, List<Integer> threads) {
        return new Operation(benchmark, kind, threads, List.of(Map.of()), List.of());
    }

    static Operation over(
            String benchmark, WorkloadKind kind, List<Integer> threads, String parameter, List<String> values) {
        return new Operation(benchmark, kind, threads, maps(parameter, values), List.of());
    }

    /** A benchmark that measures something else than a subject of the catalogue. */
    static Operation alone(String benchmark) {
        return new Operation(benchmark, null, List.of(1), List.of(Map.of()), List.of());
    }

    /** The same, with a parameter. */
    static Operation alone(String benchmark, String parameter, List<String> values) {
        return new Operation(benchmark, null, List.of(1), maps(parameter, values), List.of());
    }

    /** The same with more in the round. */
    Operation beside(String... more) {
        return new Operation(benchmark, kind, threads, params, List.of(more));
    }

    private static List<Map<String, String>> maps(String parameter, List<String> values) {
        return values.stream().map(value -> Map.of(parameter, value)).toList();
    }
}
