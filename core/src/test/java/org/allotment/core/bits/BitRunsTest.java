package org.allotment.core.bits;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Each function beside one that looks at a bit at a time. */
final class BitRunsTest {
    private static final long SEED = Long.getLong("allotment.seed", 20_261_123L);

    /** Dense, sparse and clustered words, and those at the edges. */
    static LongStream words() {
        SplittableRandom random = new SplittableRandom(SEED);
        LongStream edges = LongStream.of(0, -1, 1, Long.MIN_VALUE, -2, Long.MAX_VALUE, 0x5555_5555_5555_5555L);
        LongStream mixed =
                LongStream.generate(() -> ones(random, random.nextInt(65))).limit(400);
        return LongStream.concat(edges, mixed);
    }

    /** A word in which each bit is a one with probability {@code share / 64}. */
    private static long ones(SplittableRandom random, int share) {
        long word = 0;
        for (int i = 0; i < 64; i++) {
            word |= random.nextInt(64) < share ? 1L << i : 0;
        }
        return word;
    }

    private static boolean isRun(BitSet bits, int from, int count) {
        return bits.nextClearBit(from) >= from + count;
    }

    @Test
    void masksAreExactForEveryCountFromNoneToAll() {
        for (int from = 0; from < 64; from++) {
            for (int count = 0; count <= 64 - from; count++) {
                BitSet expected = new BitSet(64);
                expected.set(from, from + count);
                assertThat(BitSet.valueOf(new long[] {BitRuns.mask(from, count)}))
                        .isEqualTo(expected);
            }
        }
        assertThat(BitRuns.lowMask(0)).isZero();
        assertThat(BitRuns.lowMask(64)).isEqualTo(-1L);
    }

    @Test
    void onesAtTheEndsAreCounted() {
        words().forEach(word -> {
            BitSet bits = BitSet.valueOf(new long[] {word});
            assertThat(BitRuns.trailingOnes(word)).isEqualTo(bits.nextClearBit(0));
            assertThat(BitRuns.leadingOnes(word)).isEqualTo(63 - bits.previousClearBit(63));
        });
    }

    @Test
    void runStartsOfOneWordAreThoseOfTheModel() {
        words().forEach(word -> {
            BitSet bits = BitSet.valueOf(new long[] {word});
            for (int count = 1; count <= 64; count++) {
                long expected = 0;
                for (int i = 0; i + count <= 64; i++) {
                    expected |= isRun(bits, i, count) ? 1L << i : 0;
                }
                assertThat(BitRuns.runStarts(word, count))
                        .as("%x, %d", word, count)
                        .isEqualTo(expected);
            }
        });
    }

    @Test
    void runStartsOfTwoWordsAreThoseOfTheModel() {
        long[] all = words().toArray();
        for (int w = 0; w < all.length; w++) {
            long high = all[(w * 31 + 1) % all.length];
            BitSet bits = BitSet.valueOf(new long[] {all[w], high});
            for (int count = 1; count <= 64; count++) {
                long expected = 0;
                for (int i = 0; i < 64; i++) {
                    expected |= isRun(bits, i, count) ? 1L << i : 0;
                }
                assertThat(BitRuns.runStarts(all[w], high, count))
                        .as("%x, %x, %d", all[w], high, count)
                        .isEqualTo(expected);
            }
        }
    }

    @Test
    void theLongestRunIsThatOfTheModel() {
        words().forEach(word ->
                assertThat(BitRuns.longestRun(word)).as("%x", word).isEqualTo(slowLongest(word)));
        for (int from = 0; from < 64; from++) {
            for (int count = 0; count <= 64 - from; count++) {
                assertThat(BitRuns.longestRun(BitRuns.mask(from, count))).isEqualTo(count);
            }
        }
    }

    private static int slowLongest(long word) {
        int longest = 0;
        int run = 0;
        for (int i = 0; i < 64; i++) {
            run = (word >>> i & 1) == 0 ? 0 : run + 1;
            longest = Math.max(longest, run);
        }
        return longest;
    }

    @Test
    void alignedPositionsCountFromThePhase() {
        for (int alignment = 1; alignment <= 64; alignment <<= 1) {
            for (long phase : new long[] {0, 1, 2, 3, 5, 31, 63, 64, 65, 1L << 40, (1L << 40) + 7, -1, -5}) {
                long expected = 0;
                for (int i = 0; i < 64; i++) {
                    expected |= Math.floorMod(i + phase, alignment) == 0 ? 1L << i : 0;
                }
                assertThat(BitRuns.alignedPositions(alignment, phase))
                        .as("%d, %d", alignment, phase)
                        .isEqualTo(expected);
            }
        }
    }
}
