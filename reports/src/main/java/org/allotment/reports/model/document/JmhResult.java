package org.allotment.reports.model.document;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.allotment.reports.model.Params;
import org.jspecify.annotations.Nullable;

/**
 * One element of JMH's array.
 *
 * @param secondary by name without the middle dot of older versions, in the order of the document
 */
public record JmhResult(
        String benchmark,
        String mode,
        int threads,
        int forks,
        Params params,
        Setup setup,
        JmhMetric primary,
        SequencedMap<String, JmhMetric> secondary) {
    /** Copies the secondary metrics in their order. */
    public JmhResult {
        secondary = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(secondary));
    }

    /** How it was measured; null is absent from the document. */
    public record Setup(
            @Nullable String jmhVersion,
            List<String> jvmArgs,
            @Nullable String jdkVersion,
            @Nullable String vmName,
            @Nullable String vmVersion,
            @Nullable Long warmupIterations,
            @Nullable String warmupTime,
            @Nullable Long warmupBatchSize,
            @Nullable Long measurementIterations,
            @Nullable String measurementTime,
            @Nullable Long measurementBatchSize) {
        /** Immutable. */
        public Setup {
            jvmArgs = List.copyOf(jvmArgs);
        }
    }
}
