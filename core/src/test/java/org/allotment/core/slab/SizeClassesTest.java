package org.allotment.core.slab;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class SizeClassesTest {
    @Test
    void everySizeGetsTheSmallestClassThatHoldsIt() {
        for (long size = 1; size <= SizeClasses.LARGEST; size++) {
            int sizeClass = SizeClasses.ofSize(size);
            boolean smallest = size <= SizeClasses.blockSize(sizeClass)
                    && (sizeClass == 1 || size > SizeClasses.blockSize(sizeClass - 1));
            assertThat(smallest).as("size=%d", size).isTrue();
        }
    }

    @Test
    void stepsAreSixteenBytesThenFourThenEightPerDoubling() {
        assertThat(SizeClasses.blockSize(64)).isEqualTo(1_024);
        assertThat(SizeClasses.blockSize(65)).isEqualTo(1_280);
        assertThat(SizeClasses.blockSize(84)).isEqualTo(32 << 10);
        assertThat(SizeClasses.blockSize(85)).isEqualTo(36 << 10);
        assertThat(SizeClasses.blockSize(SizeClasses.COUNT)).isEqualTo(SizeClasses.LARGEST);
    }

    @Test
    void aBlockAbove32KibibytesLosesAtMostAnEighth() {
        for (long size = (32 << 10) + 1; size < 4 << 20; size += 509) {
            int sizeClass = SizeClasses.ofRequest(size, 8);
            long block = sizeClass == 0 ? SizeClasses.pagesFor(size) * 4_096L : SizeClasses.blockSize(sizeClass);
            assertThat((block - size) * 8).as("size=%d", size).isLessThanOrEqualTo(block);
        }
    }

    @Test
    void theClassOfARequestIsAlignedAndLargeEnough() {
        for (long alignment = 1; alignment <= 4_096; alignment <<= 1) {
            for (long size = 1; size <= SizeClasses.LARGEST; size += size < 5_000 ? 1 : 97) {
                int sizeClass = SizeClasses.ofRequest(size, alignment);
                long block = SizeClasses.blockSize(sizeClass);
                boolean right = sizeClass > 0 && block >= size && block % alignment == 0;
                assertThat(right).as("size=%d, alignment=%d", size, alignment).isTrue();
            }
        }
    }

    @Test
    void aUsableSizeIsLookedUpLikeTheRequestedOne() {
        for (long alignment = 1; alignment <= 4_096; alignment <<= 1) {
            for (long size = 1; size <= SizeClasses.LARGEST; size += 61) {
                int sizeClass = SizeClasses.ofRequest(size, alignment);
                assertThat(SizeClasses.ofRequest(SizeClasses.blockSize(sizeClass), alignment))
                        .isEqualTo(sizeClass);
            }
        }
    }

    @Test
    void largeOrWidelyAlignedRequestsAreWholePages() {
        assertThat(SizeClasses.ofRequest(SizeClasses.LARGEST + 1, 1)).isEqualTo(SizeClasses.PAGES);
        assertThat(SizeClasses.ofRequest(1, 8_192)).isEqualTo(SizeClasses.PAGES);
    }

    @Test
    void runsLoseLessThanAPageAndHoldWhatTheySay() {
        for (int sizeClass = 1; sizeClass <= SizeClasses.COUNT; sizeClass++) {
            int pages = SizeClasses.preferredPages(sizeClass);
            long used = SizeClasses.blocksIn(sizeClass, pages) * SizeClasses.blockSize(sizeClass);
            assertThat(pages * 4_096L - used).as("class=%d", sizeClass).isBetween(0L, 4_095L);
            assertThat(SizeClasses.blocksIn(sizeClass, SizeClasses.leastPages(sizeClass)))
                    .isPositive();
        }
    }
}
