package org.allotment.reports.stats;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

/** The formulas of docs/statistics.md that promise a probability, each held to it by a seeded simulation. */
final class FormulaSimulationTest {
    private static final long SEED = 17;
    private static final int DRAWS = 4_000;

    /** Section 3: a step of the MDE shows with 80 % power at five following runs, at the two-sided 5 % level. */
    @Test
    void theSmallestChangeIsFoundWithItsPower() {
        for (int n : new int[] {10, 30}) {
            Random random = new Random(SEED);
            int found = 0;
            for (int draw = 0; draw < DRAWS; draw++) {
                double[] before = normal(random, n, 0);
                double[] behind = normal(random, 5, NewestRun.smallestShift(n, 1));
                double spread = Math.sqrt(1.0 / n + 1.0 / 5);
                double t = (Robust.mean(behind) - Robust.mean(before)) / (Math.sqrt(Robust.variance(before)) * spread);
                found += t > quantile(n - 1) ? 1 : 0;
            }
            assertThat(100.0 * found / DRAWS).as("n=%d, seed=%d", n, SEED).isBetween(76.0, 86.0);
        }
    }

    /** Section 2: Student's interval of few forks. */
    @Test
    void theIntervalOfTheForksCovers() {
        Random random = new Random(SEED);
        int held = 0;
        for (int draw = 0; draw < DRAWS; draw++) {
            Interval interval = Interval.ofMean(normal(random, 5, 3));
            held += interval.low() <= 3 && 3 <= interval.high() ? 1 : 0;
        }
        assertThat(100.0 * held / DRAWS).as("seed=%d", SEED).isBetween(94.0, 96.0);
    }

    /** Section 4: Welch for few forks of unequal spread. */
    @Test
    void theIntervalOfADifferenceCovers() {
        Random random = new Random(SEED);
        int held = 0;
        for (int draw = 0; draw < DRAWS; draw++) {
            double[] head = normal(random, 5, 0);
            for (int i = 0; i < head.length; i++) {
                head[i] = 1 + 2 * head[i];
            }
            Interval interval = Interval.ofDifference(normal(random, 10, 0), head);
            held += interval.low() <= 1 && 1 <= interval.high() ? 1 : 0;
        }
        assertThat(100.0 * held / DRAWS).as("seed=%d", SEED).isBetween(93.5, 96.5);
    }

    /** Section 4: the bootstrap of ten skewed forks; resampling so few is known to be a little bold. */
    @Test
    void theBootstrapCovers() {
        Random random = new Random(SEED);
        int held = 0;
        int draws = 500;
        for (int draw = 0; draw < draws; draw++) {
            double[] base = skewed(random, 30);
            double[] head = skewed(random, 10);
            Interval interval = ForkBootstrap.ofDifference(base, head, SEED + draw);
            held += interval.low() <= 0 && 0 <= interval.high() ? 1 : 0;
        }
        assertThat(100.0 * held / draws).as("seed=%d", SEED).isBetween(86.0, 97.0);
    }

    @Test
    void theBootstrapRepeatsItself() {
        double[] base = normal(new Random(SEED), 12, 0);
        double[] head = normal(new Random(SEED + 1), 9, 1);
        Interval interval = ForkBootstrap.ofDifference(base, head, 4);
        assertThat(ForkBootstrap.ofDifference(base, head, 4)).isEqualTo(interval);
        assertThat(ForkBootstrap.ofDifference(base, head, 5)).isNotEqualTo(interval);
        assertThat(interval.point()).isBetween(interval.low(), interval.high());
        Interval flat = ForkBootstrap.ofDifference(new double[] {1, 1, 1}, new double[] {2, 2, 2}, 4);
        assertThat(flat).isEqualTo(new Interval(1, 1, 1));
    }

    /** Section 3: nights of series without a change, half of them with one; of what is called, at most q is none. */
    @Test
    void falseDiscoveriesKeepTheirShare() {
        Random random = new Random(SEED);
        double share = 0;
        int nights = 300;
        for (int night = 0; night < nights; night++) {
            double[] p = new double[100];
            for (int i = 0; i < p.length; i++) {
                double shift = i < 50 ? 0 : 4;
                p[i] = NewestRun.of(normal(random, 30, 0), new double[30], shift + random.nextGaussian())
                        .pValue();
            }
            boolean[] called = FalseDiscovery.discoveries(p, 0.10);
            int all = 0;
            int none = 0;
            for (int i = 0; i < p.length; i++) {
                all += called[i] ? 1 : 0;
                none += called[i] && i < 50 ? 1 : 0;
            }
            share += all == 0 ? 0 : (double) none / all;
        }
        assertThat(share / nights).as("seed=%d", SEED).isLessThanOrEqualTo(0.10);
    }

    private static double quantile(int degrees) {
        return org.apache.commons.statistics.distribution.TDistribution.of(degrees)
                .inverseCumulativeProbability(0.975);
    }

    private static double[] normal(Random random, int n, double mean) {
        double[] x = new double[n];
        for (int i = 0; i < n; i++) {
            x[i] = mean + random.nextGaussian();
        }
        return x;
    }

    private static double[] skewed(Random random, int n) {
        double[] x = new double[n];
        for (int i = 0; i < n; i++) {
            x[i] = Math.exp(0.5 * random.nextGaussian());
        }
        return x;
    }
}
