package org.allotment.harness.workload.script;

/** George Marsaglia's 32-bit xorshift with the shifts 13, 17 and 5. */
final class Xorshift32 {
    private int state;

    /**
     * Starts a stream.
     *
     * @param seed any number but 0, from which there would be no way out
     */
    Xorshift32(int seed) {
        state = seed;
    }

    int next() {
        state ^= state << 13;
        state ^= state >>> 17;
        state ^= state << 5;
        return state;
    }
}
