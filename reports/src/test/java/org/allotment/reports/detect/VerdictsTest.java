package org.allotment.reports.detect;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.allotment.reports.model.MetricKind;
import org.allotment.reports.model.State;
import org.allotment.reports.stats.ForkSummary;
import org.junit.jupiter.api.Test;

final class VerdictsTest {
    private static final double NOISE = 0.01;

    private final Random random = new Random(5);

    @Test
    void sevenRunsAreTooFew() {
        assertThat(time(100, 7, 200).state()).isEqualTo(State.TOO_FEW_RUNS);
        assertThat(time(100, 0, 200).ratio()).isNaN();
    }

    @Test
    void aTenPercentSlowdownIsSuspectAndASpeedUpIsNot() {
        Judgement slower = time(100, 10, 110);
        assertThat(slower.state()).isEqualTo(State.SUSPECT);
        assertThat(slower.ratio()).isBetween(1.05, 1.15);
        assertThat(slower.text()).contains("slower than the median of 10 runs");
        assertThat(time(100, 10, 90).state()).isEqualTo(State.IMPROVED);
        assertThat(time(100, 10, 100).state()).isEqualTo(State.GREEN);
    }

    @Test
    void throughputFallsToBecomeSuspect() {
        Past past = past(100, 10, true);
        assertThat(judge(new Candidate(MetricKind.TIME, true, forks(90, 2), past), false)
                        .state())
                .isEqualTo(State.SUSPECT);
        assertThat(judge(new Candidate(MetricKind.TIME, true, forks(112, 2), past), false)
                        .state())
                .isEqualTo(State.IMPROVED);
    }

    @Test
    void whatIsBelowTwoPercentDoesNotMatter() {
        List<ForkSummary> still = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            still.add(ForkSummary.of(new double[] {100 + i * 0.001}, false));
        }
        Candidate candidate = new Candidate(MetricKind.TIME, false, new double[] {101.5}, new Past(still));
        assertThat(judge(candidate, false).state()).isEqualTo(State.GREEN);
    }

    @Test
    void aConfirmationWithFiveForksTurnsRedOrClears() {
        Past past = past(100, 10, false);
        Judgement red = judge(new Candidate(MetricKind.TIME, false, forks(110, 5), past), true);
        assertThat(red.state()).isEqualTo(State.RED);
        assertThat(red.text()).contains("confirmed by 5 forks");
        assertThat(judge(new Candidate(MetricKind.TIME, false, forks(100, 5), past), true)
                        .state())
                .isEqualTo(State.GREEN);
        assertThat(judge(new Candidate(MetricKind.TIME, false, forks(90, 5), past), true)
                        .state())
                .isEqualTo(State.IMPROVED);
        Judgement few = judge(new Candidate(MetricKind.TIME, false, forks(110, 4), past), true);
        assertThat(few.state()).isEqualTo(State.SUSPECT);
        assertThat(few.text()).contains("needs 5 forks");
    }

    @Test
    void aConfirmationOnTheEdgeStaysUnclear() {
        Candidate wide =
                new Candidate(MetricKind.TIME, false, new double[] {90, 100, 110, 95, 125}, past(100, 10, false));
        Judgement judgement = judge(wide, true);
        assertThat(judgement.state()).isEqualTo(State.SUSPECT);
        assertThat(judgement.text()).startsWith("unclear");
    }

    @Test
    void garbageThatAppearsIsRedAtOnce() {
        assertThat(bytes(2.4e-5, 24).state()).isEqualTo(State.RED);
        assertThat(bytes(24, 2.4e-5).state()).isEqualTo(State.IMPROVED);
        assertThat(bytes(24, 24.5).state()).isEqualTo(State.GREEN);
        assertThat(bytes(2.4e-5, 0.009).state()).isEqualTo(State.GREEN);
        assertThat(bytes(10_000, 10_040).state()).isEqualTo(State.GREEN);
        assertThat(bytes(10_000, 10_060).state()).isEqualTo(State.RED);
        assertThat(bytes(0, 0).state()).isEqualTo(State.GREEN);
    }

    @Test
    void lessThanAByteOnBothSidesHasNoRatio() {
        assertThat(bytes(2.4e-5, 0.9).ratio()).isNaN();
        assertThat(bytes(2.4e-5, 0.9).mde()).isNaN();
        assertThat(bytes(24, 24.5).ratio()).isBetween(1.0, 1.1);
        assertThat(bytes(24, 0.5).ratio()).isLessThan(0.1);
    }

    /** Night after night, each with the nights before it and what was said of them. */
    @Test
    void aStepInGarbageStaysRedOnTheSecondNight() {
        List<ForkSummary> runs = new ArrayList<>();
        List<ForkSummary> still = new ArrayList<>();
        List<State> states = new ArrayList<>();
        for (double bytes : new double[] {24, 24.5, 24, 24, 48, 48, 48, 24.5}) {
            double[] forks = {bytes, bytes};
            Past past = new Past(runs, still);
            State state = judge(new Candidate(MetricKind.DETERMINISTIC, false, forks, past), false)
                    .state();
            runs.add(ForkSummary.of(forks, false));
            if (state == State.GREEN || state == State.TOO_FEW_RUNS) {
                still.add(ForkSummary.of(forks, false));
            }
            states.add(state);
        }
        assertThat(states.subList(3, 8)).containsExactly(State.GREEN, State.RED, State.RED, State.RED, State.GREEN);
    }

    @Test
    void contextAndNonPositiveTimesAreNotJudged() {
        assertThat(judge(new Candidate(MetricKind.CONTEXT, false, forks(1, 2), past(1, 10, false)), false)
                        .state())
                .isEqualTo(State.UNGATED);
        assertThat(judge(new Candidate(MetricKind.TIME, false, new double[] {0, 1}, past(1, 10, false)), false)
                        .state())
                .isEqualTo(State.UNGATED);
        assertThat(judge(new Candidate(MetricKind.TIME, false, new double[0], past(1, 10, false)), false)
                        .state())
                .isEqualTo(State.UNGATED);
    }

    /** Of 2,000 unchanged series in nights of 100, next to none is called. */
    @Test
    void unchangedNightsStayGreen() {
        int called = 0;
        for (int night = 0; night < 20; night++) {
            List<Candidate> candidates = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                candidates.add(new Candidate(MetricKind.TIME, false, forks(100, 5), past(100, 20, false)));
            }
            called += (int) Verdicts.judge(candidates, false).stream()
                    .filter(judgement -> judgement.state() != State.GREEN)
                    .count();
        }
        assertThat(called).isLessThanOrEqualTo(20);
    }

    private Judgement time(double level, int runs, double now) {
        return judge(new Candidate(MetricKind.TIME, false, forks(now, 2), past(level, runs, false)), false);
    }

    private Judgement bytes(double before, double now) {
        List<ForkSummary> runs = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            runs.add(ForkSummary.of(new double[] {before, before}, false));
        }
        return judge(new Candidate(MetricKind.DETERMINISTIC, false, new double[] {now, now}, new Past(runs)), false);
    }

    private static Judgement judge(Candidate candidate, boolean confirming) {
        return Verdicts.judge(List.of(candidate), confirming).getFirst();
    }

    private Past past(double level, int runs, boolean higherIsBetter) {
        List<ForkSummary> summaries = new ArrayList<>();
        for (int i = 0; i < runs; i++) {
            summaries.add(ForkSummary.of(forks(level, 2), higherIsBetter));
        }
        return new Past(summaries);
    }

    private double[] forks(double level, int count) {
        return random.doubles(count)
                .map(x -> level * (1 + NOISE * random.nextGaussian()))
                .toArray();
    }
}
