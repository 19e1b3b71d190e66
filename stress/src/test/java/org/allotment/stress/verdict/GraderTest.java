package org.allotment.stress.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.allotment.stress.verdict.GradedTest.Failure;
import org.allotment.stress.verdict.GradedTest.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class GraderTest {
    private static final String NAME = "a.BStress.C";
    private static final List<StateRule> RULES = List.of(
            new StateRule("1, 2", Expect.ACCEPTABLE, "right"),
            new StateRule("2, .*", Expect.ACCEPTABLE_INTERESTING, "odd"),
            new StateRule("1, 1", Expect.FORBIDDEN, "wrong"));

    @Test
    void acceptableStatesAreGreenAndListedOnesAppearWithCountZero() {
        GradedTest graded = grade(false, "", fork("-Xint", Map.of("1, 2", 5L)), fork("-XX:Y", Map.of("1, 2", 7L)));
        assertThat(graded.verdict()).isEqualTo(Verdict.GREEN);
        assertThat(graded.reason()).isEmpty();
        assertThat(graded.status()).isEqualTo("NORMAL");
        assertThat(graded.samples()).isEqualTo(12);
        assertThat(graded.configurations()).isEqualTo(2);
        assertThat(graded.outcomes())
                .containsExactly(
                        new Outcome("1, 1", Expect.FORBIDDEN, 0, 0, "wrong"),
                        new Outcome("1, 2", Expect.ACCEPTABLE, 12, 2, "right"),
                        new Outcome("2, .*", Expect.ACCEPTABLE_INTERESTING, 0, 0, "odd"));
        assertThat(graded.failures()).isEmpty();
    }

    @Test
    void statesThatAPatternCoversAreOutcomesOfTheirOwn() {
        GradedTest graded = grade(false, "", fork("", Map.of("2, 1", 1L, "2, 7", 2L)));
        assertThat(graded.outcomes())
                .contains(
                        new Outcome("2, 1", Expect.ACCEPTABLE_INTERESTING, 1, 1, "odd"),
                        new Outcome("2, 7", Expect.ACCEPTABLE_INTERESTING, 2, 1, "odd"))
                .noneMatch(outcome -> outcome.state().equals("2, .*"));
        assertThat(graded.verdict()).isEqualTo(Verdict.GREEN);
    }

    @Test
    void aForbiddenStateIsRedWithConfigurationAndSeedApart() {
        GradedTest graded = grade(
                false,
                "",
                fork("-XX:+StressGCM -XX:StressSeed=42", Map.of("1, 1", 3L, "1, 2", 9L)),
                fork("-XX:+StressGCM -XX:StressSeed=43", Map.of("1, 2", 9L)));
        assertThat(graded.verdict()).isEqualTo(Verdict.RED);
        assertThat(graded.reason()).isEqualTo("FORBIDDEN state seen, state=1, 1, count=3");
        assertThat(graded.configurations()).isEqualTo(1);
        assertThat(graded.failures())
                .containsExactly(new Failure("1, 1", 3, "unified", "(PG 0)", "-XX:+StressGCM", "42", "the log"));
    }

    @Test
    void aBrokenTwinIsGreenWhenItWasSeenToFail() {
        GradedTest graded = grade(true, "", fork("", Map.of("1, 1", 1L, "1, 2", 999L)));
        assertThat(graded.verdict()).isEqualTo(Verdict.GREEN);
        assertThat(graded.inverted()).isTrue();
        assertThat(graded.failures()).hasSize(1);
    }

    @Test
    void aBrokenTwinIsRedWhenItWasNotSeenToFail() {
        GradedTest graded = grade(true, "", fork("", Map.of("1, 2", 999L)));
        assertThat(graded.verdict()).isEqualTo(Verdict.RED);
        assertThat(graded.reason()).isEqualTo("broken on purpose, and no forbidden state was seen, samples=999");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aStateThatNobodyListedIsRed(boolean inverted) {
        Map<String, Long> states = inverted ? Map.of("1, 1", 5L, "3, 3", 2L) : Map.of("1, 2", 5L, "3, 3", 2L);
        GradedTest graded = grade(inverted, "", fork("", states));
        assertThat(graded.verdict()).isEqualTo(Verdict.RED);
        assertThat(graded.reason()).startsWith("a state that no outcome lists").endsWith("state=3, 3, count=2");
        assertThat(graded.outcomes()).anyMatch(outcome -> outcome.expect() == Expect.UNKNOWN && outcome.count() == 2);
        assertThat(graded.failures()).anyMatch(failure -> failure.state().equals("3, 3"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"TEST_ERROR", "TIMEOUT_ERROR", "VM_ERROR", "CHECK_TEST_ERROR", "API_MISMATCH"})
    void aProcessThatDidNotEndNormallyIsRed(String status) {
        ForkResult bad = new ForkResult(NAME, status, "unified", "(PG 0)", List.of(), Map.of(), "boom");
        for (boolean inverted : new boolean[] {false, true}) {
            GradedTest graded = grade(inverted, "", fork("", Map.of(inverted ? "1, 1" : "1, 2", 5L)), bad);
            assertThat(graded.verdict()).isEqualTo(Verdict.RED);
            assertThat(graded.status()).isEqualTo(status);
            assertThat(graded.reason()).endsWith("status=" + status + ", processes=1");
            assertThat(graded.failures())
                    .anyMatch(failure ->
                            failure.state().isEmpty() && failure.log().equals("boom"));
        }
    }

    @Test
    void noSamplesAreRed() {
        GradedTest graded = grade(false, "", fork("", Map.of()));
        assertThat(graded.verdict()).isEqualTo(Verdict.RED);
        assertThat(graded.reason()).isEqualTo("no samples, configurations=1");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aNormalProcessWithoutSamplesIsRedBesideOthersThatHaveSome(boolean inverted) {
        Map<String, Long> states = Map.of(inverted ? "1, 1" : "1, 2", 5L);
        for (Map<String, Long> silent : List.of(Map.<String, Long>of(), Map.of("1, 2", 0L))) {
            GradedTest graded = grade(inverted, "", fork("-Xint", states), fork("-XX:Y", silent));
            assertThat(graded.verdict()).isEqualTo(Verdict.RED);
            assertThat(graded.reason()).isEqualTo("a process has no samples, processes=1, configurations=2");
            assertThat(graded.failures()).contains(new Failure("", 0, "unified", "(PG 0)", "-XX:Y", "", "the log"));
        }
    }

    @Test
    void aSilentSeedIsRedBesideAnotherSeedOfItsConfiguration() {
        GradedTest graded =
                grade(false, "", fork("-XX:StressSeed=1", Map.of("1, 2", 5L)), fork("-XX:StressSeed=2", Map.of()));
        assertThat(graded.verdict()).isEqualTo(Verdict.RED);
        assertThat(graded.reason()).isEqualTo("a process has no samples, processes=1, configurations=1");
    }

    @Test
    void fewerConfigurationsThanAnotherTestWithAsManyActorsAreRed() {
        List<ForkResult> results = List.of(
                fork("-Xint", Map.of("1, 2", 5L)),
                fork("a.Full", "-Xint", Map.of("1, 2", 5L)),
                fork("a.Full", "-XX:Y", Map.of("1, 2", 5L)));
        List<GradedTest> graded =
                new Grader(results, "").grade(List.of(expected(NAME, false), expected("a.Full", false)));
        assertThat(graded).extracting(GradedTest::verdict).containsExactly(Verdict.RED, Verdict.GREEN);
        assertThat(graded.getFirst().reason())
                .isEqualTo("fewer configurations than another test with as many actors, configurations=1, most=2");
    }

    @Test
    void testsWithMoreActorsMayHaveMoreConfigurations() {
        List<ForkResult> results = List.of(
                fork("-Xint", Map.of("1, 2", 5L)),
                fork("a.Three", "-Xint", Map.of("1, 2", 5L)),
                fork("a.Three", "-XX:Y", Map.of("1, 2", 5L)));
        ExpectedTest three = new ExpectedTest("a.Three", "d", 3, false, "", RULES);
        assertThat(new Grader(results, "").grade(List.of(expected(NAME, false), three)))
                .extracting(GradedTest::verdict)
                .containsOnly(Verdict.GREEN);
    }

    @Test
    void whatIsAbsentIsMissingAndTellsWhy() {
        GradedTest silent = grade(false, "");
        assertThat(silent.verdict()).isEqualTo(Verdict.MISSING);
        assertThat(silent.reason()).isEqualTo("expected, and absent from the results");
        assertThat(silent.status()).isEqualTo(GradedTest.NOT_RUN);
        assertThat(grade(true, "the file is truncated").reason()).endsWith(": the file is truncated");
    }

    @Test
    void resultsThatMayLackSomeAreRed() {
        GradedTest graded = grade(false, "the file is truncated", fork("", Map.of("1, 2", 5L)));
        assertThat(graded.verdict()).isEqualTo(Verdict.RED);
        assertThat(graded.reason()).isEqualTo("the file is truncated");
        assertThat(grade(false, "the file is truncated", fork("", Map.of("1, 1", 5L)))
                        .reason())
                .startsWith("FORBIDDEN");
    }

    @Test
    void whatIsDeclaredIsNotApplicable() {
        ExpectedTest declared = new ExpectedTest(NAME, "d", 2, true, "not on this machine", RULES);
        GradedTest graded =
                new Grader(List.of(), "broken").grade(List.of(declared)).getFirst();
        assertThat(graded.verdict()).isEqualTo(Verdict.NOT_APPLICABLE);
        assertThat(graded.reason()).isEqualTo("not on this machine");
        assertThat(graded.status()).isEqualTo(GradedTest.NOT_RUN);
    }

    @Test
    void testsAreInTheOrderOfTheirNamesAndStrangersAreIgnored() {
        List<GradedTest> graded = new Grader(List.of(fork("", Map.of("1, 2", 1L))), "")
                .grade(List.of(expected("z", false), expected(NAME, false), expected("a.A", false)));
        assertThat(graded).extracting(GradedTest::name).containsExactly("a.A", NAME, "z");
        assertThat(new Grader(List.of(fork("", Map.of())), "").grade(List.of())).isEmpty();
    }

    @Test
    void anExactStateGoesBeforeAPattern() {
        List<StateRule> rules = List.of(
                new StateRule("1.*", Expect.FORBIDDEN, "pattern"), new StateRule("12", Expect.ACCEPTABLE, "exact"));
        assertThat(StateRule.find(rules, "12").description()).isEqualTo("exact");
        assertThat(StateRule.find(rules, "13").description()).isEqualTo("pattern");
        assertThat(StateRule.find(rules, "23").expect()).isEqualTo(Expect.UNKNOWN);
    }

    @Test
    void logsAreCut() {
        ForkResult loud =
                new ForkResult(NAME, "VM_ERROR", "unified", "", List.of(), Map.of(), "x".repeat(Failure.MAX_LOG + 1));
        assertThat(grade(false, "", loud).failures().getFirst().log()).hasSize(Failure.MAX_LOG);
    }

    private static GradedTest grade(boolean inverted, String incomplete, ForkResult... forks) {
        return new Grader(List.of(forks), incomplete)
                .grade(List.of(expected(NAME, inverted)))
                .getFirst();
    }

    private static ExpectedTest expected(String name, boolean inverted) {
        return new ExpectedTest(name, "d", 2, inverted, "", RULES);
    }

    private static ForkResult fork(String jvmArgs, Map<String, Long> states) {
        return fork(NAME, jvmArgs, states);
    }

    private static ForkResult fork(String test, String jvmArgs, Map<String, Long> states) {
        return new ForkResult(test, "NORMAL", "unified", "(PG 0)", List.of(jvmArgs.split(" ", -1)), states, "the log");
    }
}
