package org.allotment.core;

import static org.allotment.core.AllocationException.Kind.INVALID_PARAMETER;
import static org.allotment.core.AllocationException.Kind.NOT_ALLOCATED;
import static org.allotment.core.AllocationException.Kind.NO_MEMORY;
import static org.allotment.core.Movement.MAY_MOVE;
import static org.allotment.core.Movement.MUST_NOT_MOVE;
import static org.allotment.core.Refusals.assertRefused;
import static org.allotment.core.Refusals.assertRefusedUntouched;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.Test;

/** The rules of resizing: what stays, what moves, and that a failure leaves the block as it was. */
public interface ResizeContract extends ContractSubject {
    @Test
    default void growingKeepsTheContentsWhereverTheBlockGoes() {
        try (Allocator allocator = create(1 << 20)) {
            ShadowModel model = new ShadowModel(allocator);
            ShadowModel.Block block = model.allocated(allocator.allocate(1, 1), 1, 1);
            for (long size = 2; size <= 100_000; size = size * 3 / 2 + 1) {
                model.allocated(allocator.allocate(24, 8), 24, 8);
                long address = allocator.grow(block.address(), block.size(), size, 1, MAY_MOVE);
                block = model.resized(block, address, size, 1);
                check(allocator);
            }
            model.verifyAll();
        }
    }

    @Test
    default void shrinkingKeepsTheContentsWhereverTheBlockGoes() {
        try (Allocator allocator = create(1 << 20)) {
            ShadowModel model = new ShadowModel(allocator);
            ShadowModel.Block block = model.allocated(allocator.allocate(200_000, 8), 200_000, 8);
            for (long size = 150_000; size >= 1; size = size * 2 / 3) {
                long address = allocator.shrink(block.address(), block.size(), size, 8, MAY_MOVE);
                block = model.resized(block, address, size, 8);
                check(allocator);
                assertThat(allocator.statistics().isConserved()).isTrue();
            }
            model.freed(block);
            allocator.free(block.address(), block.size(), 8);
            assertThat(allocator.statistics().liveBlocks()).isZero();
        }
    }

    @Test
    default void resizingToTheSameSizeIsAlwaysPossible() {
        try (Allocator allocator = create(1 << 20)) {
            for (long size : FreeContract.SIZES) {
                long address = allocator.allocate(size, 8);
                long next = allocator.allocate(size, 8);
                assertThat(allocator.tryGrowInPlace(next, size, size)).isTrue();
                assertThat(allocator.grow(address, size, size, 8, MUST_NOT_MOVE))
                        .isEqualTo(address);
                assertThat(allocator.shrink(address, size, size, 8, MUST_NOT_MOVE))
                        .isEqualTo(address);
                allocator.free(next, size, 8);
                allocator.free(address, size, 8);
            }
        }
    }

    @Test
    default void growsInPlaceToTheUsableSize() {
        try (Allocator allocator = create(1 << 20)) {
            assumeTrue(allocator instanceof SizeAware);
            SizeAware aware = (SizeAware) allocator;
            for (long size : FreeContract.SIZES) {
                long address = aware.allocate(size, 8);
                long usable = aware.usableSize(address);
                assertThat(aware.tryGrowInPlace(address, size, usable)).isTrue();
                assertThat(aware.usableSize(address)).isGreaterThanOrEqualTo(usable);
                aware.free(address, usable, 8);
            }
            check(aware);
        }
    }

    @Test
    default void aResizeInPlaceThatSucceedsIsFreedWithTheNewSize() {
        try (Allocator allocator = create(1 << 20)) {
            for (long size : FreeContract.SIZES) {
                long address = allocator.allocate(size, 8);
                long current = allocator.tryGrowInPlace(address, size, size + 40) ? size + 40 : size;
                check(allocator);
                if (current > 1 && allocator.tryShrinkInPlace(address, current, current - 1)) {
                    current--;
                }
                check(allocator);
                if (allocator.tryShrinkInPlace(address, current, (current + 1) / 2)) {
                    current = (current + 1) / 2;
                }
                check(allocator);
                allocator.free(address, current, 8);
            }
            assertThat(allocator.statistics().liveBlockBytes()).isZero();
        }
    }

    @Test
    default void mustNotMoveFailsAndLeavesTheBlockWhenItWouldHaveToMove() {
        try (Allocator allocator = create(1 << 20)) {
            ShadowModel model = new ShadowModel(allocator);
            for (long size : FreeContract.SIZES) {
                ShadowModel.Block block = model.allocated(allocator.allocate(size, 8), size, 8);
                model.allocated(allocator.allocate(size, 8), size, 8);
                long tooMuch = 700_000;
                assertThat(allocator.tryGrowInPlace(block.address(), size, tooMuch))
                        .isFalse();
                assertRefused(
                        this,
                        allocator,
                        NO_MEMORY,
                        () -> allocator.grow(block.address(), size, tooMuch, 8, MUST_NOT_MOVE));
                model.verifyAll();
                model.freed(block);
                allocator.free(block.address(), size, 8);
            }
        }
    }

    @Test
    default void mustNotMoveIsTryInPlaceWithAnException() {
        try (Allocator allocator = create(1 << 20)) {
            ShadowModel model = new ShadowModel(allocator);
            for (long size : FreeContract.SIZES) {
                ShadowModel.Block block = model.allocated(allocator.allocate(size, 8), size, 8);
                long smaller = (size + 3) / 4;
                try {
                    long address = allocator.shrink(block.address(), size, smaller, 8, MUST_NOT_MOVE);
                    assertThat(address).isEqualTo(block.address());
                    block = model.resized(block, address, smaller, 8);
                } catch (AllocationException wouldMove) {
                    assertThat(wouldMove.kind()).isEqualTo(NO_MEMORY);
                }
                check(allocator);
                model.freed(block);
                allocator.free(block.address(), block.size(), 8);
            }
            assertThat(allocator.statistics().liveBlocks()).isZero();
        }
    }

    @Test
    default void aGrowthThatFindsNoRoomLeavesTheBlock() {
        try (Allocator allocator = create(1 << 20)) {
            ShadowModel model = new ShadowModel(allocator);
            for (long size : FreeContract.SIZES) {
                ShadowModel.Block block = model.allocated(allocator.allocate(size, 8), size, 8);
                for (long newSize : new long[] {1 << 21, 1L << 40, Long.MAX_VALUE - 8}) {
                    assertRefused(
                            this,
                            allocator,
                            NO_MEMORY,
                            () -> allocator.grow(block.address(), size, newSize, 8, MAY_MOVE));
                    assertThat(allocator.tryGrowInPlace(block.address(), size, newSize))
                            .isFalse();
                }
                model.verifyAll();
                model.freed(block);
                allocator.free(block.address(), size, 8);
            }
        }
    }

    @Test
    default void aResizeMayRaiseTheAlignment() {
        try (Allocator allocator = create(1 << 20)) {
            ShadowModel model = new ShadowModel(allocator);
            model.allocated(allocator.allocate(1, 1), 1, 1);
            for (long alignment = 2; alignment <= 16_384; alignment <<= 1) {
                ShadowModel.Block grown = model.allocated(allocator.allocate(99, 1), 99, 1);
                long address = allocator.grow(grown.address(), 99, 120, alignment, MAY_MOVE);
                grown = model.resized(grown, address, 120, alignment);
                long smaller = allocator.shrink(address, 120, 60, alignment, MAY_MOVE);
                grown = model.resized(grown, smaller, 60, alignment);
                check(allocator);
                model.freed(grown);
                allocator.free(grown.address(), 60, alignment);
            }
            model.verifyAll();
        }
    }

    @Test
    default void refusesBadResizeArguments() {
        try (Allocator allocator = create(1 << 20)) {
            long address = allocator.allocate(100, 8);
            for (long bad : new long[] {0, -1, 99, Long.MIN_VALUE}) {
                assertRefusedUntouched(
                        this, allocator, INVALID_PARAMETER, () -> allocator.tryGrowInPlace(address, 100, bad));
                assertRefusedUntouched(
                        this, allocator, INVALID_PARAMETER, () -> allocator.grow(address, 100, bad, 8, MAY_MOVE));
            }
            for (long bad : new long[] {0, -1, 101, Long.MIN_VALUE, Long.MAX_VALUE}) {
                assertRefusedUntouched(
                        this, allocator, INVALID_PARAMETER, () -> allocator.tryShrinkInPlace(address, 100, bad));
                assertRefusedUntouched(
                        this, allocator, INVALID_PARAMETER, () -> allocator.shrink(address, 100, bad, 8, MAY_MOVE));
            }
            for (long bad : new long[] {0, -8, 3, Long.MIN_VALUE}) {
                assertRefusedUntouched(
                        this, allocator, INVALID_PARAMETER, () -> allocator.grow(address, 100, 200, bad, MAY_MOVE));
                assertRefusedUntouched(
                        this, allocator, INVALID_PARAMETER, () -> allocator.shrink(address, 100, 50, bad, MAY_MOVE));
            }
            allocator.free(address, 100, 8);
        }
    }

    @Test
    default void refusesToResizeForeignBlocks() {
        try (Allocator allocator = create(1 << 20);
                Allocator other = create(1 << 20)) {
            refusesToResize(allocator, other.allocate(100, 8), 100);
        }
    }

    @Test
    default void refusesToResizeFreedAndInteriorBlocks() {
        assumeTrue(has(Trait.CATCHES_MISUSE));
        try (Allocator allocator = create(1 << 20)) {
            for (long size : FreeContract.SIZES) {
                long address = allocator.allocate(size, 8);
                refusesToResize(allocator, address + 1, 1);
                allocator.free(address, size, 8);
                refusesToResize(allocator, address, size);
            }
        }
    }

    private void refusesToResize(Allocator allocator, long address, long size) {
        assertRefusedUntouched(
                this, allocator, NOT_ALLOCATED, () -> allocator.tryGrowInPlace(address, size, size + 50));
        assertRefusedUntouched(this, allocator, NOT_ALLOCATED, () -> allocator.tryShrinkInPlace(address, size, 1));
        assertRefusedUntouched(
                this, allocator, NOT_ALLOCATED, () -> allocator.grow(address, size, size + 50, 8, MAY_MOVE));
        assertRefusedUntouched(this, allocator, NOT_ALLOCATED, () -> allocator.shrink(address, size, 1, 8, MAY_MOVE));
    }
}
