package org.allotment.core.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.BitSet;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The bitmap beside a {@link BitSet} that is searched an index at a time, every invariant walked after every step. */
final class RunBitmapTest {
    private static final long SEED = Long.getLong("allotment.seed", 20_261_124L);

    private final SplittableRandom random = new SplittableRandom(SEED);

    /** Free indices as ones. */
    private static BitSet model(int capacity) {
        BitSet free = new BitSet(capacity);
        free.set(0, capacity);
        return free;
    }

    private static long slowFind(BitSet free, int count, long alignment, long origin) {
        int start = free.nextSetBit(0);
        while (start >= 0) {
            long aligned = Math.ceilDiv(origin + start, alignment) * alignment - origin;
            if (aligned > free.length() - count) {
                return RunBitmap.NONE;
            }
            int end = free.nextClearBit((int) aligned);
            if (end >= aligned + count) {
                return aligned;
            }
            start = free.nextSetBit(end + 1);
        }
        return RunBitmap.NONE;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 63, 64, 65, 130, 511, 512, 513, 1_000, 4_096, 4_101, 9_000, 40_000, 300_000})
    void everyAnswerIsThatOfTheModel(int capacity) {
        int step = 0;
        try {
            RunBitmap bitmap = new RunBitmap(capacity);
            BitSet free = model(capacity);
            RunBitmapCheck.verify(bitmap);
            for (; step < 6_000; step++) {
                // Phases that fill up, phases that empty, so that all densities are met.
                boolean filling = step / 700 % 2 == 0;
                if (random.nextInt(10) < (filling ? 7 : 3)) {
                    allocate(bitmap, free);
                } else {
                    free(bitmap, free);
                }
                RunBitmapCheck.verify(bitmap);
                assertThat(bitmap.freeCount()).isEqualTo(free.cardinality());
            }
        } catch (RuntimeException | AssertionError failure) {
            throw new AssertionError("seed=" + SEED + ", capacity=" + capacity + ", step=" + step, failure);
        }
    }

    private int count(int capacity) {
        int most = switch (random.nextInt(8)) {
            case 0, 1, 2 -> 8;
            case 3, 4 -> 70;
            case 5, 6 -> 700;
            default -> capacity;
        };
        return 1 + random.nextInt(Math.min(most, capacity));
    }

    private void allocate(RunBitmap bitmap, BitSet free) {
        int capacity = (int) bitmap.capacity();
        int kind = random.nextInt(8);
        if (kind < 2) {
            long index = bitmap.allocate();
            assertThat(index).isEqualTo(free.nextSetBit(0));
            if (index >= 0) {
                free.clear((int) index);
            }
            return;
        }
        int count = count(capacity);
        if (kind == 2) {
            int first = random.nextInt(capacity - count + 1);
            boolean possible = free.nextClearBit(first) >= first + count;
            assertThat(bitmap.isFree(first, count)).isEqualTo(possible);
            assertThat(bitmap.allocateAt(first, count)).isEqualTo(possible);
            free.clear(first, possible ? first + count : first);
            return;
        }
        long alignment = kind < 6 ? 1 : 1L << random.nextInt(12);
        long origin = random.nextBoolean() ? 0 : random.nextLong(1L << random.nextInt(1, 40));
        long expected = slowFind(free, count, alignment, origin);
        assertThat(bitmap.allocate(count, alignment, origin))
                .as("count=%d, alignment=%d, origin=%d", count, alignment, origin)
                .isEqualTo(expected);
        if (expected >= 0) {
            free.clear((int) expected, (int) expected + count);
        }
    }

    private void free(RunBitmap bitmap, BitSet free) {
        int capacity = (int) bitmap.capacity();
        int first = random.nextInt(capacity);
        if (random.nextInt(3) == 0) {
            assertThat(bitmap.free(first)).isEqualTo(!free.get(first));
            free.set(first);
            return;
        }
        // Mostly from the beginning of a taken stretch, so that runs are returned in parts, whole and together.
        if (random.nextInt(4) != 0) {
            first = Math.min(free.nextClearBit(first), capacity - 1);
        }
        int count = Math.min(count(capacity), capacity - first);
        int nextFree = free.nextSetBit(first);
        boolean possible = nextFree < 0 || nextFree >= first + count;
        assertThat(bitmap.isTaken(first, count)).isEqualTo(possible);
        assertThat(bitmap.free(first, count)).isEqualTo(possible);
        if (possible) {
            free.set(first, first + count);
        }
    }

    @Test
    void theLongestFreeRunIsFoundWhereverBoundsMislead() {
        RunBitmap bitmap = new RunBitmap(20_000);
        BitSet free = model(20_000);
        for (int step = 0; step < 3_000; step++) {
            int at = random.nextInt(20_000);
            if (random.nextInt(3) > 0 && bitmap.allocateAt(at, 1)) {
                free.clear(at);
            } else if (bitmap.free(at)) {
                free.set(at);
            }
            if (step % 50 == 0) {
                int longest = 0;
                for (int i = free.nextSetBit(0); i >= 0; i = free.nextSetBit(free.nextClearBit(i))) {
                    longest = Math.max(longest, free.nextClearBit(i) - i);
                }
                assertThat(bitmap.longestFreeRun()).isEqualTo(longest);
                RunBitmapCheck.verify(bitmap);
            }
        }
        bitmap = new RunBitmap(700);
        assertThat(bitmap.allocate(700, 1, 0)).isZero();
        assertThat(bitmap.longestFreeRun()).isZero();
    }

    @Test
    void aFullBitmapAnswersNoneAndChangesNothing() {
        for (long capacity : new long[] {1, 64, 512, 1_000}) {
            RunBitmap bitmap = new RunBitmap(capacity);
            for (long i = 0; i < capacity; i++) {
                assertThat(bitmap.allocate()).isEqualTo(i);
            }
            assertThat(bitmap.allocate()).isEqualTo(RunBitmap.NONE);
            assertThat(bitmap.allocate(1, 1, 0)).isEqualTo(RunBitmap.NONE);
            assertThat(bitmap.allocateAt(capacity - 1, 1)).isFalse();
            assertThat(bitmap.freeCount()).isZero();
            RunBitmapCheck.verify(bitmap);
            assertThat(bitmap.free(capacity - 1)).isTrue();
            assertThat(bitmap.free(capacity - 1)).isFalse();
            assertThat(bitmap.free(0, capacity)).isFalse();
            assertThat(bitmap.allocate()).isEqualTo(capacity - 1);
            RunBitmapCheck.verify(bitmap);
        }
    }

    @Test
    void impossibleArgumentsAreRefused() {
        RunBitmap bitmap = new RunBitmap(100);
        for (long capacity : new long[] {0, -1, RunBitmap.MAX_CAPACITY + 1, Long.MAX_VALUE, Long.MIN_VALUE}) {
            assertThatIllegalArgumentException().isThrownBy(() -> new RunBitmap(capacity));
        }
        for (long count : new long[] {0, -1, Long.MIN_VALUE}) {
            assertThatIllegalArgumentException().isThrownBy(() -> bitmap.allocate(count, 1, 0));
        }
        for (long alignment : new long[] {0, -1, 3, 6, Long.MIN_VALUE}) {
            assertThatIllegalArgumentException().isThrownBy(() -> bitmap.allocate(1, alignment, 0));
        }
        assertThatIllegalArgumentException().isThrownBy(() -> bitmap.allocate(1, 1, -1));
        long[][] ranges = {{0, 0}, {0, -1}, {0, 101}, {100, 1}, {-1, 1}, {50, Long.MAX_VALUE}, {Long.MAX_VALUE, 1}};
        for (long[] range : ranges) {
            assertThatThrownBy(() -> bitmap.free(range[0], range[1])).isInstanceOf(IndexOutOfBoundsException.class);
            assertThatThrownBy(() -> bitmap.allocateAt(range[0], range[1]))
                    .isInstanceOf(IndexOutOfBoundsException.class);
        }
        assertThatThrownBy(() -> bitmap.free(100)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> bitmap.free(-1)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThat(bitmap.allocate(101, 1, 0)).isEqualTo(RunBitmap.NONE);
        assertThat(bitmap.allocate(Long.MAX_VALUE, 1L << 62, Long.MAX_VALUE)).isEqualTo(RunBitmap.NONE);
        assertThat(bitmap.allocate(1, 1L << 62, Long.MAX_VALUE)).isEqualTo(RunBitmap.NONE);
        assertThat(bitmap.freeCount()).isEqualTo(100);
        RunBitmapCheck.verify(bitmap);
    }
}
