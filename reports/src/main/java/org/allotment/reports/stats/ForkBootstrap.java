package org.allotment.reports.stats;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.apache.commons.statistics.distribution.NormalDistribution;

/**
 * The interval of the difference of two means by resampling forks whole, their iterations kept together: bias-corrected and
 * accelerated (Efron, 1987), from 2,000 draws of a seeded generator. It asks for no normal forks, and for enough of them.
 */
public final class ForkBootstrap {
    /** Forks on each side from which on it is better than Welch's interval. */
    public static final int ENOUGH = 8;

    static final int DRAWS = 2_000;

    private static final double TAIL = 0.025;
    private static final NormalDistribution NORMAL = NormalDistribution.of(0, 1);

    private ForkBootstrap() {}

    /** The 95 % interval of mean(head) − mean(base); the same seed gives the same interval. */
    public static Interval ofDifference(double[] base, double[] head, long seed) {
        double point = Robust.mean(head) - Robust.mean(base);
        double[] draws = draws(base, head, seed);
        double below = 0;
        for (double draw : draws) {
            below += draw < point ? 1 : draw == point ? 0.5 : 0;
        }
        if (draws[0] == draws[DRAWS - 1]) {
            return new Interval(point, point, point);
        }
        double bias = NORMAL.inverseCumulativeProbability(Math.clamp(below / DRAWS, 1.0 / DRAWS, 1 - 1.0 / DRAWS));
        double acceleration = acceleration(base, head);
        return new Interval(
                point,
                quantile(draws, share(TAIL, bias, acceleration)),
                quantile(draws, share(1 - TAIL, bias, acceleration)));
    }

    private static double[] draws(double[] base, double[] head, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] draws = new double[DRAWS];
        for (int i = 0; i < DRAWS; i++) {
            draws[i] = resampledMean(head, random) - resampledMean(base, random);
        }
        Arrays.sort(draws);
        return draws;
    }

    private static double resampledMean(double[] values, SplittableRandom random) {
        double sum = 0;
        for (int i = 0; i < values.length; i++) {
            sum += values[random.nextInt(values.length)];
        }
        return sum / values.length;
    }

    /** a = Σ U³ / (6 (Σ U²)^{3/2}) over what each fork contributes to the difference. */
    private static double acceleration(double[] base, double[] head) {
        double[] ofHead = powers(head);
        double[] ofBase = powers(base);
        double squares = ofHead[0] + ofBase[0];
        return squares == 0 ? 0 : (ofHead[1] - ofBase[1]) / (6 * Math.pow(squares, 1.5));
    }

    /** Σ U² and Σ U³ over the values of one side. */
    private static double[] powers(double[] values) {
        double mean = Robust.mean(values);
        double squares = 0;
        double cubes = 0;
        for (double value : values) {
            double influence = (value - mean) / values.length;
            squares += influence * influence;
            cubes += influence * influence * influence;
        }
        return new double[] {squares, cubes};
    }

    private static double share(double tail, double bias, double acceleration) {
        double z = bias + NORMAL.inverseCumulativeProbability(tail);
        return NORMAL.cumulativeProbability(bias + z / (1 - acceleration * z));
    }

    private static double quantile(double[] sorted, double share) {
        double place = share * (sorted.length - 1);
        int low = (int) Math.floor(place);
        int high = Math.min(sorted.length - 1, low + 1);
        return sorted[low] + (place - low) * (sorted[high] - sorted[low]);
    }
}
