package org.allotment.reports.stats.scan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import java.util.SplittableRandom;
import org.allotment.reports.stats.Interval;
import org.apache.commons.statistics.inference.MannWhitneyUTest;
import org.apache.commons.statistics.inference.PValueMethod;
import org.junit.jupiter.api.Test;

/** The parts of the search against their formulas, other implementations and permutations. */
final class ScanTest {
    private static final long SEED = 3;

    @Test
    void equalValuesShareTheirRanks() {
        assertThat(Ranks.of(new double[] {9, 5, 5, 7, -1, 5}, 1, 6)).containsExactly(3, 3, 5, 1, 3);
    }

    /** By hand: ranks 1 2 3 4 | 5 6 7 8, Var r = 6, z(4) = 8 / √(4·4/8·6) = 2.3094. */
    @Test
    void theScanPeaksBetweenTwoLevels() {
        double[] x = {0, 10, 11, 12, 13, 20, 21, 22, 23, 0};
        RankScan scan = RankScan.of(x, 1, 9);
        assertThat(scan.split()).isEqualTo(5);
        assertThat(scan.statistic()).isCloseTo(8 / Math.sqrt(12), within(1e-12));
        assertThat(scan.at(5)).isPositive();
        assertThat(scan.superiority(5)).isEqualTo(1);
        assertThat(scan.location(5, 0)).containsExactly(5, 5);
        assertThat(scan.location(5, 10)).containsExactly(3, 7);
        assertThat(RankScan.of(new double[12], 0, 12).statistic()).isZero();
        assertThat(RankScan.of(new double[12], 0, 12).split()).isNegative();
    }

    @Test
    void pValuesAgreeWithAnotherImplementation() {
        Random random = new Random(SEED);
        for (int draw = 0; draw < 200; draw++) {
            int n = 6 + random.nextInt(30);
            int split = 2 + random.nextInt(n - 3);
            double[] x = random.doubles(n).toArray();
            double[] before = Arrays.copyOf(x, split);
            double[] behind = Arrays.copyOfRange(x, split, n);
            double exact = MannWhitneyUTest.withDefaults()
                    .with(PValueMethod.EXACT)
                    .test(before, behind)
                    .getPValue();
            assertThat(RankScan.of(x, 0, n).pValue(split)).as("seed=%d", SEED).isCloseTo(exact, within(1e-9));
        }
        double[] tied = {1, 2, 2, 3, 3, 3, 4, 5, 5, 6, 6, 7, 7, 7, 8, 8};
        double asymptotic = MannWhitneyUTest.withDefaults()
                .with(PValueMethod.ASYMPTOTIC)
                .test(Arrays.copyOf(tied, 6), Arrays.copyOfRange(tied, 6, 16))
                .getPValue();
        assertThat(RankScan.of(tied, 0, 16).pValue(6)).isCloseTo(asymptotic, within(1e-9));
    }

    /** The table was made with 100,000 permutations; others of another seed must agree with it. */
    @Test
    void criticalValuesHoldForOtherPermutations() {
        for (int n : new int[] {10, 14, 25, 60, 150}) {
            int draws = 20_000;
            SplittableRandom random = new SplittableRandom(SEED);
            double[] x = new double[n];
            Arrays.setAll(x, i -> i);
            int reached = 0;
            for (int draw = 0; draw < draws; draw++) {
                CriticalValueTable.shuffle(x, random);
                reached += RankScan.of(x, 0, n).statistic() >= CriticalValues.of(n) ? 1 : 0;
            }
            assertThat(100.0 * reached / draws).as("n=%d, seed=%d", n, SEED).isBetween(n < 20 ? 0.2 : 0.75, 1.2);
        }
    }

    @Test
    void criticalValuesAreThoseOfTheTable() {
        assertThat(CriticalValues.of(9)).isInfinite();
        assertThat(CriticalValues.of(10)).isEqualTo(2.6111);
        assertThat(CriticalValues.of(42)).isBetween(CriticalValues.of(40), CriticalValues.of(44));
        assertThat(CriticalValues.of(5_000)).isEqualTo(CriticalValues.of(2_000));
        double made = CriticalValueTable.criticalValue(20, CriticalValueTable.PERMUTATIONS, 0.01);
        assertThat(CriticalValues.of(20)).isEqualTo(Math.floor(made * 1e4) / 1e4);
    }

    /** Residuals around one fitted level; what the correction adds makes ρ too large rather than too small. */
    @Test
    void autocorrelationIsFoundAndNotUnderrated() {
        for (double rho : new double[] {0, 0.3, 0.5}) {
            Random random = new Random(SEED);
            double sum = 0;
            int draws = 1_000;
            for (int draw = 0; draw < draws; draw++) {
                double[] x = new double[120];
                for (int i = 1; i < x.length; i++) {
                    x[i] = rho * x[i - 1] + random.nextGaussian();
                }
                sum += Autocorrelation.of(x, new int[] {0});
            }
            assertThat(sum / draws).as("rho=%s, seed=%d", rho, SEED).isBetween(rho - 0.01, rho + 0.1);
        }
        assertThat(Autocorrelation.inflation(0)).isEqualTo(1);
        assertThat(Autocorrelation.inflation(0.6)).isEqualTo(2);
        double[] alternating = new double[40];
        Arrays.setAll(alternating, i -> i % 2);
        assertThat(Autocorrelation.of(alternating, new int[] {0})).isZero();
    }

    @Test
    void aLineIsADriftAndAStepIsNone() {
        double[] line = new double[60];
        Arrays.setAll(line, i -> i + 10 * Math.sin(i));
        double[] step = new double[60];
        Arrays.setAll(step, i -> (i < 30 ? 0 : 40) + 10 * Math.sin(i));
        assertThat(RankScan.of(line, 0, 60).isDrift(30)).isTrue();
        assertThat(RankScan.of(step, 0, 60).isDrift(30)).isFalse();
        assertThat(RankScan.of(new double[60], 0, 60).isDrift(30)).isTrue();
    }

    /** R: wilcox.test(c(5, 6, 7, 8), c(1, 2, 3, 4), conf.int = TRUE) estimates 4; too few values for an interval here. */
    @Test
    void theShiftIsTheMedianOfAllDifferences() {
        double[] before = {1, 2, 3, 4};
        assertThat(LevelShift.of(before, new double[] {5, 6, 7, 8}, 1).point()).isEqualTo(4);
        assertThat(LevelShift.of(new double[] {1, 2}, new double[] {5, 6}, 1).low())
                .isNaN();
    }

    @Test
    void theIntervalOfTheShiftCoversAsOftenAsItSays() {
        for (int[] sizes : new int[][] {{8, 8}, {30, 6}, {40, 40}}) {
            Random random = new Random(SEED);
            int held = 0;
            int draws = 2_000;
            for (int draw = 0; draw < draws; draw++) {
                double[] before =
                        random.doubles(sizes[0]).map(x -> random.nextGaussian()).toArray();
                double[] behind = random.doubles(sizes[1])
                        .map(x -> 1.5 + random.nextGaussian())
                        .toArray();
                Interval shift = LevelShift.of(before, behind, 1);
                held += shift.low() <= 1.5 && 1.5 <= shift.high() ? 1 : 0;
            }
            assertThat(100.0 * held / draws)
                    .as("sizes=%s, seed=%d", Arrays.toString(sizes), SEED)
                    .isBetween(93.5, 97.5);
        }
    }
}
