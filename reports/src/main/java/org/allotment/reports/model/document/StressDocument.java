package org.allotment.reports.model.document;

import java.time.Instant;
import java.util.List;
import org.allotment.reports.model.State;
import org.jspecify.annotations.Nullable;

/** {@code allotment.stress/1}. */
public record StressDocument(
        @Nullable String harness,
        @Nullable String options,
        @Nullable Instant started,
        @Nullable Long durationMillis,
        List<Test> tests) {
    /** Name and number of the format. */
    public static final String FORMAT = "allotment.stress/1";

    /** Immutable. */
    public StressDocument {
        tests = List.copyOf(tests);
    }

    /** One litmus test as its producer graded it: green, red, missing or not applicable. */
    public record Test(
            String name,
            String description,
            int actors,
            boolean inverted,
            State verdict,
            String reason,
            String status,
            long samples,
            int configurations,
            List<Outcome> outcomes,
            List<Failure> failures) {
        /** Immutable. */
        public Test {
            outcomes = List.copyOf(outcomes);
            failures = List.copyOf(failures);
        }
    }

    /** One state. */
    public record Outcome(String state, Expect expect, long count, int configurations, String description) {}

    /** What the test says of a state. */
    public enum Expect {
        /** Allowed. */
        ACCEPTABLE,
        /** Allowed and worth a look. */
        ACCEPTABLE_INTERESTING,
        /** Must not be seen. */
        FORBIDDEN,
        /** Not listed by the test, which makes it as bad as forbidden. */
        UNKNOWN;

        /** True when one occurrence is a failure. */
        public boolean isBad() {
            return this == FORBIDDEN || this == UNKNOWN;
        }
    }

    /** Where a bad state was seen. */
    public record Failure(
            String state, long count, String compileMode, String scheduling, String jvmArgs, String seed, String log) {}
}
