package org.allotment.core.tlsf;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class TlsfLayoutTest {
    @Test
    void smallSizesHaveExactLists() {
        for (long granules = 1; granules < 64; granules++) {
            assertThat(TlsfLayout.listOf(granules * 32)).isEqualTo((int) granules);
            assertThat(TlsfLayout.goodFitListOf(granules * 32)).isEqualTo((int) granules);
            assertThat(TlsfLayout.smallestOf((int) granules)).isEqualTo(granules * 32);
        }
    }

    @Test
    void listsFollowEachOtherWithoutGap() {
        for (int list = 1; list < TlsfLayout.LISTS; list++) {
            long smallest = TlsfLayout.smallestOf(list);
            assertThat(TlsfLayout.listOf(smallest)).isEqualTo(list);
            assertThat(TlsfLayout.listOf(smallest - 32)).isEqualTo(list - 1);
            assertThat(TlsfLayout.goodFitListOf(smallest)).isEqualTo(list);
        }
    }

    @Test
    void everyBlockOfTheGoodFitListIsLargeEnoughAndTheLossIsAThirtySecond() {
        SplittableRandom random = new SplittableRandom(3);
        for (int i = 0; i < 100_000; i++) {
            long bytes = (1 + random.nextLong(1L << random.nextInt(1, 35))) * 32;
            int list = TlsfLayout.goodFitListOf(bytes);
            assertThat(TlsfLayout.smallestOf(list)).isBetween(bytes, bytes + bytes / 32);
            assertThat(TlsfLayout.smallestOf(TlsfLayout.listOf(bytes))).isLessThanOrEqualTo(bytes);
        }
    }

    @Test
    void thePackageDocumentationTellsTheTruth() {
        long[][] table = {
            {64, 96, 3, 3, 96},
            {1_000, 1_024, 32, 32, 1_024},
            {5_000, 5_024, 103, 104, 5_120},
            {1_048_528, 1_048_544, 351, 352, 1_048_576}
        };
        for (long[] row : table) {
            assertThat(TlsfLayout.blockBytes(row[0])).isEqualTo(row[1]);
            assertThat(TlsfLayout.listOf(row[1])).isEqualTo((int) row[2]);
            assertThat(TlsfLayout.goodFitListOf(row[1])).isEqualTo((int) row[3]);
            assertThat(TlsfLayout.smallestOf((int) row[3])).isEqualTo(row[4]);
        }
        assertThat(TlsfLayout.smallestOf(103)).isEqualTo(4_992);
        assertThat(TlsfLayout.smallestOf(351)).isEqualTo(1_032_192);
    }

    @Test
    void theLargestBlockHasAList() {
        assertThat(TlsfLayout.listOf(TlsfLayout.MAX_BLOCK_BYTES)).isEqualTo(992);
        assertThat(TlsfLayout.goodFitListOf(TlsfLayout.MAX_BLOCK_BYTES)).isEqualTo(992);
        assertThat(TlsfLayout.goodFitListOf(2 * TlsfLayout.MAX_BLOCK_BYTES)).isGreaterThanOrEqualTo(TlsfLayout.LISTS);
    }

    @Test
    void everySizeUpToTheUsableOneNeedsTheSameBlock() {
        for (long size = 1; size < 5_000; size++) {
            long block = TlsfLayout.blockBytes(size);
            assertThat(block % 32).isZero();
            assertThat(block - 16).isGreaterThanOrEqualTo(size).isLessThan(size + 32);
            assertThat(TlsfLayout.blockBytes(block - 16)).isEqualTo(block);
        }
    }
}
