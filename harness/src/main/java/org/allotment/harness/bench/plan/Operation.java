package org.allotment.harness.bench.plan;

import java.util.List;
import java.util.Map;
import org.allotment.harness.workload.WorkloadKind;

/**
 * One benchmark and the parameters it is measured with, the subject excepted.
 *
 * @param benchmark class and method, without the package
 * @param kind what it asks of a subject
 * @param threads numbers of worker threads
 * @param params one map for each combination; a single empty one where there is no parameter
 */
record Operation(String benchmark, WorkloadKind kind, List<Integer> threads, List<Map<String, String>> params) {
    /** Copies the lists. */
    Operation {
        threads = List.copyOf(threads);
        params = List.copyOf(params);
    }

    static Operation of(String benchmark, WorkloadKind kind, List<Integer> threads) {
        return new Operation(benchmark, kind, threads, List.of(Map.of()));
    }

    static Operation over(
            String benchmark, WorkloadKind kind, List<Integer> threads, String parameter, List<String> values) {
        return new Operation(
                benchmark,
                kind,
                threads,
                values.stream().map(value -> Map.of(parameter, value)).toList());
    }
}
