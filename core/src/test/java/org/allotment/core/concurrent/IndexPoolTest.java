package org.allotment.core.concurrent;

import static org.allotment.core.AllocationException.Kind.INVALID_PARAMETER;
import static org.allotment.core.Refusals.assertKind;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.Arena;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.allotment.core.memory.HeapWords;
import org.allotment.core.memory.OffHeapWords;
import org.allotment.core.memory.WordArray;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(60)
final class IndexPoolTest {
    static Stream<Named<IntFunction<WordArray>>> forms() {
        return Stream.of(
                Named.of("heap", HeapWords::new),
                Named.of("off-heap", length -> new OffHeapWords(Arena.ofAuto().allocate(8L * length, 8))));
    }

    @ParameterizedTest
    @MethodSource("forms")
    void everyNumberIsHandedOutOnceAndThenNone(IntFunction<WordArray> form) {
        IndexPool pool = pool(form, 3);
        assertThat(new int[] {pool.tryTake(), pool.tryTake(), pool.tryTake(), pool.tryTake()})
                .containsExactly(0, 1, 2, IndexPool.NONE);
        IndexPoolCheck.check(pool);
    }

    @ParameterizedTest
    @MethodSource("forms")
    void givingTwiceIsRefusedAndChangesNothing(IntFunction<WordArray> form) {
        IndexPool pool = pool(form, 2);
        assertThat(pool.tryGive(1)).as("never taken").isFalse();
        int taken = pool.tryTake();
        assertThat(pool.isOut(taken)).isTrue();
        assertThat(pool.tryGive(taken)).isTrue();
        assertThat(pool.isOut(taken)).isFalse();
        PoolStatistics before = pool.statistics();
        assertThat(pool.tryGive(taken)).isFalse();
        assertThat(pool.statistics()).isEqualTo(before).isEqualTo(new PoolStatistics(2, 1, 1));
        IndexPoolCheck.check(pool);
    }

    @ParameterizedTest
    @MethodSource("forms")
    void numbersOutsideTheCapacityAreRefused(IntFunction<WordArray> form) {
        IndexPool pool = pool(form, 2);
        for (int index : new int[] {-1, 2, Integer.MIN_VALUE, Integer.MAX_VALUE}) {
            assertThatThrownBy(() -> pool.tryGive(index)).isInstanceOf(IndexOutOfBoundsException.class);
            assertThatThrownBy(() -> pool.isOut(index)).isInstanceOf(IndexOutOfBoundsException.class);
        }
        IndexPoolCheck.check(pool);
    }

    @Test
    void aPoolNeedsNumbersAndTheirWords() {
        assertKind(INVALID_PARAMETER, () -> new IndexPool(new HeapWords(100), 0));
        assertKind(INVALID_PARAMETER, () -> new IndexPool(new HeapWords(100), -1));
        assertKind(INVALID_PARAMETER, () -> new IndexPool(new HeapWords((int) IndexPool.wordsFor(9) - 1), 9));
    }

    @Test
    void takesGoOnWhenTheTagWraps() {
        HeapWords words = new HeapWords((int) IndexPool.wordsFor(1));
        IndexPool pool = new IndexPool(words, 1);
        words.set(IndexPool.HEAD, 0xFFFF_FFFF_0000_0001L);
        words.set(IndexPool.TAKEN, 0xFFFF_FFFFL);
        words.set(IndexPool.GIVEN, 0xFFFF_FFFFL);
        assertThat(pool.tryTake()).isZero();
        IndexPoolCheck.check(pool);
        assertThat(pool.tryGive(0)).isTrue();
        assertThat(words.get(IndexPool.HEAD)).isEqualTo(1);
        IndexPoolCheck.check(pool);
    }

    @ParameterizedTest
    @MethodSource("forms")
    void aSeededScriptAgreesWithAStack(IntFunction<WordArray> form) {
        long seed = Long.getLong("allotment.seed", 20_261_122L);
        SplittableRandom random = new SplittableRandom(seed);
        int capacity = 1 + random.nextInt(9);
        IndexPool pool = pool(form, capacity);
        Deque<Integer> free = new ArrayDeque<>();
        for (int i = 0; i < capacity; i++) {
            free.addLast(i);
        }
        for (int step = 0; step < 2_000; step++) {
            String where = "seed=" + seed + ", step=" + step;
            step(pool, free, random, capacity, where);
            assertThatCode(() -> IndexPoolCheck.check(pool)).as(where).doesNotThrowAnyException();
        }
    }

    private static void step(IndexPool pool, Deque<Integer> free, SplittableRandom random, int capacity, String where) {
        if (random.nextBoolean()) {
            Integer expected = free.pollFirst();
            assertThat(pool.tryTake()).as(where).isEqualTo(expected == null ? IndexPool.NONE : expected);
            return;
        }
        int index = random.nextInt(capacity);
        boolean out = !free.contains(index);
        assertThat(pool.tryGive(index)).as(where).isEqualTo(out);
        if (out) {
            free.addFirst(index);
        }
    }

    @ParameterizedTest
    @MethodSource("forms")
    void threadsNeverShareANumberAndStatisticsStayInBounds(IntFunction<WordArray> form) throws InterruptedException {
        int capacity = 3;
        IndexPool pool = pool(form, capacity);
        AtomicIntegerArray owners = new AtomicIntegerArray(capacity);
        AtomicIntegerArray errors = new AtomicIntegerArray(1);
        Runnable churn = () -> {
            for (int i = 0; i < 30_000; i++) {
                churnOnce(pool, owners, errors);
            }
        };
        Thread first = Thread.ofPlatform().start(churn);
        Thread second = Thread.ofPlatform().start(churn);
        while (first.isAlive() || second.isAlive()) {
            assertThat(pool.statistics().live()).isBetween(0L, (long) capacity);
        }
        first.join();
        second.join();
        assertThat(errors.get(0)).isZero();
        IndexPoolCheck.check(pool);
        assertThat(pool.statistics().live()).isZero();
    }

    private static void churnOnce(IndexPool pool, AtomicIntegerArray owners, AtomicIntegerArray errors) {
        int a = pool.tryTake();
        int b = pool.tryTake();
        for (int index : new int[] {a, b}) {
            if (index != IndexPool.NONE) {
                boolean alone = owners.getAndIncrement(index) == 0;
                boolean given = owners.getAndDecrement(index) == 1 && pool.tryGive(index);
                if (!alone || !given) {
                    errors.incrementAndGet(0);
                }
            }
        }
    }

    @Test
    void theCheckSeesEachBrokenInvariant() {
        assertBroken("I1", words -> words.set(IndexPool.FIRST_STATE + 1, 1));
        assertBroken("I1", words -> words.set(IndexPool.HEAD, words.get(IndexPool.HEAD) + 100));
        assertBroken("I1", words -> words.set(IndexPool.FIRST_STATE + 1, IndexPool.OUT));
        assertBroken("I2", words -> words.set(IndexPool.FIRST_STATE, 3));
        assertBroken("I2", words -> words.set(IndexPool.HEAD, IndexPool.ONE_TAKE | 3));
        assertBroken("I3", words -> words.getAndAdd(IndexPool.HEAD, IndexPool.ONE_TAKE));
        assertBroken("I4", words -> words.getAndAdd(IndexPool.GIVEN, 1));
    }

    private static void assertBroken(String invariant, java.util.function.Consumer<HeapWords> corruption) {
        HeapWords words = new HeapWords((int) IndexPool.wordsFor(3));
        IndexPool pool = new IndexPool(words, 3);
        pool.tryTake();
        IndexPoolCheck.check(pool);
        corruption.accept(words);
        assertThatThrownBy(() -> IndexPoolCheck.check(pool)).hasMessageStartingWith(invariant);
    }

    private static IndexPool pool(IntFunction<WordArray> form, int capacity) {
        return new IndexPool(form.apply((int) IndexPool.wordsFor(capacity)), capacity);
    }
}
