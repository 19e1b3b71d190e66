package org.allotment.harness.workload.canary;

/**
 * A chain of multiplications and dependent loads over 8 MiB: clock rate and cache latency in one figure.
 *
 * <p>It shares no code with the rest, so that no commit can move it. Change nothing here: the band of its history is
 * what other results are judged against.
 */
public final class CanaryWork {
    /** Steps of one run. */
    public static final int STEPS = 1000;

    private static final int ENTRIES = 1 << 21;
    private static final int ROUNDS = 16;

    private final int[] next = cycle();
    private int position;
    private long value = 1;

    /**
     * Makes one pass.
     *
     * @return a value that depends on every step
     */
    public long run() {
        int at = position;
        long mixed = value;
        for (int step = 0; step < STEPS; step++) {
            at = next[at];
            mixed += at;
            for (int round = 0; round < ROUNDS; round++) {
                mixed = (mixed ^ (mixed >>> 29)) * 0xBF58476D1CE4E5B9L;
            }
        }
        position = at;
        value = mixed;
        return mixed;
    }

    /** Sattolo's shuffle: one cycle through all entries, so that the walk cannot settle in a short loop. */
    private static int[] cycle() {
        int[] entries = new int[ENTRIES];
        for (int i = 0; i < ENTRIES; i++) {
            entries[i] = i;
        }
        long random = 0x2545F4914F6CDD1DL;
        for (int i = ENTRIES - 1; i >= 1; i--) {
            random ^= random << 13;
            random ^= random >>> 7;
            random ^= random << 17;
            int j = (int) Long.remainderUnsigned(random, i);
            int swapped = entries[i];
            entries[i] = entries[j];
            entries[j] = swapped;
        }
        return entries;
    }
}
