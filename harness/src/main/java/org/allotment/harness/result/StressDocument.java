package org.allotment.harness.result;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * {@value #FORMAT}: litmus tests, graded where they ran.
 *
 * @param harness name and version of what ran them
 * @param options its options
 * @param started ISO 8601 in UTC
 */
public record StressDocument(
        String format, String harness, String options, String started, long durationMillis, List<Test> tests) {

    /** Name and version of this document. */
    public static final String FORMAT = "allotment.stress/1";

    /** Absent fields become empty ones. */
    public StressDocument {
        tests = tests == null ? List.of() : List.copyOf(tests);
    }

    /**
     * One litmus test.
     *
     * @param verdict {@code green}, {@code red}, {@code missing} or {@code notApplicable}
     * @param reason empty for green
     * @param status the word of jcstress, or {@code NOT_RUN}
     */
    public record Test(
            String name,
            @Nullable String description,
            int actors,
            boolean inverted,
            String verdict,
            String reason,
            String status,
            long samples,
            int configurations,
            List<Outcome> outcomes,
            List<Failure> failures) {

        /** Absent fields become empty ones. */
        public Test {
            verdict = Objects.requireNonNullElse(verdict, "missing");
            reason = Objects.requireNonNullElse(reason, "");
            status = Objects.requireNonNullElse(status, "NOT_RUN");
            outcomes = outcomes == null ? List.of() : List.copyOf(outcomes);
            failures = failures == null ? List.of() : List.copyOf(failures);
        }
    }

    /** One state that a test listed or showed. */
    public record Outcome(
            String state,
            String expect,
            long count,
            int configurations,
            @Nullable String description) {}

    /** Where a forbidden or unknown state was seen. */
    public record Failure(
            String state,
            long count,
            @Nullable String compileMode,
            @Nullable String scheduling,
            @Nullable String jvmArgs,
            @Nullable String seed,
            @Nullable String log) {}
}
