package org.allotment.reports.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The figures of a comparison keep what they promise, drawn ten thousand times with a fixed seed. */
final class MeanDifferenceTest {
    private static final int DRAWS = 10_000;
    private static final double[] SPREADS = {0.005, 0.01, 0.02, 0.05};

    private final Random random = new Random(20261122);

    @Test
    void theIntervalIsThatOfWelch() {
        double[] base = {1, 2, 3, 4};
        double[] head = {2, 4, 6};
        MeanDifference difference = MeanDifference.of(base, head);
        Interval welch = Interval.ofDifference(base, head);
        assertThat(difference.interval().low()).isCloseTo(welch.low(), within(1e-12));
        assertThat(difference.interval().high()).isCloseTo(welch.high(), within(1e-12));
    }

    @Test
    void theIntervalEndsAtZeroWhereTheChanceIsFivePercent() {
        double[] base = {1.0, 1.2, 0.9, 1.1};
        MeanDifference difference = MeanDifference.of(base, new double[] {1.4, 1.3, 1.6});
        double half = difference.point() - difference.interval().low();
        MeanDifference edge = new MeanDifference(half, difference.error(), difference.degrees());
        assertThat(edge.pValue()).isCloseTo(0.05, within(1e-9));
    }

    @Test
    void withoutASpreadTheDifferenceIsCertain() {
        MeanDifference none = MeanDifference.of(new double[] {1, 1}, new double[] {1, 1});
        assertThat(none.pValue()).isEqualTo(1);
        MeanDifference some = MeanDifference.of(new double[] {1, 1}, new double[] {2, 2});
        assertThat(some.pValue()).isZero();
        assertThat(some.interval()).isEqualTo(new Interval(1, 1, 1));
    }

    @Test
    void oneForkTellsNoError() {
        MeanDifference one = MeanDifference.of(new double[] {1}, new double[] {2, 3});
        assertThat(one.point()).isEqualTo(1.5);
        assertThat(one.pValue()).isNaN();
        assertThat(one.interval().low()).isNaN();
        assertThat(MeanDifference.mean(List.of()).interval().point()).isNaN();
    }

    @Test
    void theMeanOfUnlikeSeriesIsCovered() {
        int covered = 0;
        int apart = 0;
        for (int draw = 0; draw < DRAWS; draw++) {
            List<MeanDifference> all = new ArrayList<>();
            for (double spread : SPREADS) {
                all.add(MeanDifference.of(sample(5, 0, spread), sample(5, 0.01, spread)));
            }
            Interval interval = MeanDifference.mean(all).interval();
            covered += interval.low() <= 0.01 && 0.01 <= interval.high() ? 1 : 0;
            apart += interval.low() > 0.01 || interval.high() < 0.01 ? 1 : 0;
        }
        assertThat(covered + apart).isEqualTo(DRAWS);
        assertThat((double) covered / DRAWS).isBetween(0.94, 0.97);
    }

    @Test
    void chanceIsCalledSoAsOftenAsItSays() {
        int called = 0;
        for (int draw = 0; draw < DRAWS; draw++) {
            called += MeanDifference.of(sample(5, 0, 0.02), sample(3, 0, 0.01)).pValue() <= 0.05 ? 1 : 0;
        }
        assertThat((double) called / DRAWS).isBetween(0.03, 0.06);
    }

    private double[] sample(int forks, double mean, double spread) {
        double[] sample = new double[forks];
        for (int i = 0; i < forks; i++) {
            sample[i] = mean + spread * random.nextGaussian();
        }
        return sample;
    }
}
