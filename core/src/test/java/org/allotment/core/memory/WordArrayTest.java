package org.allotment.core.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class WordArrayTest {
    private static final int LENGTH = 5;

    static Stream<Named<IntFunction<WordArray>>> forms() {
        return Stream.of(
                Named.of("heap", HeapWords::new),
                Named.of("off-heap", length -> new OffHeapWords(Arena.ofAuto().allocate(8L * length, 8))));
    }

    @ParameterizedTest
    @MethodSource("forms")
    void wordsAreIndependentAndStartAtZero(IntFunction<WordArray> form) {
        WordArray words = form.apply(LENGTH);
        words.set(1, -1);
        words.setRelease(3, Long.MIN_VALUE);
        assertThat(words.length()).isEqualTo(LENGTH);
        assertThat(words.get(0)).isZero();
        assertThat(words.get(1)).isEqualTo(-1);
        assertThat(words.getAcquire(2)).isZero();
        assertThat(words.getAcquire(3)).isEqualTo(Long.MIN_VALUE);
        assertThat(words.get(4)).isZero();
    }

    @ParameterizedTest
    @MethodSource("forms")
    void compareAndSetReplacesOnlyTheExpectedValue(IntFunction<WordArray> form) {
        WordArray words = form.apply(LENGTH);
        assertThat(words.compareAndSet(2, 1, 7)).isFalse();
        assertThat(words.get(2)).isZero();
        assertThat(words.compareAndSet(2, 0, 7)).isTrue();
        assertThat(words.get(2)).isEqualTo(7);
    }

    @ParameterizedTest
    @MethodSource("forms")
    void getAndAddReturnsTheValueBeforeAndWraps(IntFunction<WordArray> form) {
        WordArray words = form.apply(LENGTH);
        assertThat(words.getAndAdd(0, Long.MAX_VALUE)).isZero();
        assertThat(words.getAndAdd(0, 1)).isEqualTo(Long.MAX_VALUE);
        assertThat(words.get(0)).isEqualTo(Long.MIN_VALUE);
    }

    @ParameterizedTest
    @MethodSource("forms")
    void everyAccessOutsideIsRefused(IntFunction<WordArray> form) {
        WordArray words = form.apply(LENGTH);
        for (long index : new long[] {-1, LENGTH, 1L << 32, Long.MAX_VALUE, Long.MIN_VALUE}) {
            assertRefused(() -> words.get(index));
            assertRefused(() -> words.getAcquire(index));
            assertRefused(() -> words.set(index, 1));
            assertRefused(() -> words.setRelease(index, 1));
            assertRefused(() -> words.compareAndSet(index, 0, 1));
            assertRefused(() -> words.getAndAdd(index, 1));
        }
        for (int i = 0; i < LENGTH; i++) {
            assertThat(words.get(i)).isZero();
        }
    }

    @ParameterizedTest
    @MethodSource("forms")
    void concurrentAddsAreAllCounted(IntFunction<WordArray> form) throws InterruptedException {
        WordArray words = form.apply(LENGTH);
        int adds = 20_000;
        Runnable adding = () -> {
            for (int i = 0; i < adds; i++) {
                words.getAndAdd(4, 3);
            }
        };
        Thread first = Thread.ofPlatform().start(adding);
        Thread second = Thread.ofPlatform().start(adding);
        first.join();
        second.join();
        assertThat(words.get(4)).isEqualTo(2L * 3 * adds);
    }

    @Test
    void offHeapWordsLieOverTheSegmentAndLeaveItsTailAlone() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment segment = arena.allocate(20, 8);
            segment.set(ValueLayout.JAVA_LONG, 8, 42);
            OffHeapWords words = new OffHeapWords(segment);
            assertThat(words.length()).isEqualTo(2);
            assertThat(words.get(1)).isEqualTo(42);
            assertRefused(() -> words.get(2));
        }
    }

    @Test
    void offHeapWordsOfAClosedArenaAreRefused() {
        OffHeapWords words;
        try (Arena arena = Arena.ofConfined()) {
            words = new OffHeapWords(arena.allocate(8, 8));
        }
        assertThatThrownBy(() -> words.get(0)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void offHeapWordsNeedNativeWritableAlignedMemory() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment segment = arena.allocate(24, 8);
            assertNoWords(segment.asReadOnly());
            assertNoWords(segment.asSlice(4));
            assertNoWords(MemorySegment.ofArray(new long[3]));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, Integer.MIN_VALUE})
    void heapWordsRefuseANegativeNumber(int length) {
        assertThatThrownBy(() -> new HeapWords(length))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageEndingWith("length=" + length);
    }

    private static void assertNoWords(MemorySegment segment) {
        assertThatThrownBy(() -> new OffHeapWords(segment)).isInstanceOf(IllegalArgumentException.class);
    }

    private static void assertRefused(Runnable access) {
        assertThatThrownBy(access::run).isInstanceOf(IndexOutOfBoundsException.class);
    }
}
