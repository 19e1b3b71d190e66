package org.allotment.reports.detect.confirm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.allotment.reports.model.MetricKind;
import org.allotment.reports.model.Params;
import org.allotment.reports.model.job.Answer;
import org.allotment.reports.model.job.Conclusion;
import org.allotment.reports.model.job.Question;
import org.allotment.reports.model.job.Verdict;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ConfirmRuleTest {
    private static final double EFFECT = 0.02;
    private static final int PAIRS = 1_000;
    private static final List<Double> STILL = List.of(1.0, 1.001, 0.999);

    @ParameterizedTest
    @CsvSource({
        "1.10, true, false, CONFIRMED",
        "1.10, false, false, UNCLEAR",
        "0.90, false, false, CONFIRMED",
        "0.90, true, false, UNCLEAR",
        "1.00, true, false, NO_CHANGE",
        "1.00, false, false, NO_CHANGE",
        "0.90, true, true, CONFIRMED",
        "1.10, true, true, UNCLEAR",
        "1.10, false, true, CONFIRMED"
    })
    void theDirectionOfTheSuspicionCounts(double factor, boolean worse, boolean throughput, Verdict verdict) {
        Random random = new Random(5);
        Answer answer = measured(forks(random, 8, 100, 0.002), forks(random, 8, 100 * factor, 0.002), STILL);
        Conclusion conclusion = ConfirmRule.conclude(question(MetricKind.TIME, worse, throughput), answer, 1);
        assertThat(conclusion.verdict()).as(conclusion.text()).isEqualTo(verdict);
        assertThat(conclusion.ratio()).isCloseTo(throughput ? 1 / factor : factor, within(0.01));
    }

    @Test
    void whatIsTooWideToTellIsUnclear() {
        Random random = new Random(6);
        Answer answer = measured(forks(random, 8, 100, 0.08), forks(random, 8, 104, 0.08), STILL);
        assertThat(time(answer).verdict()).isEqualTo(Verdict.UNCLEAR);
    }

    @Test
    void aMachineThatMovedMustBeOutdone() {
        Random random = new Random(7);
        List<List<Double>> base = forks(random, 8, 100, 0.002);
        List<List<Double>> head = forks(random, 8, 106, 0.002);
        List<Double> moved = List.of(1.0, 1.08, 1.0);
        assertThat(ConfirmRule.movement(moved)).isCloseTo(0.08, within(1e-12));
        assertThat(ConfirmRule.movement(List.of())).isZero();
        assertThat(time(measured(base, head, STILL)).verdict()).isEqualTo(Verdict.CONFIRMED);
        assertThat(time(measured(base, head, moved)).verdict()).isEqualTo(Verdict.UNCLEAR);
        assertThat(time(measured(base, forks(random, 8, 120, 0.002), moved)).verdict())
                .isEqualTo(Verdict.CONFIRMED);
    }

    @Test
    void fewForksSayNothing() {
        Random random = new Random(8);
        Answer few = measured(forks(random, 4, 100, 0.001), forks(random, 9, 200, 0.001), STILL);
        assertThat(time(few).verdict()).isEqualTo(Verdict.UNCLEAR);
        assertThat(time(few).text()).contains("base=4").contains("head=9");
        Answer zero = measured(forks(random, 8, 100, 0.001), forks(random, 8, 0, 0), STILL);
        assertThat(time(zero).verdict()).isEqualTo(Verdict.UNCLEAR);
    }

    @Test
    void aCommitThatDoesNotBuildIsUnclear() {
        Conclusion conclusion = time(new Answer.Broken("abc", "exit=1", List.of()));
        assertThat(conclusion.verdict()).isEqualTo(Verdict.UNCLEAR);
        assertThat(conclusion.text()).contains("commit=abc").contains("exit=1");
        assertThat(conclusion.ratio()).isNaN();
    }

    @ParameterizedTest
    @CsvSource({
        "24, 32, true, CONFIRMED",
        "24, 32, false, UNCLEAR",
        "24, 24.5, true, NO_CHANGE",
        "32, 24, false, CONFIRMED",
        "0, 0.001, true, NO_CHANGE"
    })
    void bytesNeedNoTest(double before, double now, boolean worse, Verdict verdict) {
        Random random = new Random(9);
        Answer answer = measured(forks(random, 5, before, 1e-6), forks(random, 5, now, 1e-6), STILL);
        assertThat(ConfirmRule.conclude(question(MetricKind.DETERMINISTIC, worse, false), answer, 1)
                        .verdict())
                .isEqualTo(verdict);
    }

    @Test
    void bytesThatDoNotKeepStillAreUnclear() {
        List<List<Double>> base = List.of(List.of(10.0), List.of(30.0), List.of(50.0), List.of(70.0), List.of(90.0));
        List<List<Double>> head = List.of(List.of(20.0), List.of(40.0), List.of(60.0), List.of(80.0), List.of(99.0));
        assertThat(ConfirmRule.conclude(question(MetricKind.DETERMINISTIC, true, false), measured(base, head, STILL), 1)
                        .verdict())
                .isEqualTo(Verdict.UNCLEAR);
    }

    @Test
    void theSameAnswerGivesTheSameConclusion() {
        Random random = new Random(10);
        Answer answer = measured(forks(random, 9, 100, 0.01), forks(random, 9, 103, 0.01), STILL);
        assertThat(time(answer)).isEqualTo(time(answer));
    }

    /** What docs/statistics.md promises of the rule: drawn, for the Welch interval and for the bootstrap. */
    @ParameterizedTest
    @CsvSource({"5, 0.01", "8, 0.01", "8, 0.03"})
    void equalCommitsAreHardlyEverConfirmedAndRealSlowdownsAre(int forks, double noise) {
        Random random = new Random(11);
        int falseAlarms = 0;
        int missed = 0;
        for (int pair = 0; pair < PAIRS; pair++) {
            List<List<Double>> base = forks(random, forks, 100, noise);
            falseAlarms += isConfirmed(base, forks(random, forks, 100, noise)) ? 1 : 0;
            missed += isConfirmed(base, forks(random, forks, 100 * (1.02 + 5 * noise), noise)) ? 0 : 1;
        }
        assertThat(falseAlarms).as("false in %d", PAIRS).isLessThanOrEqualTo(PAIRS / 50);
        assertThat(missed).as("missed in %d", PAIRS).isLessThanOrEqualTo(PAIRS / 100);
    }

    @Test
    void aStepOfABisectionAsksForHalfTheEffect() {
        assertThat(ConfirmRule.halfEffect(EFFECT, 1.21)).isCloseTo(0.1, within(1e-12));
        assertThat(ConfirmRule.halfEffect(EFFECT, 1 / 1.21)).isCloseTo(0.1, within(1e-12));
        assertThat(ConfirmRule.halfEffect(EFFECT, 1.01)).isEqualTo(EFFECT);
        assertThat(ConfirmRule.halfEffect(EFFECT, Double.NaN)).isEqualTo(EFFECT);
    }

    private static boolean isConfirmed(List<List<Double>> base, List<List<Double>> head) {
        return time(measured(base, head, STILL)).verdict() == Verdict.CONFIRMED;
    }

    private static Conclusion time(Answer answer) {
        return ConfirmRule.conclude(question(MetricKind.TIME, true, false), answer, 1);
    }

    private static Answer measured(List<List<Double>> base, List<List<Double>> head, List<Double> canary) {
        return new Answer.Measured(base, head, canary, List.of());
    }

    private static List<List<Double>> forks(Random random, int count, double level, double noise) {
        List<List<Double>> forks = new ArrayList<>();
        for (int fork = 0; fork < count; fork++) {
            double own = level * (1 + noise * random.nextGaussian());
            forks.add(List.of(own * 0.999, own, own * 1.001));
        }
        return forks;
    }

    private static Question question(MetricKind kind, boolean worse, boolean throughput) {
        return new Question(
                Question.Kind.CONFIRM,
                1,
                "run",
                new Question.Benchmark("a.B.c", Params.of(Map.of()), "avgt", 1),
                new Question.Metric("score", "ns/op", kind, throughput),
                "lab",
                null,
                new Question.Range("base", "head"),
                worse,
                EFFECT,
                8);
    }
}
