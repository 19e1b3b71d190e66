package org.allotment.core.concurrent.slice;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class HeapSizeClassesTest {
    @Test
    void blockSizesRiseInGranules() {
        for (int sizeClass = 2; sizeClass <= SizeClasses.COUNT; sizeClass++) {
            assertThat(SizeClasses.blockSize(sizeClass)).isGreaterThan(SizeClasses.blockSize(sizeClass - 1));
            assertThat(SizeClasses.blockSize(sizeClass) % SizeClasses.GRANULE).isZero();
        }
        assertThat(SizeClasses.blockSize(SizeClasses.COUNT)).isEqualTo((int) SizeClasses.LARGEST);
    }

    @Test
    void everySizeHasTheSmallestClassThatHoldsIt() {
        int expected = 1;
        for (long size = 1; size <= SizeClasses.LARGEST; size++) {
            expected += SizeClasses.blockSize(expected) < size ? 1 : 0;
            assertThat(SizeClasses.ofPlain(size, 1)).isEqualTo(expected);
        }
    }

    @Test
    void aBlockWastesLessThanANinthAboveAKibibyte() {
        for (long size = 1_025; size <= SizeClasses.LARGEST; size++) {
            long block = SizeClasses.blockSize(SizeClasses.ofPlain(size, 16));
            assertThat((block - size) * 9).isLessThan(block);
        }
    }

    @Test
    void everyBlockOfAClassHasTheAlignmentItWasLookedUpFor() {
        for (long alignment = 1; alignment <= SliceDepot.SLICE; alignment <<= 1) {
            for (long size = 1; size <= SizeClasses.LARGEST; size += 1 + size / 7) {
                int sizeClass = SizeClasses.ofRequest(size, alignment);
                assertThat(SizeClasses.blockSize(sizeClass) % alignment).isZero();
                assertThat(SizeClasses.blockSize(sizeClass)).isGreaterThanOrEqualTo((int) size);
            }
        }
    }

    @Test
    void whatIsNotPlainHasNoPlainClass() {
        long[][] others = {
            {0, 1},
            {-1, 1},
            {SizeClasses.LARGEST + 1, 1},
            {Long.MAX_VALUE, 1},
            {Long.MIN_VALUE, 1},
            {64, 0},
            {64, -1},
            {64, 3},
            {64, 32},
            {64, 17},
            {64, Long.MIN_VALUE}
        };
        for (long[] other : others) {
            assertThat(SizeClasses.ofPlain(other[0], other[1]))
                    .as("%d %d", other[0], other[1])
                    .isZero();
        }
        assertThat(SizeClasses.ofRequest(SizeClasses.LARGEST + 1, 1)).isEqualTo(SizeClasses.NONE);
        assertThat(SizeClasses.ofRequest(1, 2 * SliceDepot.SLICE)).isEqualTo(SizeClasses.NONE);
    }

    @Test
    void everyPageHoldsItsBlocks() {
        for (int sizeClass = 1; sizeClass <= SizeClasses.COUNT; sizeClass++) {
            long size = SizeClasses.blockSize(sizeClass);
            assertThat(SizeClasses.leastSlices(sizeClass) * SliceDepot.SLICE).isGreaterThanOrEqualTo(size);
            assertThat(SizeClasses.firstSlices(sizeClass) * SliceDepot.SLICE).isGreaterThanOrEqualTo(2 * size);
            assertThat(SizeClasses.preferredSlices(sizeClass))
                    .isBetween(SizeClasses.firstSlices(sizeClass), SizeClasses.MOST_SLICES);
        }
    }
}
