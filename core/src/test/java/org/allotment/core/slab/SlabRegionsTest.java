package org.allotment.core.slab;

import static org.allotment.core.Refusals.assertKind;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.allotment.core.AllocationException.Kind;
import org.allotment.core.Allocator;
import org.allotment.core.AllocatorStatistics;
import org.allotment.core.Movement;
import org.allotment.core.memory.RawAccess;
import org.allotment.core.regions.RegionScript;
import org.allotment.core.source.MemorySource;
import org.allotment.core.source.RegionSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Regions that are handed in, grow at their ends, by hand or by their source, and go when they are free. */
final class SlabRegionsTest {
    static final List<Function<MemorySource, SlabAllocator>> FORMS =
            List.of(SlabAllocator::checked, SlabAllocator::trusting);

    private static final long PAGE = 4_096;

    private static long memory(long pages) {
        return Arena.ofAuto().allocate(pages * PAGE, PAGE).address();
    }

    /** A run of memory that lives as long as the test: the arena must not be collected. */
    private final Arena arena = Arena.ofAuto();

    private final long memory = arena.allocate(256 * PAGE, PAGE).address();

    @ParameterizedTest
    @FieldSource("FORMS")
    void anAllocatorLivesOnRegionsAlone(Function<MemorySource, SlabAllocator> form) {
        try (SlabAllocator slab = form.apply(MemorySource.EMPTY)) {
            assertThat(slab.tryAllocate(1, 1)).isEqualTo(Allocator.NULL);
            slab.addRegion(memory + 1, 16 * PAGE);
            slab.addRegion(memory + 100 * PAGE, 8 * PAGE + 5);
            SlabCheck.check(slab);
            AllocatorStatistics fresh = slab.statistics();
            assertThat(fresh.sourceBytes()).isEqualTo(24 * PAGE + 5);
            assertThat(fresh.freeBytes()).isEqualTo(23 * PAGE);
            assertThat(fresh.lostBytes()).isEqualTo(PAGE + 5);
            List<Long> blocks = new ArrayList<>();
            for (long block = slab.tryAllocate(1_000, 8); block != 0; block = slab.tryAllocate(1_000, 8)) {
                blocks.add(block);
                assertThat(slab.contains(block)).isTrue();
            }
            assertThat(blocks).hasSizeGreaterThan(23 * 4 - 8);
            SlabCheck.check(slab);
            blocks.forEach(slab::free);
            slab.trim();
            SlabCheck.check(slab);
            assertThat(slab.statistics())
                    .usingRecursiveComparison()
                    .ignoringFields("heapMetadataBytes")
                    .isEqualTo(fresh);
        }
    }

    @ParameterizedTest
    @FieldSource("FORMS")
    void aRegionThatGrewAtBothEndsServesOneBlockAcrossTheSeams(Function<MemorySource, SlabAllocator> form) {
        try (SlabAllocator slab = form.apply(MemorySource.EMPTY)) {
            slab.addRegion(memory + 64 * PAGE, 64 * PAGE);
            long small = slab.allocate(100, 8);
            long pages = slab.allocate(50 * PAGE, 8);
            RawAccess.putLong(small, 42);
            slab.extendRegion(memory + 64 * PAGE, 64 * PAGE, 0);
            SlabCheck.check(slab);
            slab.extendRegion(memory, 0, 64 * PAGE);
            SlabCheck.check(slab);
            assertThat(RawAccess.getLong(small)).isEqualTo(42);
            assertThat(slab.usableSize(small)).isEqualTo(112);
            assertThat(slab.usableSize(pages)).isEqualTo(50 * PAGE);
            assertThat(slab.allocate(64 * PAGE, 8)).isEqualTo(memory);
            slab.free(small);
            slab.free(pages);
            slab.trim();
            slab.free(memory);
            assertThat(slab.allocate(192 * PAGE, 8)).isEqualTo(memory);
            SlabCheck.check(slab);
        }
    }

    /** Less than a page is lost until enough has come together. */
    @Test
    void bytesThatMakeNoPageAreKeptForTheNextExtension() {
        try (SlabAllocator slab = SlabAllocator.checked(MemorySource.EMPTY)) {
            slab.addRegion(memory + PAGE, PAGE);
            long start = memory + PAGE;
            for (int step = 0; step < 8; step++) {
                slab.extendRegion(start, 512, 512);
                start -= 512;
                SlabCheck.check(slab);
                assertThat(slab.statistics().lostBytes()).isEqualTo((step + 1L) % 8 * 1_024);
            }
            assertThat(slab.statistics().freeBytes()).isEqualTo(3 * PAGE);
        }
    }

    @Test
    void badRegionsChangeNothing() {
        try (SlabAllocator slab = SlabAllocator.checked(SlabContract.region(1 << 20))) {
            long drawn = slab.allocate(100, 8) & -PAGE;
            long start = memory + 64 * PAGE;
            slab.addRegion(start, 64 * PAGE);
            AllocatorStatistics before = slab.statistics();
            long[][] overlapping = {
                {start, 64 * PAGE}, {start - 1, 2}, {start + 64 * PAGE - 1, 1}, {memory, 256 * PAGE}, {drawn, 1}
            };
            for (long[] clash : overlapping) {
                assertKind(Kind.MEMORY_OVERLAP, () -> slab.addRegion(clash[0], clash[1]));
            }
            long[][] impossible = {
                {memory, 0},
                {memory, -1},
                {0, PAGE},
                {-PAGE, PAGE},
                {memory, PAGE - 1},
                {memory + 1, 2 * PAGE - 2},
                {1L << 57, PAGE},
                {memory, Long.MAX_VALUE},
                {1L << 20, PAGE},
                {Long.MAX_VALUE, Long.MAX_VALUE}
            };
            for (long[] bad : impossible) {
                assertKind(Kind.INVALID_PARAMETER, () -> slab.addRegion(bad[0], bad[1]));
            }
            assertThat(slab.statistics()).isEqualTo(before);
            SlabCheck.check(slab);
        }
    }

    @Test
    void badExtensionsChangeNothing() {
        try (SlabAllocator slab = SlabAllocator.checked(SlabContract.region(1 << 20))) {
            long drawn = slab.allocate(100, 8) & -PAGE;
            long start = memory + 64 * PAGE;
            slab.addRegion(start, 64 * PAGE);
            slab.addRegion(memory + 200 * PAGE, 8 * PAGE);
            AllocatorStatistics before = slab.statistics();
            assertKind(Kind.MEMORY_OVERLAP, () -> slab.extendRegion(start, 0, 72 * PAGE + 1));
            assertKind(Kind.MEMORY_OVERLAP, () -> slab.extendRegion(memory + 200 * PAGE, 72 * PAGE + 1, 0));
            long[][] impossible = {
                {start + 1, 0, 0},
                {drawn, 0, PAGE},
                {start, -1, 0},
                {start, 0, -1},
                {start, start, 0},
                {start, 0, Long.MAX_VALUE},
                {0, 0, 0}
            };
            for (long[] bad : impossible) {
                assertKind(Kind.INVALID_PARAMETER, () -> slab.extendRegion(bad[0], bad[1], bad[2]));
            }
            assertThat(slab.statistics()).isEqualTo(before);
            SlabCheck.check(slab);
            slab.extendRegion(start, 64 * PAGE, 72 * PAGE);
            SlabCheck.check(slab);
        }
    }

    @Test
    void allMemoryLiesWithinTheReachOfThePageMap() {
        try (SlabAllocator slab = SlabAllocator.checked(MemorySource.EMPTY)) {
            slab.addRegion(memory, 64 * PAGE);
            AllocatorStatistics before = slab.statistics();
            assertKind(Kind.INVALID_PARAMETER, () -> slab.extendRegion(memory, 0, 1L << 38));
            assertKind(Kind.INVALID_PARAMETER, () -> slab.addRegion(memory - (1L << 38), PAGE));
            assertThat(slab.statistics()).isEqualTo(before);
            SlabCheck.check(slab);
        }
    }

    @ParameterizedTest
    @FieldSource("FORMS")
    void aRegionGoesWhenItsLastBlockHasGoneAndNoSooner(Function<MemorySource, SlabAllocator> form) {
        try (SlabAllocator slab = form.apply(SlabContract.region(1 << 20))) {
            slab.addRegion(memory, 64 * PAGE);
            long[] blocks = new long[100];
            for (int i = 0; i < blocks.length; i++) {
                blocks[i] = slab.allocate(1 + i % 2 * 1_000, 8);
            }
            long pages = slab.allocate(40 * PAGE, 8);
            long elsewhere = slab.allocate(40 * PAGE, 8);
            for (long block : blocks) {
                AllocatorStatistics before = slab.statistics();
                assertKind(Kind.INVALID_PARAMETER, () -> slab.removeRegion(memory));
                assertThat(slab.statistics()).isEqualTo(before);
                slab.free(block);
            }
            slab.free(pages);
            assertKind(Kind.INVALID_PARAMETER, () -> slab.removeRegion(memory + PAGE));
            slab.removeRegion(memory);
            SlabCheck.check(slab);
            assertThat(slab.contains(pages)).isFalse();
            assertKind(Kind.NOT_ALLOCATED, () -> slab.free(pages));
            assertThat(slab.usableSize(elsewhere)).isEqualTo(40 * PAGE);
            slab.addRegion(memory, 64 * PAGE);
            SlabCheck.check(slab);
        }
    }

    @Test
    void closingForgetsRegionsAndReturnsPieces() {
        RegionSource source = SlabContract.region(1 << 20);
        SlabAllocator slab = SlabAllocator.checked(source);
        slab.addRegion(memory, 64 * PAGE);
        slab.allocate(100, 8);
        slab.allocate(100 * PAGE, 8);
        assertThat(slab.statistics().sourceBytes()).isEqualTo(64 * PAGE + source.obtainedBytes());
        CompletableFuture.runAsync(() -> {
                    assertThatIllegalStateException().isThrownBy(() -> slab.addRegion(memory, PAGE));
                    assertThatIllegalStateException().isThrownBy(() -> slab.extendRegion(memory, 0, PAGE));
                    assertThatIllegalStateException().isThrownBy(() -> slab.removeRegion(memory));
                })
                .join();
        slab.close();
        assertThat(source.obtainedBytes()).isZero();
        assertThatIllegalStateException().isThrownBy(() -> slab.addRegion(memory, PAGE));
        assertThatIllegalStateException().isThrownBy(() -> slab.extendRegion(memory, 0, PAGE));
        assertThatIllegalStateException().isThrownBy(() -> slab.removeRegion(memory));
    }

    /** No piece is as long as the request, but what is free at the end of a drawn one and what lies behind it are. */
    @ParameterizedTest
    @FieldSource("FORMS")
    void aSourceEnlargesAChunkBeforeARefusal(Function<MemorySource, SlabAllocator> form) {
        RegionSource source = new RegionSource(memory(2_048), 2_048 * PAGE, PAGE);
        try (SlabAllocator slab = form.apply(source)) {
            long kept = slab.allocate(300 * PAGE, 8);
            assertThat(source.obtainedBytes()).isEqualTo(1_024 * PAGE);
            long large = slab.allocate(1_500 * PAGE, 8);
            assertThat(large).isEqualTo(kept + 300 * PAGE);
            assertThat(source.obtainedBytes()).isEqualTo(1_800 * PAGE);
            SlabCheck.check(slab);
            assertThat(slab.tryAllocate(300 * PAGE, 8)).isEqualTo(Allocator.NULL);
            slab.free(kept);
            slab.free(large);
            SlabCheck.check(slab);
            slab.trim();
            assertThat(source.obtainedBytes()).isZero();
        }
    }

    @ParameterizedTest
    @FieldSource("FORMS")
    void pagesGrowOverFreeOnesInFrontOfThem(Function<MemorySource, SlabAllocator> form) {
        try (SlabAllocator slab = form.apply(MemorySource.EMPTY)) {
            slab.addRegion(memory, 256 * PAGE);
            long front = slab.allocate(60 * PAGE, 8);
            long block = slab.allocate(100 * PAGE, 8);
            long behind = slab.allocate(90 * PAGE, 8);
            for (long page = 0; page < 100; page++) {
                RawAccess.putLong(block + page * PAGE, page);
            }
            assertKind(Kind.NO_MEMORY, () -> slab.grow(block, 100 * PAGE, 150 * PAGE, 8, Movement.MAY_MOVE));
            slab.free(front);
            assertKind(Kind.NO_MEMORY, () -> slab.grow(block, 100 * PAGE, 161 * PAGE, 8, Movement.MAY_MOVE));
            assertKind(Kind.NO_MEMORY, () -> slab.grow(block, 100 * PAGE, 150 * PAGE, 8, Movement.MUST_NOT_MOVE));
            SlabCheck.check(slab);
            long grown = slab.grow(block, 100 * PAGE, 150 * PAGE, 8, Movement.MAY_MOVE);
            assertThat(grown).isEqualTo(block - 50 * PAGE);
            assertThat(slab.usableSize(grown)).isEqualTo(150 * PAGE);
            for (long page = 0; page < 100; page++) {
                assertThat(RawAccess.getLong(grown + page * PAGE)).isEqualTo(page);
            }
            SlabCheck.check(slab);
            slab.free(grown, 150 * PAGE, 8);
            slab.free(behind, 90 * PAGE, 8);
            SlabCheck.check(slab);
            assertThat(slab.statistics().freeBytes()).isEqualTo(256 * PAGE);
        }
    }

    @ParameterizedTest
    @FieldSource("FORMS")
    void survivesAScriptOfRegionsThatComeGrowAndGo(Function<MemorySource, SlabAllocator> form) {
        SlabAllocator slab = form.apply(MemorySource.EMPTY);
        RegionScript.run(regionsOf(slab), memory, 256 * PAGE, 3_000);
    }

    private static RegionScript.Regions regionsOf(SlabAllocator slab) {
        return new RegionScript.Regions() {
            @Override
            public Allocator allocator() {
                return slab;
            }

            @Override
            public void add(long start, long byteSize) {
                slab.addRegion(start, byteSize);
            }

            @Override
            public void extend(long start, long before, long behind) {
                slab.extendRegion(start, before, behind);
            }

            @Override
            public void remove(long start) {
                slab.removeRegion(start);
            }

            @Override
            public void check() {
                SlabCheck.check(slab);
            }
        };
    }
}
