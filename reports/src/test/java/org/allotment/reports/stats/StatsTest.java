package org.allotment.reports.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class StatsTest {
    @Test
    void medianAndSigmaIgnoreOneWildValue() {
        assertThat(Robust.median(new double[] {3, 1, 2})).isEqualTo(2);
        assertThat(Robust.median(new double[] {4, 1, 2, 3})).isEqualTo(2.5);
        assertThat(Robust.sigma(new double[] {1, 2, 3, 4, 1_000})).isEqualTo(1.4826);
        assertThat(Robust.median(new double[0])).isNaN();
    }

    /** R: t.test(c(1, 2, 3, 4, 5))$conf.int. */
    @Test
    void intervalOfTheMeanIsStudents() {
        Interval interval = Interval.ofMean(new double[] {1, 2, 3, 4, 5});
        assertThat(interval.point()).isEqualTo(3);
        assertThat(interval.low()).isCloseTo(1.036757, within(1e-6));
        assertThat(interval.high()).isCloseTo(4.963243, within(1e-6));
        assertThat(Interval.ofMean(new double[] {7}).low()).isNaN();
    }

    /** 10 of 100: Wilson gives 0.0552 to 0.1744, as tables have it. */
    @Test
    void aRateHasWilsonsInterval() {
        assertThat(Proportion.of(10, 100).low()).isCloseTo(0.0552, within(1e-4));
        assertThat(Proportion.of(10, 100).high()).isCloseTo(0.1744, within(1e-4));
        assertThat(Proportion.of(0, 1_000).low()).isZero();
        assertThat(Proportion.of(1_000, 1_000).high()).isEqualTo(1);
        assertThat(Proportion.of(1, 1_000_000_000L).low()).isPositive();
        assertThat(Proportion.of(0, 0).low()).isNaN();
    }

    /** Two forks: t = 12.7062, so the plain interval of 16.4 and 28.1 is 22.25 ± 74.3. */
    @Test
    void intervalOfAPositiveMeanStaysPositive() {
        double[] forks = {16.4, 28.1};
        assertThat(Interval.ofMean(forks).low()).isNegative();
        Interval interval = Interval.ofPositiveMean(forks);
        assertThat(interval.point()).isEqualTo(22.25);
        assertThat(interval.low()).isCloseTo(22.25 * Math.exp(-74.331 / 22.25), within(1e-3));
        assertThat(interval.high()).isCloseTo(22.25 * Math.exp(74.331 / 22.25), within(0.1));
        Interval narrow = Interval.ofPositiveMean(new double[] {1000, 1001, 1002});
        assertThat(narrow.low())
                .isCloseTo(Interval.ofMean(new double[] {1000, 1001, 1002}).low(), within(0.01));
        assertThat(Interval.ofPositiveMean(new double[] {7}).low()).isNaN();
    }

    /** Worked by hand: equal sizes and variances give 8 degrees of freedom, t = 2.306004. */
    @Test
    void intervalOfADifferenceIsWelchs() {
        Interval interval = Interval.ofDifference(new double[] {1, 2, 3, 4, 5}, new double[] {2, 3, 4, 5, 6});
        assertThat(interval.point()).isEqualTo(1);
        assertThat(interval.low()).isCloseTo(1 - 2.306004, within(1e-6));
        assertThat(interval.high()).isCloseTo(1 + 2.306004, within(1e-6));
    }

    /** The example of Benjamini and Hochberg 1995, section 3.2: q = 0.05 rejects the four smallest of fifteen. */
    @Test
    void falseDiscoveryRepeatsThePublishedExample() {
        double[] p = {
            0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262, 0.5719, 0.6528,
            0.7590, 1.0000
        };
        boolean[] found = FalseDiscovery.discoveries(p, 0.05);
        for (int i = 0; i < p.length; i++) {
            assertThat(found[i]).as("index=%d", i).isEqualTo(i < 4);
        }
    }

    @Test
    void newestRunFollowsItsFormula() {
        double[] medians = {0, 0.01, -0.01, 0.02, -0.02, 0.01, -0.01, 0};
        NewestRun newest = NewestRun.of(medians, new double[8], 0.1);
        assertThat(newest.mu()).isEqualTo(0);
        assertThat(newest.sigma()).isCloseTo(0.014826, within(1e-9));
        assertThat(newest.ratio()).isCloseTo(Math.exp(0.1), within(1e-12));
        // t = 0.1 / (0.014826 √(9/8)) = 6.3592, 7 degrees of freedom
        assertThat(newest.pValue()).isCloseTo(0.000383, within(5e-6));
        // (2.364624 + 0.84) · 0.014826 · √(1/5 + 1/8)
        assertThat(newest.smallestChange()).isCloseTo(Math.expm1(0.0270857), within(1e-5));
        assertThat(newest.threshold(0.02)).isEqualTo(0.02);
    }

    @Test
    void newestRunWithoutSpreadIsCertain() {
        double[] still = new double[8];
        assertThat(NewestRun.of(still, still, 0).pValue()).isEqualTo(1);
        assertThat(NewestRun.of(still, still, 0.5).pValue()).isEqualTo(0);
        assertThat(NewestRun.of(new double[0], new double[0], 1).ratio()).isNaN();
    }

    /** Under no change the p of a normal series is nearly uniform; robust sigma makes it a little bold. */
    @Test
    void newestRunSeldomCallsNoise() {
        long seed = 7;
        Random random = new Random(seed);
        int called = 0;
        int draws = 4_000;
        for (int i = 0; i < draws; i++) {
            double[] medians =
                    random.doubles(20).map(x -> random.nextGaussian()).toArray();
            if (NewestRun.of(medians, new double[20], random.nextGaussian()).pValue() < 0.01) {
                called++;
            }
        }
        assertThat(called).as("seed=%d", seed).isLessThan(draws / 25);
    }

    @Test
    void throughputIsTurnedIntoCost() {
        double[] costs = ForkSummary.costs(new double[] {10, 100}, true);
        assertThat(Arrays.stream(costs).map(Math::exp).toArray())
                .containsExactly(new double[] {0.1, 0.01}, within(1e-15));
        assertThat(ForkSummary.costs(new double[] {1, 0}, false)).isEmpty();
        assertThat(ForkSummary.costs(new double[] {1, Double.NaN}, false)).isEmpty();
        assertThat(ForkSummary.of(new double[] {0, 0, 2}, false).median()).isZero();
    }
}
