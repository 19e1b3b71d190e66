package org.allotment.harness.workload.script;

/**
 * Sebastiano Vigna's splitmix64: small, fast, and the same stream from the same seed in every language.
 *
 * <p>The modulo of {@link #below} is slightly biased; it is kept because the published figures were drawn with it.
 */
public final class SplitMix64 {
    private static final long GAMMA = 0x9E3779B97F4A7C15L;

    private long state;

    /**
     * Starts a stream.
     *
     * @param seed any number
     */
    public SplitMix64(long seed) {
        state = seed;
    }

    /**
     * Draws the next number.
     *
     * @return 64 pseudo-random bits
     */
    public long next() {
        state += GAMMA;
        return mix(state);
    }

    /**
     * Draws a number below a bound.
     *
     * @param bound exclusive, from 1 up
     * @return from 0 to {@code bound - 1}
     */
    public int below(int bound) {
        return (int) Long.remainderUnsigned(next(), bound);
    }

    /**
     * Draws a permutation by Fisher and Yates, from the last element down.
     *
     * @param count number of elements
     * @return the numbers from 0 to {@code count - 1}, shuffled
     */
    public int[] permutation(int count) {
        int[] order = new int[count];
        for (int i = 0; i < count; i++) {
            order[i] = i;
        }
        for (int i = count - 1; i >= 1; i--) {
            int j = below(i + 1);
            int swapped = order[i];
            order[i] = order[j];
            order[j] = swapped;
        }
        return order;
    }

    static long mix(long value) {
        long z = value;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
