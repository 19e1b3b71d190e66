package org.allotment.stress.campaign.shared;

/** Random numbers of one lane, by Sebastiano Vigna's splitmix64. */
final class Numbers {
    private static final long GAMMA = 0x9E3779B97F4A7C15L;
    private static final long FIRST = 0xBF58476D1CE4E5B9L;
    private static final long SECOND = 0x94D049BB133111EBL;
    private static final int TEN_THOUSAND = 10_000;

    private long state;

    Numbers(long seed) {
        state = seed;
    }

    long next() {
        state += GAMMA;
        long z = (state ^ (state >>> 30)) * FIRST;
        z = (z ^ (z >>> 27)) * SECOND;
        return z ^ (z >>> 31);
    }

    /** A number from 0 to a bound, exclusive. */
    int below(int bound) {
        return (int) (((next() >>> 32) * bound) >>> 32);
    }

    /** A size: 65 % up to 128 bytes, 28 % up to 1 KiB, 6 % up to 8 KiB, and one in 10,000 up to 4 MiB. */
    long size() {
        int roll = below(TEN_THOUSAND);
        if (roll < 6_500) {
            return 1L + below(128);
        }
        if (roll < 9_300) {
            return 129L + below(896);
        }
        if (roll < 9_900) {
            return 1_025L + below(7 << 10);
        }
        if (roll < 9_990) {
            return (8L << 10) + below(24 << 10);
        }
        return roll < 9_999 ? (32L << 10) + below(224 << 10) : (256L << 10) + below(3_840 << 10);
    }

    /** An alignment: mostly 16 or less, one in 64 up to a page. */
    long alignment() {
        return below(64) == 0 ? 32L << below(8) : 1L << below(5);
    }
}
