package org.allotment.core.adapt.collection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.allotment.core.AllocationException;
import org.allotment.core.Allocator;
import org.allotment.core.bump.BumpAllocator;
import org.allotment.core.slab.SlabAllocator;
import org.allotment.core.source.MemoryMapSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Vectors against {@code java.util.ArrayList}, and what they hold and give back. */
final class OffHeapVectorTest {
    private final Allocator allocator = SlabAllocator.checked(MemoryMapSource.create());

    @AfterEach
    void allMemoryIsBack() {
        assertThat(allocator.statistics().liveBlocks()).isZero();
        assertThat(allocator.statistics().isConserved()).isTrue();
        allocator.close();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void agreesWithAListStepByStep(long given) {
        long seed = Long.getLong("allotment.seed", given);
        SplittableRandom random = new SplittableRandom(seed);
        List<Long> model = new ArrayList<>();
        try (OffHeapLongVector longs = new OffHeapLongVector(allocator);
                OffHeapIntVector ints = new OffHeapIntVector(allocator);
                OffHeapByteVector bytes = new OffHeapByteVector(allocator)) {
            for (int step = 0; step < 20_000; step++) {
                step(random, model, longs, ints, bytes);
                assertThat(longs.size()).as("seed=%d, step=%d", seed, step).isEqualTo(model.size());
            }
            for (int i = 0; i < model.size(); i++) {
                assertThat(longs.get(i)).as("seed=%d", seed).isEqualTo(model.get(i));
                assertThat(ints.get(i))
                        .as("seed=%d", seed)
                        .isEqualTo(model.get(i).intValue());
                assertThat(bytes.get(i))
                        .as("seed=%d", seed)
                        .isEqualTo(model.get(i).byteValue());
            }
        }
    }

    private static void step(
            SplittableRandom random,
            List<Long> model,
            OffHeapLongVector longs,
            OffHeapIntVector ints,
            OffHeapByteVector bytes) {
        long value = random.nextLong();
        int dice = random.nextInt(1_000);
        if (dice < 600 || model.isEmpty()) {
            model.add(value);
            longs.add(value);
            ints.add((int) value);
            bytes.add((byte) value);
        } else if (dice < 900) {
            int index = random.nextInt(model.size());
            model.set(index, value);
            longs.set(index, value);
            ints.set(index, (int) value);
            bytes.set(index, (byte) value);
        } else if (dice < 990) {
            assertThat(longs.removeLast()).isEqualTo(model.getLast());
            assertThat(ints.removeLast()).isEqualTo(model.removeLast().intValue());
            bytes.removeLastSlot();
        } else if (dice < 998) {
            longs.shrinkToFit();
            ints.shrinkToFit();
            bytes.shrinkToFit();
        } else {
            model.clear();
            longs.clear();
            ints.clear();
            bytes.clear();
        }
    }

    @Test
    void capacitiesDoubleFromAFewElements() {
        try (OffHeapLongVector longs = new OffHeapLongVector(allocator)) {
            assertThat(longs.capacity()).isZero();
            assertThat(allocator.statistics().liveBlocks()).isZero();
            List<Long> capacities = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                longs.add(i);
                if (capacities.isEmpty() || capacities.getLast() != longs.capacity()) {
                    capacities.add(longs.capacity());
                }
            }
            assertThat(capacities).containsExactly(4L, 8L, 16L, 32L, 64L, 128L);
            longs.shrinkToFit();
            assertThat(longs.capacity()).isEqualTo(100);
            longs.clear();
            longs.shrinkToFit();
            assertThat(allocator.statistics().liveBlocks()).isZero();
            longs.ensureCapacity(1_001);
            assertThat(longs.capacity()).isEqualTo(1_004);
        }
    }

    @Test
    void aBlockThatCanGrowWhereItIsStaysThere() {
        try (BumpAllocator bump = BumpAllocator.checked(MemoryMapSource.create(), 1 << 16);
                OffHeapLongVector longs = new OffHeapLongVector(bump)) {
            longs.add(0);
            long address = longs.block();
            for (int i = 1; i < 8_000; i++) {
                longs.add(i);
            }
            assertThat(longs.block()).isEqualTo(address);
            assertThat(bump.statistics().lostBytes()).isZero();
        }
    }

    @Test
    void textAndNumbersAreWrittenAsUtf8() {
        try (OffHeapByteVector bytes = new OffHeapByteVector(allocator)) {
            for (long number : new long[] {0, 9, 10, 4_294_967_295L, Long.MAX_VALUE, -1, Long.MIN_VALUE}) {
                bytes.clear();
                bytes.addText("key_");
                bytes.addDecimal(number);
                assertThat(bytes.text()).isEqualTo("key_" + number);
            }
            bytes.clear();
            bytes.addText("ascii, ");
            bytes.addText("größer, 𝄞, ");
            bytes.addBytes(new byte[] {'e', 'n', 'd'});
            assertThat(bytes.text()).isEqualTo("ascii, größer, 𝄞, end");
            bytes.shrinkToFit();
            assertThat(bytes.capacity() % 8).isZero();
        }
    }

    @Test
    void aRefusalLeavesTheVectorAsItWas() {
        RecordingAllocator limited = new RecordingAllocator(allocator);
        try (OffHeapLongVector longs = new OffHeapLongVector(limited)) {
            limited.refuseAfter(1);
            for (int i = 0; i < 4; i++) {
                longs.add(i);
            }
            AllocationException refusal = catchThrowableOfType(AllocationException.class, () -> longs.add(4));
            assertThat(refusal.kind()).isEqualTo(AllocationException.Kind.NO_MEMORY);
            assertThat(longs.size()).isEqualTo(4);
            assertThat(longs.get(3)).isEqualTo(3);
            assertThat(catchThrowableOfType(AllocationException.class, () -> longs.ensureCapacity(Long.MAX_VALUE))
                            .kind())
                    .isEqualTo(AllocationException.Kind.NO_MEMORY);
            assertThat(catchThrowableOfType(AllocationException.class, () -> longs.ensureCapacity(-1))
                            .kind())
                    .isEqualTo(AllocationException.Kind.INVALID_PARAMETER);
            assertThat(longs.capacity()).isEqualTo(4);
        }
    }

    @Test
    void indicesOutsideOfTheVectorAreRefused() {
        try (OffHeapIntVector ints = new OffHeapIntVector(allocator)) {
            assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(ints::removeLast);
            ints.add(7);
            for (long index : new long[] {-1, 1, Long.MIN_VALUE, Long.MAX_VALUE}) {
                assertThatExceptionOfType(IndexOutOfBoundsException.class)
                        .isThrownBy(() -> ints.get(index))
                        .withMessage("no such element, index=" + index + ", size=1");
                assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> ints.set(index, 0));
            }
            assertThat(ints.get(0)).isEqualTo(7);
        }
    }

    @Test
    void everyCallAfterCloseIsAnIllegalState() {
        OffHeapByteVector bytes = new OffHeapByteVector(allocator);
        bytes.addText("some");
        bytes.close();
        bytes.close();
        assertThatIllegalStateException().isThrownBy(() -> bytes.add((byte) 1));
        assertThatIllegalStateException().isThrownBy(() -> bytes.addText("x"));
        assertThatIllegalStateException().isThrownBy(() -> bytes.addDecimal(1));
        assertThatIllegalStateException().isThrownBy(() -> bytes.get(0));
        assertThatIllegalStateException().isThrownBy(() -> bytes.set(0, (byte) 1));
        assertThatIllegalStateException().isThrownBy(bytes::size);
        assertThatIllegalStateException().isThrownBy(bytes::text);
        assertThatIllegalStateException().isThrownBy(bytes::capacity);
        assertThatIllegalStateException().isThrownBy(() -> bytes.ensureCapacity(1));
        assertThatIllegalStateException().isThrownBy(bytes::shrinkToFit);
        assertThatIllegalStateException().isThrownBy(bytes::clear);
        assertThatIllegalStateException().isThrownBy(bytes::removeLastSlot);
    }

    @Test
    void blocksAreHeldByAddressAndFreedInAnyOrder() {
        try (OffHeapBlockVector blocks = new OffHeapBlockVector(allocator, 64)) {
            for (int i = 0; i < 1_000; i++) {
                assertThat(blocks.add()).isEqualTo(i);
                blocks.set(i, 63, i);
            }
            for (int i = 0; i < 1_000; i += 3) {
                blocks.free(i);
            }
            assertThat(blocks.size()).isEqualTo(1_000);
            assertThat(blocks.liveBlocks()).isEqualTo(666);
            assertThat(allocator.statistics().liveBlocks()).isEqualTo(667);
            assertThat(blocks.get(998, 63)).isEqualTo(998);
            assertThat(catchThrowableOfType(AllocationException.class, () -> blocks.free(0))
                            .kind())
                    .isEqualTo(AllocationException.Kind.NOT_ALLOCATED);
            assertThatExceptionOfType(AllocationException.class).isThrownBy(() -> blocks.get(3, 0));
            assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> blocks.get(1_000, 0));
            assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> blocks.get(1, 64));
            assertThat(blocks.liveBlocks()).isEqualTo(666);
        }
    }

    @Test
    void blockVectorsRefuseBadLengthsAndUseAfterClose() {
        for (long length : new long[] {0, -1, (1L << 50) + 1, Long.MAX_VALUE}) {
            assertThatExceptionOfType(AllocationException.class)
                    .isThrownBy(() -> new OffHeapBlockVector(allocator, length))
                    .withMessageEndingWith("longsPerBlock=" + length);
        }
        RecordingAllocator limited = new RecordingAllocator(allocator);
        OffHeapBlockVector blocks = new OffHeapBlockVector(limited, 8);
        limited.refuseAfter(1);
        assertThatExceptionOfType(AllocationException.class).isThrownBy(blocks::add);
        assertThat(blocks.size()).isZero();
        limited.refuseAfter(Long.MAX_VALUE);
        blocks.add();
        blocks.close();
        blocks.close();
        assertThatIllegalStateException().isThrownBy(blocks::add);
        assertThatIllegalStateException().isThrownBy(() -> blocks.free(0));
        assertThatIllegalStateException().isThrownBy(() -> blocks.get(0, 0));
        assertThatIllegalStateException().isThrownBy(() -> blocks.set(0, 0, 1));
        assertThatIllegalStateException().isThrownBy(blocks::size);
        assertThatIllegalStateException().isThrownBy(blocks::liveBlocks);
    }
}
