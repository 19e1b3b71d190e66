package org.allotment.core.tlsf;

import static org.allotment.core.Refusals.assertKind;
import static org.assertj.core.api.Assertions.assertThat;

import org.allotment.core.AllocationException.Kind;
import org.allotment.core.Allocator;
import org.allotment.core.AllocatorStatistics;
import org.allotment.core.memory.RawAccess;
import org.allotment.core.regions.RegionScript;
import org.allotment.core.source.MemorySource;
import org.allotment.core.source.RegionSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Regions that grow at their ends, by hand or by their source, and go when they are free. */
final class TlsfPoolsTest {
    private static final String FORMS = "org.allotment.core.tlsf.TlsfFixture#FORMS";
    private static final long KIB = 1_024;

    private final TlsfFixture fixture = new TlsfFixture();

    @AfterEach
    void tearDown() {
        fixture.close();
    }

    @ParameterizedTest
    @FieldSource(FORMS)
    void aRegionThatGrewAtBothEndsServesOneBlockAcrossTheSeams(TlsfOptions options) {
        long memory = fixture.memory(64 * KIB);
        TlsfAllocator allocator = TlsfAllocator.over(memory + 16 * KIB, 16 * KIB, options);
        assertThat(allocator.tryAllocate(40 * KIB, 32)).isEqualTo(Allocator.NULL);
        allocator.extendRegion(memory + 16 * KIB, 0, 16 * KIB);
        TlsfCheck.verify(allocator);
        allocator.extendRegion(memory + 16 * KIB, 16 * KIB, 0);
        TlsfCheck.verify(allocator);
        allocator.extendRegion(memory, 0, 16 * KIB);
        TlsfCheck.verify(allocator);
        assertThat(allocator.largestFree()).isEqualTo(64 * KIB - 48);
        assertThat(allocator.statistics().sourceBytes()).isEqualTo(64 * KIB);
        long all = allocator.allocate(64 * KIB - 48, 32);
        assertThat(all).isEqualTo(memory + 32);
        allocator.free(all);
        TlsfCheck.verify(allocator);
    }

    @ParameterizedTest
    @FieldSource(FORMS)
    void blocksStayLiveWhileTheirRegionGrows(TlsfOptions options) {
        long memory = fixture.memory(64 * KIB);
        TlsfAllocator allocator = TlsfAllocator.over(memory + 16 * KIB, 16 * KIB, options);
        long first = allocator.allocate(100, 16);
        long last = allocator.allocate(allocator.largestFree(), 16);
        RawAccess.putLong(first, 42);
        allocator.extendRegion(memory + 16 * KIB, 8 * KIB, 8 * KIB);
        TlsfCheck.verify(allocator);
        assertThat(RawAccess.getLong(first)).isEqualTo(42);
        assertThat(allocator.usableSize(first)).isEqualTo(112);
        assertThat(allocator.tryGrowInPlace(last, allocator.usableSize(last), 16 * KIB))
                .isTrue();
        TlsfCheck.verify(allocator);
        allocator.free(last);
        allocator.free(first, 100, 16);
        TlsfCheck.verify(allocator);
        assertThat(allocator.largestFree()).isEqualTo(32 * KIB - 48);
    }

    /** Less than a granule is lost until enough has come together. */
    @ParameterizedTest
    @FieldSource(FORMS)
    void bytesThatMakeNoBlockAreKeptForTheNextExtension(TlsfOptions options) {
        long memory = fixture.memory(8 * KIB);
        TlsfAllocator allocator = TlsfAllocator.over(memory + 4 * KIB, 2 * KIB, options);
        long free = allocator.largestFree();
        long lost = allocator.statistics().lostBytes();
        long start = memory + 4 * KIB;
        for (int step = 1; step <= 64; step++) {
            allocator.extendRegion(start, 1, 1);
            start--;
            TlsfCheck.verify(allocator);
            assertThat(allocator.statistics().lostBytes()).isLessThanOrEqualTo(62);
        }
        assertThat(allocator.statistics().lostBytes()).isEqualTo(lost);
        assertThat(allocator.largestFree()).isEqualTo(free + 128);
    }

    @Test
    void badExtensionsChangeNothing() {
        long memory = fixture.memory(64 * KIB);
        TlsfAllocator allocator = TlsfAllocator.over(memory + 16 * KIB, 16 * KIB, TlsfOptions.DEFAULT);
        allocator.addRegion(memory + 40 * KIB, 8 * KIB);
        allocator.addRegion(memory, 8 * KIB);
        allocator.allocate(100, 16);
        AllocatorStatistics before = allocator.statistics();
        long start = memory + 16 * KIB;
        long most = TlsfLayout.MAX_BLOCK_BYTES;
        assertKind(Kind.MEMORY_OVERLAP, () -> allocator.extendRegion(start, 8 * KIB + 1, 0));
        assertKind(Kind.MEMORY_OVERLAP, () -> allocator.extendRegion(start, 0, 8 * KIB + 1));
        assertKind(Kind.MEMORY_OVERLAP, () -> allocator.extendRegion(start, 0, 48 * KIB));
        for (long[] bad : new long[][] {
            {start + 1, 0, 8}, {start, -1, 0}, {start, 0, -1}, {start, start, 0}, {start, Long.MAX_VALUE, 0},
            {start, 0, Long.MAX_VALUE}, {start, 0, most}, {start, 1L << 35, 0}, {0, 0, 0}, {Long.MAX_VALUE, 1, 1}
        }) {
            assertKind(Kind.INVALID_PARAMETER, () -> allocator.extendRegion(bad[0], bad[1], bad[2]));
        }
        assertThat(allocator.statistics()).isEqualTo(before);
        TlsfCheck.verify(allocator);
        allocator.extendRegion(start, 8 * KIB, 8 * KIB);
        TlsfCheck.verify(allocator);
    }

    @ParameterizedTest
    @FieldSource(FORMS)
    void aRegionGoesWhenItsLastBlockHasGoneAndNoSooner(TlsfOptions options) {
        TlsfAllocator allocator = fixture.over(4 * KIB, options);
        long memory = fixture.memory(16 * KIB);
        allocator.addRegion(memory, 16 * KIB);
        long waiting = allocator.allocate(100, 16);
        long live = allocator.allocate(6 * KIB, 16);
        allocator.free(waiting, 100, 16);
        AllocatorStatistics before = allocator.statistics();
        assertKind(Kind.INVALID_PARAMETER, () -> allocator.removeRegion(memory));
        assertKind(Kind.INVALID_PARAMETER, () -> allocator.removeRegion(memory + 1));
        assertThat(allocator.statistics()).isEqualTo(before);
        allocator.free(live, 6 * KIB, 16);
        allocator.removeRegion(memory);
        TlsfCheck.verify(allocator);
        assertThat(allocator.contains(live)).isFalse();
        assertThat(allocator.statistics().sourceBytes()).isEqualTo(4 * KIB);
        assertKind(Kind.NOT_ALLOCATED, () -> allocator.free(live, 6 * KIB, 16));
        assertThat(allocator.tryAllocate(6 * KIB, 16)).isEqualTo(Allocator.NULL);
        allocator.addRegion(memory, 16 * KIB);
        allocator.allocate(6 * KIB, 16);
        TlsfCheck.verify(allocator);
    }

    @Test
    void drawnRegionsAreTheSourcesBusiness() {
        RegionSource source = new RegionSource(fixture.memory(64 * KIB), 64 * KIB, 4_096);
        TlsfAllocator allocator = TlsfAllocator.create(source, TlsfOptions.DEFAULT.growingBy(4_096));
        long drawn = allocator.allocate(100, 16) - 32;
        assertKind(Kind.INVALID_PARAMETER, () -> allocator.removeRegion(drawn));
        assertKind(Kind.INVALID_PARAMETER, () -> allocator.extendRegion(drawn, 0, 64));
        TlsfCheck.verify(allocator);
    }

    /** No piece is as long as the request, but what is free at the end of a drawn one and what lies behind it are. */
    @ParameterizedTest
    @FieldSource(FORMS)
    void aSourceEnlargesADrawnRegionBeforeARefusal(TlsfOptions options) {
        RegionSource source = new RegionSource(fixture.memory(1_024 * KIB), 1_024 * KIB, 4_096);
        TlsfAllocator allocator = TlsfAllocator.create(source, options.growingBy(600 * KIB));
        long kept = allocator.allocate(100 * KIB, 16);
        assertThat(source.obtainedBytes()).isEqualTo(600 * KIB);
        long large = allocator.allocate(800 * KIB, 16);
        assertThat(large).isEqualTo(kept + TlsfLayout.blockBytes(100 * KIB));
        assertThat(source.obtainedBytes()).isBetween(900 * KIB, 910 * KIB);
        assertThat(allocator.statistics().sourceBytes()).isEqualTo(source.obtainedBytes());
        TlsfCheck.verify(allocator);
        assertThat(allocator.tryAllocate(200 * KIB, 16)).isEqualTo(Allocator.NULL);
        allocator.free(kept, 100 * KIB, 16);
        allocator.free(large, 800 * KIB, 16);
        TlsfCheck.verify(allocator);
        long bytes = source.obtainedBytes();
        assertThat(allocator.trim()).isEqualTo(bytes);
        assertThat(source.obtainedBytes()).isZero();
    }

    @ParameterizedTest
    @FieldSource(FORMS)
    void anAlignedRequestEnlargesADrawnRegionToo(TlsfOptions options) {
        RegionSource source = new RegionSource(fixture.memory(1_024 * KIB), 1_024 * KIB, 4_096);
        TlsfAllocator allocator = TlsfAllocator.create(source, options.growingBy(600 * KIB));
        allocator.allocate(100 * KIB, 16);
        assertThat(allocator.allocate(700 * KIB, 64 * KIB) % (64 * KIB)).isZero();
        TlsfCheck.verify(allocator);
        allocator.close();
        assertThat(source.obtainedBytes()).isZero();
    }

    @ParameterizedTest
    @FieldSource(FORMS)
    void survivesAScriptOfRegionsThatComeGrowAndGo(TlsfOptions options) {
        TlsfAllocator allocator = TlsfAllocator.create(MemorySource.EMPTY, options);
        RegionScript.run(regionsOf(allocator), fixture.memory(512 * KIB), 512 * KIB, 3_000);
    }

    private static RegionScript.Regions regionsOf(TlsfAllocator allocator) {
        return new RegionScript.Regions() {
            @Override
            public Allocator allocator() {
                return allocator;
            }

            @Override
            public void add(long start, long byteSize) {
                allocator.addRegion(start, byteSize);
            }

            @Override
            public void extend(long start, long before, long behind) {
                allocator.extendRegion(start, before, behind);
            }

            @Override
            public void remove(long start) {
                allocator.removeRegion(start);
            }

            @Override
            public void check() {
                TlsfCheck.verify(allocator);
            }
        };
    }
}
