package org.allotment.reports.model.document;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.allotment.reports.model.Params;
import org.jspecify.annotations.Nullable;

/** {@code allotment.environment/1}; null is absent or unknown. */
public record EnvironmentDocument(
        Run run,
        Commit commit,
        Machine machine,
        Jvm jvm,
        Jmh jmh,
        Load load,
        Canary canary,
        Map<String, String> sources,
        List<Unit> units) {
    /** Name and number of the format. */
    public static final String FORMAT = "allotment.environment/1";

    /** A document that says nothing. */
    public static final EnvironmentDocument EMPTY = new EnvironmentDocument(
            Run.EMPTY,
            Commit.EMPTY,
            Machine.EMPTY,
            Jvm.EMPTY,
            Jmh.EMPTY,
            Load.EMPTY,
            Canary.EMPTY,
            Map.of(),
            List.of());

    /** Immutable. */
    public EnvironmentDocument {
        sources = Map.copyOf(sources);
        units = List.copyOf(units);
    }

    /** Which run; {@code parent} is the producer's id of the run whose suspects this one measured again. */
    public record Run(
            @Nullable String id,
            @Nullable String project,
            @Nullable String kind,
            @Nullable String profile,
            @Nullable Instant started,
            @Nullable Instant ended,
            @Nullable String parent,
            @Nullable String note) {
        static final Run EMPTY = new Run(null, null, null, null, null, null, null, null);
    }

    /** From which commit. */
    public record Commit(
            @Nullable String sha,
            @Nullable String branch,
            @Nullable String subject,
            @Nullable String author,
            @Nullable Instant authorTime,
            @Nullable Instant commitTime,
            List<String> parents,
            boolean dirty) {
        static final Commit EMPTY = new Commit(null, null, null, null, null, null, List.of(), false);

        /** Immutable. */
        public Commit {
            parents = List.copyOf(parents);
        }
    }

    /** Where it ran. */
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
            @Nullable String container) {
        static final Machine EMPTY =
                new Machine(null, null, null, null, null, null, null, null, null, null, null, null, null);
    }

    /** On which JVM. */
    public record Jvm(
            @Nullable String vendor,
            @Nullable String version,
            @Nullable String name,
            List<String> flags) {
        static final Jvm EMPTY = new Jvm(null, null, null, List.of());

        /** Immutable. */
        public Jvm {
            flags = List.copyOf(flags);
        }
    }

    /** With which settings of JMH. */
    public record Jmh(@Nullable String version, @Nullable String options) {
        static final Jmh EMPTY = new Jmh(null, null);
    }

    /** How busy the machine was: load averages, and the share of time that the host took. */
    public record Load(
            List<Double> before,
            List<Double> after,
            @Nullable Double stealPercent) {
        static final Load EMPTY = new Load(List.of(), List.of(), null);

        /** Immutable. */
        public Load {
            before = List.copyOf(before);
            after = List.copyOf(after);
        }
    }

    /** The benchmark that never changes. */
    public record Canary(
            @Nullable String benchmark,
            List<Double> scores,
            @Nullable String unit,
            @Nullable Boolean steady) {
        static final Canary EMPTY = new Canary(null, List.of(), null, null);

        /** Immutable. */
        public Canary {
            scores = List.copyOf(scores);
        }
    }

    /** One unit of work that was expected. */
    public record Unit(
            String id,
            String kind,
            String name,
            Params params,
            int threads,
            int fork,
            String state,
            String reason,
            long durationMillis) {}
}
