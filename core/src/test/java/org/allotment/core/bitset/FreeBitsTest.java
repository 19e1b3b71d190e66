package org.allotment.core.bitset;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The search beside one that tries every granule in turn. */
final class FreeBitsTest {
    private static final int STEPS = 20_000;

    private final FreeBits bits;
    private final BitSet model = new BitSet();

    FreeBitsTest() {
        bits = new FreeBits(1_000);
        model.set(0, 1_000);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 63, 64, 65, 127, 128, 1_000, 4_096, 4_097, 70_000})
    void exactlyTheGranulesAreFreeAtFirst(int granules) {
        FreeBits fresh = new FreeBits(granules);
        BitSetLayout layout = new BitSetLayout(64, granules * 64L, 6, 64, granules);
        BitSetCheck.check(layout, fresh, null);
        for (int i = 0; i < granules; i++) {
            assertThat(fresh.take(1, 1, 0)).isEqualTo(i);
        }
        assertThat(fresh.take(1, 1, 0)).isEqualTo(FreeBits.NONE);
        BitSetCheck.check(layout, fresh, null);
    }

    @Test
    void findsTheFirstRunFromTheCursorOnWhateverIsFree() {
        long seed = Long.getLong("allotment.seed", 0xB175E7L);
        SplittableRandom random = new SplittableRandom(seed);
        for (int step = 0; step < STEPS; step++) {
            try {
                shuffle(random);
                tryOne(random);
            } catch (AssertionError failure) {
                throw new AssertionError(failure.getMessage() + " [seed=" + seed + ", step=" + step + "]", failure);
            }
        }
    }

    /** Takes or frees some granules without regard to what was asked for, and moves the cursor. */
    private void shuffle(SplittableRandom random) {
        long start = random.nextLong(1_000);
        long count = 1 + random.nextLong(Math.min(1_000 - start, 1 << random.nextInt(10)));
        long end = start + count;
        if (random.nextInt(3) > 0) {
            for (long i = start; i < end; i++) {
                if (!model.get((int) i)) {
                    bits.give(i, 1);
                }
            }
            model.set((int) start, (int) end);
        } else {
            for (long i = start; i < end; i++) {
                if (model.get((int) i)) {
                    assertThat(bits.extend(i, 1)).isTrue();
                }
            }
            model.clear((int) start, (int) end);
        }
        bits.next = random.nextInt(1_001);
    }

    private void tryOne(SplittableRandom random) {
        long count = 1 + random.nextLong(1L << random.nextInt(10));
        long step = 1L << (random.nextBoolean() ? 0 : random.nextInt(11));
        long phase = random.nextLong(step);
        boolean byWord = count <= 64 && step <= 64;
        long expected = search(byWord ? bits.next & -64 : bits.next, count, step, phase);
        long found = bits.take(count, step, phase);
        assertThat(found).as("count=%d, step=%d, phase=%d", count, step, phase).isEqualTo(expected);
        if (found != FreeBits.NONE) {
            model.clear((int) found, (int) (found + count));
        }
        assertThat(bits.liveGranules).isEqualTo(1_000 - model.cardinality());
    }

    private long search(long middle, long count, long step, long phase) {
        for (long i = 0; i < 1_000; i++) {
            long start = (middle + i) % 1_000;
            boolean fits =
                    start % step == phase && start + count <= 1_000 && model.nextClearBit((int) start) >= start + count;
            if (fits) {
                return start;
            }
        }
        return FreeBits.NONE;
    }

    @Test
    void theNextRunIsTakenWhereTheLastEndedIfItIsFree() {
        for (int count = 1; count <= 64; count++) {
            for (int used = 1; used <= 191; used++) {
                FreeBits fresh = new FreeBits(192);
                fresh.take(used, 1, 0);
                int room = used < 191 ? 191 : 192;
                if (used < 191) {
                    assertThat(fresh.extend(191, 1)).isTrue();
                }
                assertThat(fresh.takeNext(count)).isEqualTo(used + count <= room ? used : FreeBits.NONE);
                assertThat(fresh.liveBlocks).isEqualTo(used + count <= room ? 2 : 1);
            }
        }
    }

    @Test
    void freesInReverseOrderMoveTheCursorBack() {
        FreeBits fresh = new FreeBits(1_000);
        fresh.take(10, 1, 0);
        long[] starts = new long[20];
        for (int i = 0; i < starts.length; i++) {
            starts[i] = fresh.take(30 + i, 1, 0);
        }
        for (int i = starts.length - 1; i > 0; i--) {
            fresh.give(starts[i], 30 + i);
            assertThat(fresh.next).isEqualTo(starts[i]);
        }
        fresh.give(0, 10);
        assertThat(fresh.next).isEqualTo(starts[1]);
        fresh.giveShort(starts[0], 30);
        assertThat(fresh.next).isZero();
    }

    @Test
    void passesFullStretchesAndFindsTheOneFreeGranule() {
        FreeBits many = new FreeBits(1_000_000);
        assertThat(many.take(1_000_000, 1, 0)).isZero();
        for (long granule : new long[] {0, 63, 64, 4_095, 4_096, 500_000, 999_999}) {
            many.give(granule, 1);
            for (long cursor : new long[] {0, 1, 64, 4_095, 4_096, 500_000, 999_999, 1_000_000}) {
                many.next = cursor;
                assertThat(many.take(1, 1, 0)).isEqualTo(granule);
                many.give(granule, 1);
            }
            assertThat(many.take(2, 1, 0)).isEqualTo(FreeBits.NONE);
            assertThat(many.take(65, 1, 0)).isEqualTo(FreeBits.NONE);
            assertThat(many.extend(granule, 1)).isTrue();
        }
    }
}
