package org.allotment.core.bits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.BitSet;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Every range of small arrays, beside a {@link BitSet}. */
final class BitRangeTest {
    private static final long SEED = Long.getLong("allotment.seed", 20_261_123L);
    private static final int WORDS = 4;
    private static final int BITS = WORDS * 64;
    private static final int[] COUNTS = {1, 2, 3, 7, 8, 31, 32, 33, 63, 64, 65, 66, 100, 128, 129, 200, BITS};

    private static final long[] POOL = BitRunsTest.words().toArray();

    private final SplittableRandom random = new SplittableRandom(SEED);

    private long[] filled() {
        int at = random.nextInt(POOL.length - WORDS);
        long[] words = Arrays.copyOfRange(POOL, at, at + WORDS);
        if (random.nextInt(3) == 0) {
            Arrays.fill(words, -1L);
            BitRange.setZeros(words, random.nextInt(BITS - 3), random.nextInt(3));
        }
        return words;
    }

    @Test
    void settingTouchesTheRangeAndNothingElse() {
        for (int from = 0; from <= BITS; from++) {
            for (int count = 0; count <= BITS - from; count += count < 70 ? 1 : 13) {
                long[] words = filled();
                BitSet expected = BitSet.valueOf(words);
                assertThat(BitRange.countOnes(words, from, count))
                        .isEqualTo(expected.get(from, from + count).cardinality());
                BitRange.setOnes(words, from, count);
                expected.set(from, from + count);
                assertThat(BitSet.valueOf(words)).isEqualTo(expected);
                assertThat(BitRange.isAllOnes(words, from, count)).isTrue();
                BitRange.setZeros(words, from, count);
                expected.clear(from, from + count);
                assertThat(BitSet.valueOf(words)).isEqualTo(expected);
                assertThat(BitRange.isAllZeros(words, from, count)).isTrue();
            }
        }
    }

    @Test
    void oneWrongBitAnywhereIsSeen() {
        for (int from = 0; from < 130; from++) {
            for (int count : COUNTS) {
                if (from + count <= BITS) {
                    long[] words = new long[WORDS];
                    int at = from + random.nextInt(count);
                    BitRange.setOnes(words, at, 1);
                    assertThat(BitRange.isAllZeros(words, from, count)).isFalse();
                    assertThat(BitRange.isAllZeros(words, from, at - from)).isTrue();
                    Arrays.setAll(words, i -> ~words[i]);
                    assertThat(BitRange.isAllOnes(words, from, count)).isFalse();
                    assertThat(BitRange.isAllOnes(words, at + 1, from + count - at - 1))
                            .isTrue();
                }
            }
        }
    }

    @Test
    void searchesFindWhatTheModelFinds() {
        for (int round = 0; round < 40; round++) {
            long[] words = filled();
            BitSet model = BitSet.valueOf(words);
            for (int from = 0; from <= BITS; from += 1 + random.nextInt(5)) {
                int to = from + random.nextInt(BITS - from + 1);
                int one = model.nextSetBit(from);
                assertThat(BitRange.nextOne(words, from, to)).isEqualTo(one < 0 || one > to ? to : one);
                assertThat(BitRange.nextZero(words, from, to)).isEqualTo(Math.min(to, model.nextClearBit(from)));
                int zero = to == 0 ? -1 : model.previousClearBit(to - 1);
                assertThat(BitRange.lastZero(words, from, to)).isEqualTo(zero < from ? BitRange.NONE : zero);
                assertThat(BitRange.longestRun(words, from, to)).isEqualTo(slowLongest(model, from, to));
            }
        }
    }

    private static int slowLongest(BitSet bits, int from, int to) {
        int longest = 0;
        int run = 0;
        for (int i = from; i < to; i++) {
            run = bits.get(i) ? run + 1 : 0;
            longest = Math.max(longest, run);
        }
        return longest;
    }

    @Test
    void theFirstRunIsTheLowestOfItsLengthAndStaysInTheRange() {
        int found = 0;
        for (int round = 0; round < 60; round++) {
            long[] words = filled();
            BitSet model = BitSet.valueOf(words);
            int from = random.nextInt(BITS);
            int to = from + random.nextInt(BITS - from + 1);
            for (int count : COUNTS) {
                long expected = BitRange.NONE;
                for (int i = from; i + count <= to && expected < 0; i++) {
                    expected = model.nextClearBit(i) >= i + count ? i : BitRange.NONE;
                }
                assertThat(BitRange.firstRun(words, from, to, count))
                        .as("from=%d, to=%d, count=%d", from, to, count)
                        .isEqualTo(expected);
                found += expected < 0 ? 0 : 1;
            }
        }
        assertThat(found).as("runs found").isGreaterThan(100);
    }

    @Test
    void aRangeBehindTheArrayIsRefused() {
        long[] words = new long[WORDS];
        assertThatThrownBy(() -> BitRange.setOnes(words, BITS, 1)).isInstanceOf(ArrayIndexOutOfBoundsException.class);
        assertThatThrownBy(() -> BitRange.nextOne(words, 0, BITS + 1))
                .isInstanceOf(ArrayIndexOutOfBoundsException.class);
        BitRange.setOnes(words, BITS, 0);
        assertThat(BitRange.nextZero(words, BITS, BITS)).isEqualTo(BITS);
        assertThat(BitRange.firstRun(words, BITS, BITS, 1)).isEqualTo(BitRange.NONE);
    }
}
