package org.allotment.reports.format;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.allotment.reports.model.State;
import org.allotment.reports.model.document.StressDocument;
import org.allotment.reports.model.document.StressDocument.Expect;
import org.allotment.reports.model.document.StressDocument.Failure;
import org.allotment.reports.model.document.StressDocument.Outcome;
import org.allotment.reports.model.document.StressDocument.Test;
import org.jspecify.annotations.Nullable;

/** Reads {@code allotment.stress/1}. */
final class StressReader {
    private static final Set<State> VERDICTS = Set.of(State.GREEN, State.RED, State.MISSING, State.NOT_APPLICABLE);

    private final Cursor cursor;
    private final List<Test> tests = new ArrayList<>();
    private final Set<String> names = new HashSet<>();
    private @Nullable String format;
    private @Nullable String harness;
    private @Nullable String options;
    private @Nullable Instant started;
    private @Nullable Long durationMillis;

    StressReader(Cursor cursor) {
        this.cursor = cursor;
    }

    StressDocument read() throws IOException, DocumentFault {
        cursor.object(this::field);
        if (!StressDocument.FORMAT.equals(format)) {
            throw cursor.unknownFormat("format expected=" + StressDocument.FORMAT + ", found=" + format);
        }
        return new StressDocument(harness, options, started, durationMillis, tests);
    }

    private void field(String name) throws IOException, DocumentFault {
        switch (name) {
            case "format" -> format = cursor.name();
            case "harness" -> harness = cursor.maybeText(Limits.NAME_LENGTH);
            case "options" -> options = cursor.maybeText(Limits.TEXT_LENGTH);
            case "started" -> started = cursor.maybeTime();
            case "durationMillis" -> durationMillis = cursor.isNull() ? null : cursor.count();
            case "tests" -> cursor.array(() -> tests.add(test()));
            default -> cursor.skip();
        }
    }

    private Test test() throws IOException, DocumentFault {
        if (tests.size() >= Limits.METRICS) {
            throw cursor.fault("too many tests, max=" + Limits.METRICS);
        }
        Test test = new TestReader().read();
        if (!names.add(test.name())) {
            throw cursor.fault("test twice, name=" + test.name());
        }
        return test;
    }

    private final class TestReader {
        private @Nullable String name;
        private String description = "";
        private int actors;
        private boolean inverted;
        private @Nullable State verdict;
        private String reason = "";
        private String status = "";
        private long samples;
        private int configurations;
        private final List<Outcome> outcomes = new ArrayList<>();
        private final Set<String> states = new HashSet<>();
        private final List<Failure> failures = new ArrayList<>();

        Test read() throws IOException, DocumentFault {
            cursor.object(this::field);
            if (name == null || verdict == null) {
                throw cursor.fault("field expected and absent, name=" + (name == null ? "name" : "verdict"));
            }
            return new Test(
                    name,
                    description,
                    actors,
                    inverted,
                    verdict,
                    reason,
                    status,
                    samples,
                    configurations,
                    outcomes,
                    failures);
        }

        private void field(String field) throws IOException, DocumentFault {
            switch (field) {
                case "name" -> name = cursor.name();
                case "description" -> description = cursor.textOrEmpty(Limits.TEXT_LENGTH);
                case "actors" -> actors = cursor.small(0);
                case "inverted" -> inverted = cursor.flag();
                case "verdict" -> verdict = verdict();
                case "reason" -> reason = cursor.textOrEmpty(Limits.TEXT_LENGTH);
                case "status" -> status = cursor.textOrEmpty(Limits.NAME_LENGTH);
                case "samples" -> samples = cursor.count();
                case "configurations" -> configurations = cursor.small(0);
                case "outcomes" -> cursor.array(() -> outcomes.add(outcome()));
                case "failures" -> cursor.array(() -> failures.add(new FailureReader().read()));
                default -> cursor.skip();
            }
        }

        private State verdict() throws IOException, DocumentFault {
            String word = cursor.name();
            return VERDICTS.stream()
                    .filter(state -> state.word().equals(word))
                    .findFirst()
                    .orElseThrow(() -> cursor.fault(
                            "verdict expected, one of green, red, missing, notApplicable, found=\"" + word + "\""));
        }

        private Outcome outcome() throws IOException, DocumentFault {
            Outcome outcome = new OutcomeReader().read();
            if (!states.add(outcome.state())) {
                throw cursor.fault("state twice, state=" + outcome.state());
            }
            return outcome;
        }
    }

    private final class OutcomeReader {
        private @Nullable String state;
        private @Nullable Expect expect;
        private long count;
        private int configurations;
        private String description = "";

        Outcome read() throws IOException, DocumentFault {
            cursor.object(this::field);
            if (state == null || expect == null) {
                throw cursor.fault("field expected and absent, name=" + (state == null ? "state" : "expect"));
            }
            return new Outcome(state, expect, count, configurations, description);
        }

        private void field(String field) throws IOException, DocumentFault {
            switch (field) {
                case "state" -> state = cursor.text(Limits.NAME_LENGTH);
                case "expect" -> expect = expect();
                case "count" -> count = cursor.count();
                case "configurations" -> configurations = cursor.small(0);
                case "description" -> description = cursor.textOrEmpty(Limits.TEXT_LENGTH);
                default -> cursor.skip();
            }
        }

        private Expect expect() throws IOException, DocumentFault {
            String word = cursor.name();
            try {
                return Expect.valueOf(word);
            } catch (IllegalArgumentException e) {
                throw cursor.fault("expectation of jcstress expected, found=\"" + word + "\"");
            }
        }
    }

    private final class FailureReader {
        private String state = "";
        private long count;
        private String compileMode = "";
        private String scheduling = "";
        private String jvmArgs = "";
        private String seed = "";
        private String log = "";

        Failure read() throws IOException, DocumentFault {
            cursor.object(this::field);
            return new Failure(state, count, compileMode, scheduling, jvmArgs, seed, log);
        }

        private void field(String field) throws IOException, DocumentFault {
            switch (field) {
                case "state" -> state = cursor.textOrEmpty(Limits.NAME_LENGTH);
                case "count" -> count = cursor.count();
                case "compileMode" -> compileMode = cursor.textOrEmpty(Limits.TEXT_LENGTH);
                case "scheduling" -> scheduling = cursor.textOrEmpty(Limits.TEXT_LENGTH);
                case "jvmArgs" -> jvmArgs = cursor.textOrEmpty(Limits.TEXT_LENGTH);
                case "seed" -> seed = cursor.textOrEmpty(Limits.NAME_LENGTH);
                case "log" -> log = cursor.textOrEmpty(Limits.TEXT_LENGTH);
                default -> cursor.skip();
            }
        }
    }
}
