package org.allotment.core.buddy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.allotment.core.AllocationException;
import org.allotment.core.Allocator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Waiting blocks: reuse, limits, and that they never cost a refusal. */
final class BuddyQuickTest {
    private static final long MIB = 1 << 20;

    @ParameterizedTest
    @ValueSource(longs = {1, 8, 9, 16, 17, 32, 100, 1_024, 5_000, 65_536})
    void aFreedBlockServesTheNextRequestOfItsSize(long size) {
        BuddyAllocator allocator = BuddyFixture.nowhere(MIB, BuddyOptions.DEFAULT);
        long keep = allocator.allocate(size, 1);
        long block = allocator.allocate(size, 1);
        allocator.free(block, size, 1);
        allocator.free(keep, size, 1);
        BuddyCheck.verify(allocator);
        assertThat(allocator.statistics().liveBlocks()).isZero();
        assertThat(allocator.heap().quick.blocks()).isEqualTo(2);
        assertThat(allocator.allocate(size, 1))
                .as("the last freed is the first reused")
                .isEqualTo(keep);
        assertThat(allocator.allocate(size, 1)).isEqualTo(block);
        BuddyCheck.verify(allocator);
    }

    @Test
    void aStackBeyondItsLimitMergesAtOnce() {
        BuddyAllocator allocator = BuddyFixture.nowhere(MIB, BuddyOptions.DEFAULT);
        List<Long> blocks = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            blocks.add(allocator.allocate(64, 8));
        }
        for (int i = 0; i < blocks.size(); i++) {
            allocator.free(blocks.get(i), 64, 8);
            assertThat(allocator.heap().quick.waiting[6]).isEqualTo(Math.min(i + 1, BuddyQuick.limit(6)));
        }
        BuddyCheck.verify(allocator);
        assertThat(allocator.statistics().freeBytes()).isEqualTo(MIB);
    }

    @ParameterizedTest
    @FieldSource("org.allotment.core.buddy.BuddyFixture#FORMS")
    void whatWaitsIsMergedBeforeMemoryIsRefused(BuddyOptions options) {
        BuddyAllocator allocator = BuddyFixture.nowhere(MIB, options);
        List<Long> blocks = new ArrayList<>();
        for (long address = allocator.tryAllocate(4_096, 8);
                address != Allocator.NULL;
                address = allocator.tryAllocate(4_096, 8)) {
            blocks.add(address);
        }
        assertThat(blocks).hasSize(256);
        blocks.forEach(allocator::free);
        assertThat(allocator.allocate(MIB, 8)).isEqualTo(BuddyFixture.NOWHERE);
        assertThat(allocator.heap().quick.blocks()).isZero();
        BuddyCheck.verify(allocator);
    }

    @ParameterizedTest
    @FieldSource("org.allotment.core.buddy.BuddyFixture#CHECKED")
    void aWaitingBlockIsNotAllocated(BuddyOptions options) {
        BuddyAllocator allocator = BuddyFixture.nowhere(MIB, options);
        for (long size : new long[] {8, 16, 32, 64, 4_096, 65_536, 131_072}) {
            long block = allocator.allocate(size, 1);
            allocator.free(block);
            for (Runnable call : new Runnable[] {
                () -> allocator.free(block),
                () -> allocator.free(block, size, 1),
                () -> allocator.usableSize(block),
                () -> allocator.tryGrowInPlace(block, size, size),
                () -> allocator.tryShrinkInPlace(block, size, 1)
            }) {
                assertThatThrownBy(call::run)
                        .isInstanceOfSatisfying(
                                AllocationException.class,
                                refusal ->
                                        assertThat(refusal.kind()).isEqualTo(AllocationException.Kind.NOT_ALLOCATED));
                BuddyCheck.verify(allocator);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, 65_537, Long.MIN_VALUE})
    void limitsOutOfRangeAreRefused(long limit) {
        assertThatThrownBy(() -> new BuddyOptions(true, true, 8, limit, 4_096, false))
                .hasMessageEndingWith("quickLimit=" + limit);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -8, 1, 4, 9, 24, 1L << 31, Long.MIN_VALUE})
    void smallestBlocksOutOfRangeAreRefused(long bytes) {
        assertThatThrownBy(() -> BuddyOptions.DEFAULT.blocksFrom(bytes)).hasMessageEndingWith("minBlockBytes=" + bytes);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -8, 2_048, 5_000, 1L << 41, Long.MIN_VALUE})
    void growthsOutOfRangeAreRefused(long bytes) {
        assertThatThrownBy(() -> BuddyOptions.DEFAULT.growingBy(bytes)).hasMessageEndingWith("growthBytes=" + bytes);
    }
}
