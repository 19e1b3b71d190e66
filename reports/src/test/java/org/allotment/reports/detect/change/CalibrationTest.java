package org.allotment.reports.detect.change;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/**
 * How often a search finds what is not there and misses what is, over seeded series. The numbers of docs/statistics.md come
 * from here with {@code -Dallotment.series=100000}; a build draws fewer.
 */
final class CalibrationTest {
    private static final int SERIES = Integer.getInteger("allotment.series", 10_000);
    private static final int POWER_SERIES = SERIES / 5;
    private static final int WINDOW = 60;
    private static final long SEED = 11;

    /** At α = 1 %; what the filters behind the scan add only makes it less. */
    private static final double MOST_FALSE = 1.2;

    /** Two standard errors of a share of 1 % of a quarter of the series. */
    private static final double FEWER = 2 * Math.sqrt(0.99 / (SERIES / 4.0)) * 10;

    @Test
    void seriesWithoutAChangeStaySilent() {
        assertThat(found("normal", SERIES, random -> Courses.normal(random, WINDOW, 0)))
                .isLessThanOrEqualTo(MOST_FALSE);
        assertThat(found("heavy tails", SERIES, random -> Courses.heavy(random, WINDOW)))
                .isLessThanOrEqualTo(MOST_FALSE);
        for (int n : new int[] {15, 30, 120}) {
            assertThat(found("n=" + n, SERIES / 4, random -> Courses.normal(random, n, 0)))
                    .isLessThanOrEqualTo(MOST_FALSE);
        }
    }

    @Test
    void seriesThatLeanOnTheirPastStaySilent() {
        assertThat(found("lag-1 0.3", SERIES, random -> Courses.normal(random, WINDOW, 0.3)))
                .isLessThanOrEqualTo(MOST_FALSE);
        for (int n : new int[] {30, 120}) {
            assertThat(found("lag-1 0.3, n=" + n, SERIES / 4, random -> Courses.normal(random, n, 0.3)))
                    .isLessThanOrEqualTo(MOST_FALSE + FEWER);
        }
    }

    /** Windows of a series with steps, spikes and drift, in an order of chance: no change is left, the values are as odd as ever. */
    @Test
    void permutedSeriesStaySilent() {
        double[] odd = Courses.stepped(Courses.heavy(new Random(SEED), 600), 100, 3, 250, -5, 420, 8);
        for (int i = 0; i < odd.length; i += 17) {
            odd[i] += 20;
        }
        assertThat(found("permuted", SERIES, random -> window(odd, random))).isLessThanOrEqualTo(MOST_FALSE);
    }

    @Test
    void stepsAreFoundWhereTheyAre() {
        assertThat(hit("2 sigma, 10 runs", 2, 10, 0)).isGreaterThanOrEqualTo(65);
        assertThat(hit("2 sigma, 30 runs", 2, 30, 0)).isGreaterThanOrEqualTo(85);
        assertThat(hit("4 sigma, 5 runs", 4, 5, 0)).isGreaterThanOrEqualTo(79);
    }

    @Test
    void stepsAreFoundAmongRunsThatLeanOnTheirPast() {
        assertThat(hit("4 sigma, 5 runs, lag-1 0.3", 4, 5, 0.3)).isGreaterThanOrEqualTo(75);
        assertThat(hit("2 sigma, 30 runs, lag-1 0.3", 2, 30, 0.3)).isGreaterThanOrEqualTo(60);
    }

    @Test
    void theLocationIntervalHoldsTheStep() {
        Random random = new Random(SEED);
        int found = 0;
        int held = 0;
        for (int i = 0; i < POWER_SERIES; i++) {
            for (Change change : Courses.changes(Courses.stepped(Courses.normal(random, WINDOW, 0), 40, 2))) {
                found++;
                held += change.low() <= 40 && 40 <= change.high() ? 1 : 0;
                assertThat(change.index()).isBetween(change.low(), change.high());
            }
        }
        assertThat(100.0 * held / found).as("seed=%d, found=%d", SEED, found).isGreaterThanOrEqualTo(95);
    }

    /** The interval of the ratio is one given that a change was found, which is a selection; it must not be far off. */
    @Test
    void theIntervalOfTheRatioHoldsIt() {
        Random random = new Random(SEED);
        int found = 0;
        int held = 0;
        for (int i = 0; i < POWER_SERIES; i++) {
            for (Change change : Courses.changes(Courses.stepped(Courses.normal(random, WINDOW, 0), 30, 3))) {
                double ratio = Math.exp(3 * Courses.NOISE);
                found++;
                held += change.ratio().low() <= ratio && ratio <= change.ratio().high() ? 1 : 0;
            }
        }
        assertThat(100.0 * held / found).as("seed=%d, found=%d", SEED, found).isGreaterThanOrEqualTo(93);
    }

    private static double[] window(double[] from, Random random) {
        double[] window = new double[WINDOW];
        int start = random.nextInt(from.length - WINDOW);
        System.arraycopy(from, start, window, 0, WINDOW);
        for (int i = WINDOW - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            double value = window[i];
            window[i] = window[j];
            window[j] = value;
        }
        return window;
    }

    private static double found(String name, int series, Function<Random, double[]> make) {
        Random random = new Random(SEED);
        int found = 0;
        for (int i = 0; i < series; i++) {
            found += Courses.changes(make.apply(random)).isEmpty() ? 0 : 1;
        }
        double percent = 100.0 * found / series;
        System.out.printf("false series: %s, seed=%d, series=%d, percent=%.2f%n", name, SEED, series, percent);
        return percent;
    }

    /** Percent of windows in which a step of so many sigma is found within two runs of its place. */
    private static double hit(String name, double sigma, int behind, double rho) {
        Random random = new Random(SEED);
        int at = WINDOW - behind;
        int hit = 0;
        for (int i = 0; i < POWER_SERIES; i++) {
            double[] x = Courses.stepped(Courses.normal(random, WINDOW, rho), at, sigma);
            hit += Courses.isNear(Courses.changes(x), at) ? 1 : 0;
        }
        double percent = 100.0 * hit / POWER_SERIES;
        System.out.printf("power: %s, seed=%d, series=%d, percent=%.1f%n", name, SEED, POWER_SERIES, percent);
        return percent;
    }
}
