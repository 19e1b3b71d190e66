package org.allotment.core;

import static org.allotment.core.AllocationException.Kind.INVALID_PARAMETER;
import static org.allotment.core.AllocationException.Kind.NOT_ALLOCATED;
import static org.allotment.core.Refusals.assertRefusedUntouched;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

/** The rules of freeing: what counts as the block's size, and which mistakes are caught. */
public interface FreeContract extends ContractSubject {
    List<Long> SIZES = List.of(1L, 16L, 24L, 64L, 100L, 1_024L, 1_025L, 4_096L, 5_000L, 40_000L, 150_000L);

    @Test
    default void takesBlocksBackInAnyOrder() {
        try (Allocator allocator = create(1 << 20)) {
            ShadowModel model = new ShadowModel(allocator);
            for (int order = 0; order < 3; order++) {
                ShadowModel.Block[] blocks = new ShadowModel.Block[30];
                for (int i = 0; i < blocks.length; i++) {
                    blocks[i] = model.allocated(allocator.allocate(50 + i, 8), 50 + i, 8);
                }
                for (int i = 0; i < blocks.length; i++) {
                    int index = order == 0 ? i : order == 1 ? blocks.length - 1 - i : (i * 7) % blocks.length;
                    model.freed(blocks[index]);
                    allocator.free(blocks[index].address(), blocks[index].size(), 8);
                    assertThat(allocator.statistics().isConserved()).isTrue();
                    assertThat(allocator.statistics().liveBlocks()).isEqualTo(model.count());
                    check(allocator);
                }
            }
        }
    }

    @Test
    default void refusesForeignAddresses() {
        try (Allocator allocator = create(1 << 20);
                Allocator other = create(1 << 20)) {
            long own = allocator.allocate(64, 8);
            long foreign = other.allocate(64, 8);
            for (long address : new long[] {0, 1, -1, 4_096, foreign, Long.MIN_VALUE, Long.MAX_VALUE, 1L << 46}) {
                assertThat(allocator.contains(address)).isFalse();
                assertRefusedUntouched(this, allocator, NOT_ALLOCATED, () -> allocator.free(address, 64, 8));
            }
            assertThat(allocator.contains(own)).isTrue();
            allocator.free(own, 64, 8);
            other.free(foreign, 64, 8);
        }
    }

    @Test
    default void refusesInteriorAddresses() {
        assumeTrue(has(Trait.CATCHES_MISUSE));
        try (Allocator allocator = create(1 << 20)) {
            for (long size : SIZES) {
                long address = allocator.allocate(size, 16);
                for (long offset = 1; offset < size; offset += Math.max(1, size / 20)) {
                    long interior = address + offset;
                    assertRefusedUntouched(this, allocator, NOT_ALLOCATED, () -> allocator.free(interior, 1, 1));
                }
                if (size > 16) {
                    assertRefusedUntouched(
                            this, allocator, NOT_ALLOCATED, () -> allocator.free(address + 16, size - 16, 16));
                }
                allocator.free(address, size, 16);
            }
        }
    }

    @Test
    default void refusesToFreeTwice() {
        assumeTrue(has(Trait.CATCHES_MISUSE));
        try (Allocator allocator = create(1 << 20)) {
            long keep = allocator.allocate(64, 8);
            for (long size : SIZES) {
                long address = allocator.allocate(size, 8);
                allocator.free(address, size, 8);
                assertRefusedUntouched(this, allocator, NOT_ALLOCATED, () -> allocator.free(address, size, 8));
            }
            allocator.free(keep, 64, 8);
            assertRefusedUntouched(this, allocator, NOT_ALLOCATED, () -> allocator.free(keep, 64, 8));
        }
    }

    @Test
    default void refusesSizesThatDoNotMatchTheBlock() {
        assumeTrue(has(Trait.CATCHES_MISUSE));
        try (Allocator allocator = create(1 << 20)) {
            for (long size : SIZES) {
                long address = allocator.allocate(size, 8);
                for (long wrong : new long[] {0, -1, Long.MIN_VALUE, size * 2 + 64, 1L << 40, Long.MAX_VALUE}) {
                    assertRefusedUntouched(this, allocator, INVALID_PARAMETER, () -> allocator.free(address, wrong, 8));
                }
                if (size >= 100) {
                    assertRefusedUntouched(
                            this, allocator, INVALID_PARAMETER, () -> allocator.free(address, size / 3, 8));
                }
                for (long wrong : new long[] {0, -8, 3, 24}) {
                    assertRefusedUntouched(
                            this, allocator, INVALID_PARAMETER, () -> allocator.free(address, size, wrong));
                }
                allocator.free(address, size, 8);
            }
        }
    }

    @Test
    default void takesAnySizeFromTheRequestedToTheUsable() {
        try (Allocator allocator = create(1 << 20)) {
            assumeTrue(allocator instanceof SizeAware);
            SizeAware aware = (SizeAware) allocator;
            for (long size : SIZES) {
                for (int part = 0; part <= 4; part++) {
                    long address = aware.allocate(size, 8);
                    long usable = aware.usableSize(address);
                    assertThat(usable).isGreaterThanOrEqualTo(size);
                    aware.free(address, size + (usable - size) * part / 4, 8);
                    check(aware);
                }
            }
            assertThat(aware.statistics().liveBlocks()).isZero();
        }
    }

    @Test
    default void bytesThatAreKnownBeforehandAreThoseOfEachBlock() {
        try (Allocator allocator = create(4 << 20)) {
            assumeTrue(allocator instanceof SizeAware);
            SizeAware aware = (SizeAware) allocator;
            for (long size : SIZES) {
                for (long alignment = 1; alignment <= 8_192; alignment <<= 1) {
                    long address = aware.allocate(size, alignment);
                    long usable = aware.usableSize(address);
                    assertThat(aware.bytesFor(size, alignment)).isIn(0L, usable);
                    aware.free(address, (size + usable) / 2, alignment);
                    assertThat(aware.bytesFor((size + usable) / 2, alignment)).isIn(0L, usable);
                }
                assertThat(aware.bytesFor(-size, 8)).isZero();
                assertThat(aware.bytesFor(size, 3)).isZero();
                assertThat(aware.bytesFor(size, 0)).isZero();
            }
        }
    }

    @Test
    default void freesByAddressAlone() {
        try (Allocator allocator = create(4 << 20)) {
            assumeTrue(allocator instanceof SizeAware);
            SizeAware aware = (SizeAware) allocator;
            for (long size : SIZES) {
                for (long alignment = 1; alignment <= 8_192; alignment <<= 1) {
                    long address = aware.allocate(size, alignment);
                    aware.free(address);
                    check(aware);
                }
            }
            assertThat(aware.statistics().liveBlocks()).isZero();
        }
    }

    @Test
    default void sizeQueriesCatchWhatFreesCatch() {
        try (Allocator allocator = create(1 << 20);
                Allocator other = create(1 << 20)) {
            assumeTrue(allocator instanceof SizeAware);
            SizeAware aware = (SizeAware) allocator;
            long foreign = other.allocate(64, 8);
            assertRefusedUntouched(this, aware, NOT_ALLOCATED, () -> aware.usableSize(foreign));
            assertRefusedUntouched(this, aware, NOT_ALLOCATED, () -> aware.free(foreign));
            assertRefusedUntouched(this, aware, NOT_ALLOCATED, () -> aware.free(Allocator.NULL));
            assumeTrue(has(Trait.CATCHES_MISUSE));
            for (long size : SIZES) {
                long address = aware.allocate(size, 8);
                assertRefusedUntouched(this, aware, NOT_ALLOCATED, () -> aware.usableSize(address + 8));
                assertRefusedUntouched(this, aware, NOT_ALLOCATED, () -> aware.free(address + 8));
                aware.free(address);
                assertRefusedUntouched(this, aware, NOT_ALLOCATED, () -> aware.usableSize(address));
                assertRefusedUntouched(this, aware, NOT_ALLOCATED, () -> aware.free(address));
            }
        }
    }
}
