package org.allotment.harness.result;

import java.util.List;
import java.util.SortedMap;
import org.allotment.harness.checkout.Commit;
import org.allotment.harness.machine.JavaRuntime;
import org.allotment.harness.machine.Machine;
import org.jspecify.annotations.Nullable;

/**
 * {@value #FORMAT}: what ran where, from which commit, and what was expected.
 *
 * @param sources SHA-256 by class name
 */
public record EnvironmentDocument(
        String format,
        RunInfo run,
        @Nullable Commit commit,
        Machine machine,
        JavaRuntime jvm,
        JmhInfo jmh,
        Load load,
        @Nullable Canary canary,
        SortedMap<String, String> sources,
        List<UnitOutcome> units) {

    /** Name and version of this document. */
    public static final String FORMAT = "allotment.environment/1";

    /**
     * The run itself.
     *
     * @param kind {@code nightly}, {@code manual}, {@code confirm} or {@code bisect}
     * @param started ISO 8601 in UTC
     * @param parent the run whose suspects this one measured again
     */
    public record RunInfo(
            String id,
            String project,
            String kind,
            String profile,
            String started,
            String ended,
            @Nullable String parent,
            String note) {}

    /** How JMH was told to measure. */
    public record JmhInfo(
            String version,
            int forks,
            int warmupIterations,
            String warmupTime,
            int measurementIterations,
            String measurementTime,
            String options) {}

    /**
     * How busy the host was.
     *
     * @param stealPercent time that the hypervisor gave to others during the run
     */
    public record Load(
            List<Double> before,
            List<Double> after,
            @Nullable Double stealPercent) {}

    /**
     * The benchmark that never changes.
     *
     * @param scores one per canary run, in the order of time
     * @param steady whether the band of the scores is narrow
     */
    public record Canary(String benchmark, List<Double> scores, String unit, boolean steady) {}

    /** One expected unit and what became of it. */
    public record UnitOutcome(
            String id,
            String kind,
            String name,
            SortedMap<String, String> params,
            int threads,
            int fork,
            UnitState state,
            String reason,
            long durationMillis) {}
}
