package org.allotment.core.adapt.collection;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.allotment.core.Allocator;
import org.allotment.core.slab.SlabAllocator;
import org.allotment.core.source.MemoryMapSource;
import org.allotment.core.source.MemorySource;
import org.allotment.core.tlsf.TlsfAllocator;
import org.allotment.core.tlsf.TlsfOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The four collection workloads of the unified allocator crate, at their full size, over each general engine. */
final class SeedWorkloadsTest {
    enum Engine {
        SLAB_CHECKED,
        SLAB_TRUSTING,
        TLSF_CHECKED,
        TLSF_TRUSTING;

        Allocator make() {
            MemorySource source = MemoryMapSource.create();
            return switch (this) {
                case SLAB_CHECKED -> SlabAllocator.checked(source);
                case SLAB_TRUSTING -> SlabAllocator.trusting(source);
                case TLSF_CHECKED -> TlsfAllocator.create(source, TlsfOptions.DEFAULT);
                case TLSF_TRUSTING -> TlsfAllocator.create(source, TlsfOptions.DEFAULT.trusting());
            };
        }
    }

    /** Sebastiano Vigna's splitmix64, as the recorded run of the crate's benchmark used it. */
    private static final class SplitMix {
        private long state;

        SplitMix(long seed) {
            state = seed;
        }

        long next() {
            state += 0x9E3779B97F4A7C15L;
            long mixed = (state ^ state >>> 30) * 0xBF58476D1CE4E5B9L;
            mixed = (mixed ^ mixed >>> 27) * 0x94D049BB133111EBL;
            return mixed ^ mixed >>> 31;
        }

        long nextUnsignedInt() {
            return next() >>> 32;
        }
    }

    @ParameterizedTest
    @EnumSource
    void pushingThreeMillionIntsKeepsThemAll(Engine engine) {
        try (Allocator allocator = engine.make()) {
            SplitMix random = new SplitMix(42);
            int[] expected = new int[3_000_000];
            try (OffHeapIntVector ints = new OffHeapIntVector(allocator)) {
                for (int i = 0; i < expected.length; i++) {
                    expected[i] = (int) random.next();
                    ints.add(expected[i]);
                }
                int[] stored = new int[expected.length];
                Arrays.setAll(stored, ints::get);
                assertThat(Arrays.equals(stored, expected)).isTrue();
                assertThat(ints.capacity()).isEqualTo(1 << 22);
            }
            assertNothingLeft(allocator);
        }
    }

    @ParameterizedTest
    @EnumSource
    void blocksFreedInRandomOrderAllComeBack(Engine engine) {
        for (int[] shape : new int[][] {{25_000, 64}, {7_500, 520}}) {
            try (Allocator allocator = engine.make()) {
                freeInRandomOrder(allocator, shape[0], shape[1]);
                assertNothingLeft(allocator);
            }
        }
    }

    private static void freeInRandomOrder(Allocator allocator, int count, int longs) {
        try (OffHeapBlockVector blocks = new OffHeapBlockVector(allocator, longs);
                OffHeapLongVector order = new OffHeapLongVector(allocator)) {
            order.ensureCapacity(count);
            for (int i = 0; i < count; i++) {
                blocks.add();
                blocks.set(i, longs - 1, i);
                order.add(i);
            }
            SplitMix random = new SplitMix(0xdeadbeefL);
            for (int i = count - 1; i > 0; i--) {
                long other = Long.remainderUnsigned(random.next(), i + 1);
                long swapped = order.get(i);
                order.set(i, order.get(other));
                order.set(other, swapped);
            }
            for (int i = 0; i < count; i++) {
                assertThat(blocks.get(order.get(i), longs - 1)).isEqualTo(order.get(i));
                blocks.free(order.get(i));
            }
            assertThat(blocks.liveBlocks()).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource
    void anOrderedMapOfFiftyThousandOperationsAgreesWithAModel(Engine engine) {
        try (Allocator allocator = engine.make();
                OffHeapBTreeMap map = new OffHeapBTreeMap(allocator)) {
            TreeMap<String, Long> model = new TreeMap<>();
            mapOperations(allocator, map, model);
            TreeMap<String, Long> seen = new TreeMap<>();
            map.forEach(seen::put);
            assertThat(seen).isEqualTo(model);
            assertThat(BTreeCheck.check(map)).isEqualTo(allocator.statistics().liveBlocks());
            map.clear();
            assertNothingLeft(allocator);
        }
    }

    private static void mapOperations(Allocator allocator, OffHeapBTreeMap map, NavigableMap<String, Long> model) {
        SplitMix random = new SplitMix(0xdeadbeefL);
        try (OffHeapByteVector key = new OffHeapByteVector(allocator)) {
            for (int i = 0; i < 50_000; i++) {
                if (random.nextUnsignedInt() % 5 == 0 && map.size() > 0) {
                    map.removeFirst();
                    model.pollFirstEntry();
                } else {
                    long value = random.nextUnsignedInt();
                    key.addText("key_");
                    key.addDecimal(value);
                    map.put(key, value);
                    model.put("key_" + value, value);
                }
            }
        }
    }

    /** The recorded run of the original: 85,426 allocations and as many frees, of these sizes. */
    @Test
    void theMapAsksForTheSameBlocksAsTheOriginal() {
        try (Allocator slab = SlabAllocator.checked(MemoryMapSource.create())) {
            RecordingAllocator recording = new RecordingAllocator(slab);
            try (OffHeapBTreeMap map = new OffHeapBTreeMap(recording)) {
                mapOperations(recording, map, new TreeMap<>());
            }
            assertThat(recording.allocationsBySize)
                    .isEqualTo(new TreeMap<>(Map.of(8L, 40_018L, 16L, 40_018L, 408L, 4_747L, 504L, 643L)));
            assertThat(recording.events).isEqualTo(170_852);
        }
    }

    private static void assertNothingLeft(Allocator allocator) {
        assertThat(allocator.statistics().liveBlocks()).isZero();
        assertThat(allocator.statistics().liveBlockBytes()).isZero();
        assertThat(allocator.statistics().isConserved()).isTrue();
    }
}
