package org.allotment.reports.model.history;

import java.time.Instant;
import java.util.List;
import org.allotment.reports.model.Params;
import org.jspecify.annotations.Nullable;

/**
 * One run whole.
 *
 * @param confirms runs that measured its suspects again
 * @param units    every unit that did not finish, with its reason
 * @param finished how many units finished
 */
public record RunDetail(
        RunSummary run,
        @Nullable String profile,
        @Nullable String note,
        @Nullable Instant ended,
        Machine machine,
        Circumstances circumstances,
        List<Part> parts,
        List<RunSummary> confirms,
        List<Finding> findings,
        List<Unit> units,
        int finished,
        List<SeriesRow> results,
        List<StressMatrix.Cell> stress) {
    /** Immutable. */
    public RunDetail {
        parts = List.copyOf(parts);
        confirms = List.copyOf(confirms);
        findings = List.copyOf(findings);
        units = List.copyOf(units);
        results = List.copyOf(results);
        stress = List.copyOf(stress);
    }

    /** How it went, in short. */
    public Course course() {
        return new Course(
                ended, note, circumstances.canaryScores(), circumstances.canaryUnit(), circumstances.canarySteady());
    }

    /** How a run went, as far as a headline tells it. */
    public record Course(
            @Nullable Instant ended,
            @Nullable String note,
            String canaryScores,
            @Nullable String canaryUnit,
            @Nullable Boolean canarySteady) {}

    /** Where it ran; null is unknown. */
    public record Machine(
            @Nullable String label,
            @Nullable String host,
            @Nullable String cpuModel,
            @Nullable String microcode,
            @Nullable Integer cores,
            @Nullable Integer threadsPerCore,
            @Nullable String governor,
            @Nullable String turbo,
            @Nullable Long memoryBytes,
            @Nullable String os,
            @Nullable String architecture,
            @Nullable String kernel,
            @Nullable String container,
            @Nullable String jvmVendor,
            @Nullable String jvmVersion,
            @Nullable String jvmName,
            String jvmFlags) {}

    /** How quiet it was, and with which tools; lists are numbers separated by blanks. */
    public record Circumstances(
            String loadBefore,
            String loadAfter,
            @Nullable Double stealPercent,
            @Nullable String canaryBenchmark,
            String canaryScores,
            @Nullable String canaryUnit,
            @Nullable Boolean canarySteady,
            @Nullable String jmhVersion,
            @Nullable String jmhOptions,
            @Nullable String stressHarness,
            @Nullable String stressOptions,
            @Nullable Long stressMillis) {}

    /** One uploaded document. */
    public record Part(String name, int index, String sha256, long sizeBytes) {}

    /** One unit of work; {@code state} is the producer's word: finished, failed, missing or notApplicable. */
    public record Unit(
            String id,
            String kind,
            String name,
            Params params,
            int threads,
            int fork,
            String state,
            String reason,
            long millis) {}
}
