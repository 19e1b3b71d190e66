package org.allotment.core;

import static org.allotment.core.AllocationException.Kind.INVALID_PARAMETER;
import static org.allotment.core.AllocationException.Kind.NO_MEMORY;
import static org.allotment.core.Refusals.assertRefused;
import static org.allotment.core.Refusals.assertRefusedUntouched;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The rules of allocating: alignment, bounds, bad arguments, being full, and where the bytes are. */
public interface AllocationContract extends ContractSubject {
    long MEBIBYTE = 1 << 20;

    @Test
    default void alignsTheAbsoluteAddressForEveryPowerOfTwo() {
        for (long alignment = 1; alignment <= maxAlignment(); alignment <<= 1) {
            for (long size : new long[] {1, alignment, alignment + 1, 100}) {
                try (Allocator allocator = create(MEBIBYTE)) {
                    ShadowModel model = new ShadowModel(allocator);
                    model.allocated(allocator.allocate(1, 1), 1, 1);
                    model.allocated(allocator.allocate(size, alignment), size, alignment);
                    model.allocated(allocator.tryAllocate(size, alignment), size, alignment);
                    model.verifyAll();
                    check(allocator);
                }
            }
        }
    }

    @Test
    default void givesDisjointBlocksOfEverySizeToTwoKibibytes() {
        try (Allocator allocator = create(8 * MEBIBYTE)) {
            ShadowModel model = new ShadowModel(allocator);
            for (long size = 1; size <= 2_048; size++) {
                model.allocated(allocator.allocate(size, 1), size, 1);
            }
            model.verifyAll();
            check(allocator);
            assertThat(allocator.statistics().liveBlocks()).isEqualTo(2_048);
        }
    }

    @Test
    default void servesSizesAroundEveryPowerOfTwo() {
        try (Allocator allocator = create(8 * MEBIBYTE)) {
            ShadowModel model = new ShadowModel(allocator);
            for (long size = 1; size <= MEBIBYTE; size <<= 1) {
                for (long near = Math.max(1, size - 1); near <= size + 1 && near <= MEBIBYTE; near++) {
                    model.allocated(allocator.allocate(near, 8), near, 8);
                }
            }
            model.verifyAll();
            check(allocator);
        }
    }

    @Test
    default void refusesSizesBelowOne() {
        try (Allocator allocator = create(MEBIBYTE)) {
            for (long size : new long[] {0, -1, -4_096, Long.MIN_VALUE}) {
                assertRefusedUntouched(this, allocator, INVALID_PARAMETER, () -> allocator.allocate(size, 8));
                assertRefusedUntouched(this, allocator, INVALID_PARAMETER, () -> allocator.tryAllocate(size, 8));
            }
        }
    }

    @Test
    default void refusesSizesThatOverflowWithTheirAlignment() {
        try (Allocator allocator = create(MEBIBYTE)) {
            for (long alignment : new long[] {1, 16, 4_096, 1L << 62}) {
                long size = Long.MAX_VALUE - alignment + 1;
                assertRefusedUntouched(this, allocator, INVALID_PARAMETER, () -> allocator.allocate(size, alignment));
                assertRefusedUntouched(
                        this, allocator, INVALID_PARAMETER, () -> allocator.tryAllocate(size, alignment));
            }
        }
    }

    @Test
    default void refusesAlignmentsThatAreNoPowerOfTwo() {
        try (Allocator allocator = create(MEBIBYTE)) {
            for (long alignment : new long[] {0, -1, -8, 3, 6, 12, 24, 4_095, 4_097, Long.MIN_VALUE, Long.MAX_VALUE}) {
                for (long size : new long[] {1, 64, 5_000, 100_000}) {
                    assertRefusedUntouched(
                            this, allocator, INVALID_PARAMETER, () -> allocator.allocate(size, alignment));
                    assertRefusedUntouched(
                            this, allocator, INVALID_PARAMETER, () -> allocator.tryAllocate(size, alignment));
                }
            }
        }
    }

    @Test
    default void namesTheRefusedArguments() {
        try (Allocator allocator = create(MEBIBYTE)) {
            org.assertj.core.api.Assertions.assertThatThrownBy(() -> allocator.allocate(-5, 8))
                    .hasMessageContaining("size=-5");
            org.assertj.core.api.Assertions.assertThatThrownBy(() -> allocator.allocate(64, 12))
                    .hasMessageContaining("alignment=12");
            org.assertj.core.api.Assertions.assertThatThrownBy(() -> allocator.allocate(1L << 40, 8))
                    .hasMessageContaining("size=" + (1L << 40));
        }
    }

    @Test
    default void saysNoMemoryToWhatCanNeverFit() {
        try (Allocator allocator = create(MEBIBYTE)) {
            ShadowModel model = new ShadowModel(allocator);
            model.allocated(allocator.allocate(100, 8), 100, 8);
            for (long size : new long[] {2 * MEBIBYTE, 1L << 32, 1L << 47, 1L << 62, Long.MAX_VALUE - 8}) {
                assertRefused(this, allocator, NO_MEMORY, () -> allocator.allocate(size, 8));
                assertThat(allocator.tryAllocate(size, 8)).isEqualTo(Allocator.NULL);
                Refusals.assertUnchanged(this, allocator, allocator.statistics());
            }
            assertRefused(this, allocator, NO_MEMORY, () -> allocator.allocate(64, 1L << 61));
            model.allocated(allocator.allocate(100, 8), 100, 8);
            model.verifyAll();
        }
    }

    @Test
    default void holdsAtLeastHalfOfItsMemoryInBlocksAndThenSaysFull() {
        try (Allocator allocator = create(MEBIBYTE)) {
            ShadowModel model = new ShadowModel(allocator);
            fillUp(allocator, model, 256);
            assertThat(model.requestedBytes()).isBetween(MEBIBYTE / 2, MEBIBYTE);
            assertRefused(this, allocator, NO_MEMORY, () -> allocator.allocate(256, 8));
            model.verifyAll();
        }
    }

    @Test
    default void givesTheSameRoomAgainAfterEverythingIsFreed() {
        try (Allocator allocator = create(MEBIBYTE)) {
            ShadowModel model = new ShadowModel(allocator);
            List<ShadowModel.Block> blocks = fillUp(allocator, model, 1_000);
            int first = blocks.size();
            if (has(Trait.REUSES)) {
                for (ShadowModel.Block block : blocks) {
                    model.freed(block);
                    allocator.free(block.address(), block.size(), block.alignment());
                }
            } else {
                model.clear();
                recycle(allocator);
            }
            check(allocator);
            assertThat(allocator.statistics().liveBlocks()).isZero();
            assertThat(allocator.statistics().liveBlockBytes()).isZero();
            assertThat(fillUp(allocator, model, 1_000)).hasSizeGreaterThanOrEqualTo(first);
        }
    }

    @Test
    default void conservesBytesAfterEachStep() {
        try (Allocator allocator = create(MEBIBYTE)) {
            assertThat(allocator.statistics().isConserved()).isTrue();
            assertThat(allocator.statistics().liveBlocks()).isZero();
            long requested = 0;
            for (int i = 1; i <= 64; i++) {
                long size = i * 37L;
                allocator.allocate(size, 1L << (i % 8));
                requested += size;
                AllocatorStatistics statistics = allocator.statistics();
                assertThat(statistics.isConserved()).as("%s", statistics).isTrue();
                assertThat(statistics.liveBlocks()).isEqualTo(i);
                assertThat(statistics.liveBlockBytes()).isGreaterThanOrEqualTo(requested);
                assertThat(statistics.sourceBytes()).isLessThanOrEqualTo(MEBIBYTE);
            }
        }
    }

    private static List<ShadowModel.Block> fillUp(Allocator allocator, ShadowModel model, long size) {
        List<ShadowModel.Block> blocks = new ArrayList<>();
        for (long address = allocator.tryAllocate(size, 8);
                address != Allocator.NULL;
                address = allocator.tryAllocate(size, 8)) {
            blocks.add(model.allocated(address, size, 8));
        }
        return blocks;
    }
}
