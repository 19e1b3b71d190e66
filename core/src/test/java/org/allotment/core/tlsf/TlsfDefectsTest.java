package org.allotment.core.tlsf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.ArrayList;
import java.util.List;
import org.allotment.core.AllocationException;
import org.allotment.core.AllocationException.Kind;
import org.allotment.core.Allocator;
import org.allotment.core.AllocatorStatistics;
import org.allotment.core.defects.Defect;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** The seed's defects that touch this engine, by their numbers. */
final class TlsfDefectsTest {
    private static final long MIB = 1 << 20;

    private final TlsfFixture fixture = new TlsfFixture();

    @AfterEach
    void tearDown() {
        fixture.close();
    }

    @Defect("A18")
    @ParameterizedTest
    @FieldSource("org.allotment.core.tlsf.TlsfFixture#FORMS")
    void a18EveryByteIsLiveMetadataFreeOrLost(TlsfOptions options) {
        long memory = fixture.memory(MIB);
        TlsfAllocator allocator = TlsfAllocator.over(memory + 3, MIB - 3, options);
        AllocatorStatistics fresh = allocator.statistics();
        assertThat(fresh.sourceBytes()).isEqualTo(MIB - 3);
        // 13 bytes to the first header; one header, one sentinel; the region's end is aligned.
        assertThat(fresh.lostBytes()).isEqualTo(13);
        assertThat(fresh.inBandMetadataBytes()).isEqualTo(32);
        assertThat(fresh.freeBytes()).isEqualTo(allocator.largestFree()).isEqualTo(MIB - 16 - 32);

        long address = allocator.allocate(100, 16);
        AllocatorStatistics one = allocator.statistics();
        assertThat(one.liveBlockBytes()).isEqualTo(112).isEqualTo(allocator.usableSize(address));
        assertThat(one.inBandMetadataBytes()).isEqualTo(48);
        assertThat(one.freeBytes()).isEqualTo(fresh.freeBytes() - 112 - 16);
        assertThat(one.isConserved()).isTrue();
        allocator.free(address, 100, 16);
        assertThat(allocator.statistics().liveBlockBytes()).isZero();
        assertThat(allocator.largestFree()).isEqualTo(fresh.freeBytes());
        assertThat(allocator.statistics()).isEqualTo(fresh);
    }

    @Defect("A19")
    @ParameterizedTest
    @FieldSource("org.allotment.core.tlsf.TlsfFixture#FORMS")
    void a19TheWholeOfAFreshPoolCanBeHadInOnePiece(TlsfOptions options) {
        TlsfAllocator allocator = fixture.over(MIB, options);
        long all = allocator.largestFree();
        assertThat(all).isEqualTo(MIB - 48);
        long block = TlsfLayout.blockBytes(all);
        assertThat(TlsfLayout.goodFitListOf(block))
                .as("good fit alone would refuse")
                .isGreaterThan(TlsfLayout.listOf(block));
        long address = allocator.allocate(all, 32);
        assertThat(allocator.largestFree()).isZero();
        assertThat(allocator.statistics().freeBytes()).isZero();
        assertThat(allocator.tryAllocate(1, 1)).isEqualTo(Allocator.NULL);
        allocator.free(address, all, 32);
        TlsfCheck.verify(allocator);
    }

    @Defect("A19")
    @ParameterizedTest
    @FieldSource("org.allotment.core.tlsf.TlsfFixture#FORMS")
    void a19TheLargestFreeBlockIsServedWhateverItsPlaceAmongSixtyFour(TlsfOptions options) {
        TlsfAllocator allocator = fixture.over(16 * MIB, options);
        List<Long> blocks = new ArrayList<>();
        // All of one list: 131,072 to 135,167 bytes.
        for (int i = 0; i < 60; i++) {
            blocks.add(allocator.allocate(132_000 + (i == 20 ? 2_000 : 0), 16));
            allocator.allocate(16, 16);
        }
        fillUp(allocator);
        blocks.forEach(allocator::free);
        long largest = allocator.largestFree();
        assertThat(largest).isGreaterThanOrEqualTo(134_000);
        assertThat(allocator.tryAllocate(largest + 1, 16)).isEqualTo(Allocator.NULL);
        assertThat(allocator.allocate(largest, 16)).isEqualTo(blocks.get(20));
        assertThat(allocator.allocate(allocator.largestFree(), 16)).isNotEqualTo(Allocator.NULL);
        TlsfCheck.verify(allocator);
    }

    private static void fillUp(TlsfAllocator allocator) {
        for (long size = allocator.largestFree(); size > 0; size = allocator.largestFree()) {
            allocator.allocate(size, 16);
        }
    }

    @Defect("A19")
    @ParameterizedTest
    @FieldSource("org.allotment.core.tlsf.TlsfFixture#FORMS")
    void a19AnAlignedRequestIsServedFromABlockThatJustFits(TlsfOptions options) {
        TlsfAllocator allocator = fixture.over(MIB, options);
        long target = allocator.allocate(8_192, 4_096);
        fillUp(allocator);
        allocator.free(target, 8_192, 4_096);
        assertThat(allocator.allocate(8_192, 4_096)).isEqualTo(target);
        TlsfCheck.verify(allocator);
    }

    @Defect("A20")
    @ParameterizedTest
    @FieldSource("org.allotment.core.tlsf.TlsfFixture#FORMS")
    void a20WhatLiesInFrontOfAnAlignedBlockStaysFree(TlsfOptions options) {
        TlsfAllocator allocator = fixture.over(MIB, options);
        allocator.allocate(64, 16);
        long before = allocator.statistics().freeBytes();
        long aligned = allocator.allocate(64, 4_096);
        assertThat(aligned % 4_096).isZero();
        assertThat(allocator.usableSize(aligned)).isEqualTo(80);
        assertThat(before - allocator.statistics().freeBytes())
                .as("the block, and a header for each of the two new blocks")
                .isEqualTo(80 + 2 * 16);
        long front = allocator.allocate(3_000, 16);
        assertThat(front).as("the gap serves").isLessThan(aligned);
        TlsfCheck.verify(allocator);
    }

    @Defect("A20")
    @ParameterizedTest
    @FieldSource("org.allotment.core.tlsf.TlsfFixture#FORMS")
    void a20AFreeNeedsNoAlignment(TlsfOptions options) {
        TlsfAllocator allocator = fixture.over(MIB, options);
        long whole = allocator.largestFree();
        for (long alignment = 1; alignment <= 1 << 18; alignment <<= 1) {
            long address = allocator.allocate(100, alignment);
            assertThat(address % alignment).isZero();
            allocator.free(address);
            long again = allocator.allocate(100, alignment);
            allocator.free(again, 100, 1);
            TlsfCheck.verify(allocator);
        }
        assertThat(allocator.largestFree()).isEqualTo(whole);
    }

    @Defect("A24")
    @ParameterizedTest
    @FieldSource("org.allotment.core.tlsf.TlsfFixture#FORMS")
    void a24SizesNearTheEndOfLongNeitherWrapNorChangeAnything(TlsfOptions options) {
        TlsfAllocator allocator = fixture.over(MIB, options);
        long address = allocator.allocate(100, 16);
        AllocatorStatistics before = allocator.statistics();
        for (int back = 0; back < 80; back++) {
            long size = Long.MAX_VALUE - back;
            assertThatExceptionOfType(AllocationException.class)
                    .isThrownBy(() -> allocator.allocate(size, 16))
                    .satisfies(refusal -> assertThat(refusal.kind())
                            .isEqualTo(size > Long.MAX_VALUE - 16 ? Kind.INVALID_PARAMETER : Kind.NO_MEMORY));
            assertThat(allocator.tryGrowInPlace(address, 100, size)).isFalse();
        }
        for (int shift = 40; shift < 63; shift++) {
            assertThat(allocator.tryAllocate(1L << shift, 16)).isEqualTo(Allocator.NULL);
            assertThat(allocator.tryAllocate((1L << shift) - 16, 16)).isEqualTo(Allocator.NULL);
            assertThat(allocator.tryAllocate(1, 1L << shift)).isEqualTo(Allocator.NULL);
        }
        assertThat(allocator.statistics().liveBlockBytes()).isEqualTo(before.liveBlockBytes());
        TlsfCheck.verify(allocator);
    }

    @Defect("A24")
    @Test
    void a24RegionsNearTheEndOfLongAreRefused() {
        for (long address : new long[] {0, -4_096, Long.MAX_VALUE, Long.MAX_VALUE - 4_096, 1L << 53}) {
            for (long bytes : new long[] {0, -1, 4_096, Long.MAX_VALUE}) {
                assertThatExceptionOfType(AllocationException.class)
                        .isThrownBy(() -> TlsfAllocator.over(address, bytes, TlsfOptions.DEFAULT))
                        .matches(refusal -> refusal.kind() == Kind.INVALID_PARAMETER);
            }
        }
    }
}
