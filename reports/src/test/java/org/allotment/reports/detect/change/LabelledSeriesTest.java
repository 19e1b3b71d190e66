package org.allotment.reports.detect.change;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.function.Function;
import org.allotment.reports.model.MetricKind;
import org.junit.jupiter.api.Test;

/** Series as benchmarks make them, with and without a change, and how many of a hundred seeds may be read wrongly. */
final class LabelledSeriesTest {
    private static final int SEEDS = 100;

    @Test
    void spikesAreNoChange() {
        assertSilent(3, random -> {
            double[] x = Courses.normal(random, 150, 0);
            for (int i = 0; i < x.length; i++) {
                x[i] += random.nextInt(10) == 0 ? 5 + 10 * random.nextDouble() : 0;
            }
            return x;
        });
    }

    @Test
    void spikesOfSeveralRunsAreNoChange() {
        assertSilent(8, random -> {
            double[] x = Courses.normal(random, 150, 0);
            for (int i = 0; i < x.length; i += 20 + random.nextInt(30)) {
                int length = 1 + random.nextInt(4);
                for (int j = i; j < Math.min(x.length, i + length); j++) {
                    x[j] += 5 + 10 * random.nextDouble();
                }
            }
            return x;
        });
    }

    @Test
    void noisyAndSkewedSeriesAreNoChange() {
        assertSilent(3, random -> {
            double[] x = Courses.heavy(random, 150);
            for (int i = 0; i < x.length; i++) {
                x[i] = 3 * Math.expm1(Math.abs(x[i]) / 3);
            }
            return x;
        });
    }

    @Test
    void buildsThatAlternateAreNoChange() {
        assertSilent(0, random -> {
            double[] x = Courses.normal(random, 150, 0);
            for (int i = 0; i < x.length; i++) {
                x[i] += 6 * (i % 2);
            }
            return x;
        });
    }

    @Test
    void forksOfTwoModesAreNoChange() {
        assertSilent(3, random -> {
            double[] x = Courses.normal(random, 150, 0);
            for (int i = 0; i < x.length; i++) {
                x[i] += random.nextInt(3) == 0 ? 8 : 0;
            }
            return x;
        });
    }

    /** The layout of the code differs from build to build, and a few runs share a build. */
    @Test
    void buildsOfTheirOwnLevelAreNoChange() {
        assertSilent(5, random -> {
            double[] x = Courses.normal(random, 150, 0);
            double level = 0;
            for (int i = 0; i < x.length; i++) {
                level = i % 3 == 0 ? 4 * random.nextGaussian() : level;
                x[i] = x[i] / 2 + level;
            }
            return x;
        });
    }

    @Test
    void aNoiseThatGrowsIsNoChange() {
        assertSilent(5, random -> {
            double[] x = Courses.normal(random, 150, 0);
            for (int i = 75; i < x.length; i++) {
                x[i] *= 4;
            }
            return x;
        });
    }

    @Test
    void aSlowDriftIsNoStaircase() {
        assertSilent(15, random -> {
            double[] x = Courses.normal(random, 150, 0);
            for (int i = 0; i < x.length; i++) {
                x[i] += 15.0 * i / x.length;
            }
            return x;
        });
    }

    @Test
    void quantisedNoiseIsNoChange() {
        assertSilent(4, random -> quantised(Courses.normal(random, 100, 0)));
    }

    @Test
    void veryShortSeriesAreNoChange() {
        for (int n = 1; n < 10; n++) {
            int length = n;
            int half = n / 2;
            assertSilent(0, random -> Courses.stepped(Courses.normal(random, length, 0), half, 50));
        }
    }

    @Test
    void oneRegressionIsFoundWithinTwoBuilds() {
        assertFound(97, random -> Courses.stepped(Courses.normal(random, 120, 0), 80, 4), 80);
        assertFound(85, random -> Courses.stepped(Courses.heavy(random, 120), 60, 3), 60);
        assertFound(90, random -> quantised(Courses.stepped(Courses.normal(random, 120, 0), 60, 3)), 60);
        assertFound(90, random -> Courses.stepped(Courses.normal(random, 120, 0.3), 60, 4), 60);
    }

    @Test
    void aRegressionAmongSpikesIsFound() {
        assertFound(
                85,
                random -> {
                    double[] x = Courses.stepped(Courses.normal(random, 120, 0), 70, 5);
                    for (int i = 0; i < x.length; i++) {
                        x[i] += random.nextInt(8) == 0 ? 5 + 10 * random.nextDouble() : 0;
                    }
                    return x;
                },
                70);
    }

    @Test
    void aRegressionOfAShortHistoryIsFound() {
        assertFound(75, random -> Courses.stepped(Courses.normal(random, 16, 0), 10, 4), 10);
    }

    @Test
    void aRegressionThatWasMendedIsFoundTwice() {
        assertFound(95, random -> Courses.stepped(Courses.normal(random, 150, 0), 60, 4, 75, -4), 60, 75);
    }

    @Test
    void manyChangesAreFound() {
        assertFound(
                95,
                random -> Courses.stepped(Courses.normal(random, 200, 0), 40, 4, 80, -6, 120, 5, 160, 4),
                40,
                80,
                120,
                160);
    }

    @Test
    void aStepOfAConstantSeriesIsFoundToTheRun() {
        List<Change> changes = Courses.changes(Courses.stepped(new double[40], 20, 2));
        assertThat(changes).extracting(Change::index).containsExactly(20);
        assertThat(changes.getFirst().ratio().point()).isEqualTo(Math.exp(2 * Courses.NOISE));
        assertThat(Courses.changes(new double[40])).isEmpty();
    }

    @Test
    void valuesAroundZeroAreSearchedAsTheyAre() {
        double[] x = Courses.stepped(Courses.normal(new Random(3), 60, 0), 30, 6);
        List<Change> changes = ChangeSearch.of(Courses.plain(MetricKind.TIME, x), List.of(), false)
                .changes();
        assertThat(changes).hasSize(1);
        assertThat(changes.getFirst().index()).isBetween(28, 32);
        assertThat(changes.getFirst().worse()).isTrue();
    }

    private static double[] quantised(double[] x) {
        for (int i = 0; i < x.length; i++) {
            x[i] = Math.rint(x[i] / 1.5) * 1.5;
        }
        return x;
    }

    private static void assertSilent(int most, Function<Random, double[]> make) {
        int loud = 0;
        for (int seed = 0; seed < SEEDS; seed++) {
            loud += Courses.changes(make.apply(new Random(seed))).isEmpty() ? 0 : 1;
        }
        assertThat(loud).as("series with a change, of %d seeds", SEEDS).isLessThanOrEqualTo(most);
    }

    private static void assertFound(int least, Function<Random, double[]> make, int... places) {
        int found = 0;
        int extra = 0;
        for (int seed = 0; seed < SEEDS; seed++) {
            List<Change> changes = Courses.changes(make.apply(new Random(seed)));
            int near = 0;
            for (int place : places) {
                near += Courses.isNear(changes, place) ? 1 : 0;
            }
            found += near;
            extra += Math.max(0, changes.size() - near);
        }
        assertThat(100.0 * found / SEEDS / places.length)
                .as("percent found, of %d seeds", SEEDS)
                .isGreaterThanOrEqualTo(least);
        assertThat(extra).as("changes besides, in %d series", SEEDS).isLessThanOrEqualTo(20);
    }
}
