package org.allotment.core.bitset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.TreeMap;
import org.allotment.core.AllocationException;
import org.allotment.core.AllocatorStatistics;
import org.allotment.core.Movement;
import org.allotment.core.ShadowModel;
import org.allotment.core.defects.Defect;
import org.allotment.core.source.MemoryMapSource;
import org.allotment.core.source.RegionSource;
import org.junit.jupiter.api.Test;

/** One test for each defect of the seed's bit set allocator, named by its number in the defects register. */
final class BitSetDefectsTest {
    private static final long MEBIBYTE = 1 << 20;

    private static BitSetAllocator allocator(long granuleBytes) {
        return BitSetAllocator.checked(MemoryMapSource.create(), MEBIBYTE, granuleBytes);
    }

    /** C10: the size of the bits was taken for eight times too little, so 12 % of the memory served, or nothing. */
    @Defect("C10")
    @Test
    void c10AllOfTheRegionServes() {
        for (long granule = 8; granule <= MEBIBYTE; granule <<= 1) {
            try (BitSetAllocator allocator = allocator(granule)) {
                long blocks = 0;
                while (allocator.tryAllocate(granule, 1) != 0) {
                    blocks++;
                }
                assertThat(blocks).as("granule=%d", granule).isEqualTo(MEBIBYTE / granule);
                assertThat(allocator.statistics().freeBytes()).isZero();
                assertThat(allocator.statistics().lostBytes()).isZero();
                BitSetCheck.check(allocator);
            }
        }
    }

    /** C11: every granule was charged 1/64 of itself for its bit, whatever its size. */
    @Defect("C11")
    @Test
    void c11TheNumberOfGranulesIsExactForEveryRegion() {
        for (long byteSize = 64; byteSize <= 9_000; byteSize = byteSize * 9 / 8 + 8) {
            for (long granule = 8; granule <= byteSize; granule <<= 1) {
                RegionSource region = new RegionSource(1L << 40, byteSize, 8);
                long rounded = byteSize & -8;
                try (BitSetAllocator allocator = BitSetAllocator.checked(region, rounded, granule)) {
                    AllocatorStatistics statistics = allocator.statistics();
                    assertThat(statistics.sourceBytes()).isEqualTo(rounded);
                    assertThat(statistics.freeBytes()).isEqualTo(rounded / granule * granule);
                    assertThat(statistics.lostBytes()).isEqualTo(rounded % granule);
                    BitSetCheck.check(allocator);
                }
            }
        }
    }

    /** C12: a free of 2 to 63 granules cleared one bit and lost the others for good. */
    @Defect("C12")
    @Test
    void c12FreeClearsEveryBitOfTheRun() {
        try (BitSetAllocator allocator = allocator(16)) {
            for (int before = 0; before < 64; before += 9) {
                for (int count = 1; count <= 200; count++) {
                    long first = before == 0 ? 0 : allocator.allocate(before * 16L, 8);
                    long block = allocator.allocate(count * 16L, 8);
                    assertThat(allocator.statistics().liveBlockBytes()).isEqualTo((before + count) * 16L);
                    allocator.free(block, count * 16L, 8);
                    if (before > 0) {
                        allocator.free(first, before * 16L, 8);
                    }
                    assertThat(allocator.statistics().freeBytes()).isEqualTo(MEBIBYTE);
                    BitSetCheck.check(allocator);
                }
            }
        }
    }

    /** C13: a run of exactly 64 in an empty word set no bit at all, so the same memory was handed out again. */
    @Defect("C13")
    @Test
    void c13ARunOfExactlySixtyFourIsHandedOutOnce() {
        for (long granule : new long[] {8, 16, 64}) {
            try (BitSetAllocator allocator = allocator(granule)) {
                TreeMap<Long, Long> blocks = new TreeMap<>();
                long size = 64 * granule;
                for (long block = allocator.tryAllocate(size, 8); block != 0; block = allocator.tryAllocate(size, 8)) {
                    assertThat(blocks.put(block, size)).as("handed out twice").isNull();
                    assertThat(allocator.statistics().liveBlockBytes()).isEqualTo(blocks.size() * size);
                }
                assertThat(blocks).hasSize((int) (MEBIBYTE / size));
                blocks.forEach((block, bytes) -> allocator.free(block, bytes, 8));
                assertThat(allocator.statistics().freeBytes()).isEqualTo(MEBIBYTE);
                BitSetCheck.check(allocator);
            }
        }
    }

    /** C14: above a granule the end of the run was aligned, or nothing was; 48 bytes at 32 on granules of 16 were not. */
    @Defect("C14")
    @Test
    void c14TheStartOfTheRunIsAlignedForEveryPowerOfTwo() {
        for (long offset : new long[] {0, 16, 48, 1_008, 4_080, 40_000}) {
            RegionSource region = new RegionSource((1L << 40) + offset, MEBIBYTE, 16);
            try (BitSetAllocator allocator = BitSetAllocator.checked(region, MEBIBYTE, 16)) {
                for (long alignment = 1; alignment <= 1 << 18; alignment <<= 1) {
                    for (long size : new long[] {1, 16, 33, 48, 1_024, 1_040, 5_000}) {
                        long first = allocator.allocate(size, alignment);
                        long second = allocator.allocate(size, alignment);
                        assertThat(first % alignment)
                                .as("%d at %d", size, alignment)
                                .isZero();
                        assertThat(second % alignment)
                                .as("%d at %d", size, alignment)
                                .isZero();
                        assertThat(Math.abs(second - first)).isGreaterThanOrEqualTo(size);
                        BitSetCheck.check(allocator);
                        allocator.free(first, size, alignment);
                        allocator.free(second, size, alignment);
                    }
                }
            }
        }
    }

    /** C15: a run that straddles the word a search starts at was missed by both passes: a false refusal. */
    @Defect("C15")
    @Test
    void c15ARunThatStraddlesTheStartWordIsFound() {
        for (int count : new int[] {2, 20, 64, 65, 100, 200}) {
            for (int before = 1; before < count; before++) {
                BitSetAllocator allocator = allocator(16);
                long base = allocator.layout().base();
                long hole = base + (640 - before) * 16L;
                allocator.allocate(hole - base, 1);
                allocator.allocate(count * 16L, 1);
                allocator.allocate(allocator.statistics().freeBytes(), 1);
                assertThat(allocator.tryAllocate(1, 1)).isZero();
                allocator.free(hole, count * 16L, 1);
                allocator.bits().next = 640;
                assertThat(allocator.tryAllocate(count * 16L, 1))
                        .as("count=%d, before=%d", count, before)
                        .isEqualTo(hole);
                allocator.close();
            }
        }
    }

    /** C16: growing freed first and allocated then; when that failed the caller's block was gone. */
    @Defect("C16")
    @Test
    void c16AFailedGrowthLeavesTheBlock() {
        try (BitSetAllocator allocator = allocator(64)) {
            ShadowModel model = new ShadowModel(allocator);
            ShadowModel.Block block = model.allocated(allocator.allocate(300_000, 8), 300_000, 8);
            model.allocated(allocator.allocate(300_000, 8), 300_000, 8);
            AllocatorStatistics before = allocator.statistics();
            for (long newSize : new long[] {600_000, MEBIBYTE, 1L << 40}) {
                AllocationException refusal = catchThrowableOfType(
                        AllocationException.class,
                        () -> allocator.grow(block.address(), 300_000, newSize, 8, Movement.MAY_MOVE));
                assertThat(refusal.kind()).isEqualTo(AllocationException.Kind.NO_MEMORY);
                assertThat(allocator.statistics()).isEqualTo(before);
                BitSetCheck.check(allocator);
                model.verifyAll();
            }
            model.freed(block);
            allocator.free(block.address(), 300_000, 8);
        }
    }

    /** C17: a resize looked at the alignment the block had, not at the one it was to have. */
    @Defect("C17")
    @Test
    void c17AResizeHonoursTheNewAlignment() {
        for (boolean growing : new boolean[] {true, false}) {
            try (BitSetAllocator allocator = allocator(16)) {
                allocator.allocate(16, 16);
                long block = allocator.allocate(100, 16);
                AllocationException refusal = catchThrowableOfType(
                        AllocationException.class,
                        () -> resize(allocator, block, growing ? 120 : 50, Movement.MUST_NOT_MOVE));
                assertThat(refusal.kind()).isEqualTo(AllocationException.Kind.NO_MEMORY);
                long moved = resize(allocator, block, growing ? 120 : 50, Movement.MAY_MOVE);
                assertThat(moved % 4_096).isZero();
                assertThat(allocator.statistics().liveBlocks()).isEqualTo(2);
                BitSetCheck.check(allocator);
            }
        }
    }

    private static long resize(BitSetAllocator allocator, long block, long newSize, Movement movement) {
        return newSize > 100
                ? allocator.grow(block, 100, newSize, 4_096, movement)
                : allocator.shrink(block, 100, newSize, 4_096, movement);
    }

    /** A24: rounding up wrapped around. */
    @Defect("A24")
    @Test
    void a24SizesThatOverflowWhenRoundedAreInvalid() {
        try (BitSetAllocator allocator = allocator(4_096)) {
            for (long alignment = 1; alignment > 0; alignment <<= 1) {
                long size = Long.MAX_VALUE - alignment + 1;
                long asked = alignment;
                AllocationException refusal =
                        catchThrowableOfType(AllocationException.class, () -> allocator.tryAllocate(size, asked));
                assertThat(refusal.kind()).isEqualTo(AllocationException.Kind.INVALID_PARAMETER);
                assertThat(allocator.tryAllocate(size - 1, alignment)).isZero();
            }
            AllocationException refusal =
                    catchThrowableOfType(AllocationException.class, () -> allocator.usableBytes(Long.MAX_VALUE - 5));
            assertThat(refusal.kind()).isEqualTo(AllocationException.Kind.INVALID_PARAMETER);
            assertThat(allocator.statistics().freeBytes()).isEqualTo(MEBIBYTE);
        }
    }
}
