package org.allotment.core;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class AllocatorStatisticsTest {
    @Test
    void figuresAreAddedEachToItsOwn() {
        AllocatorStatistics small = new AllocatorStatistics(31, 1, 2, 4, 8, 16, 32, 64);
        AllocatorStatistics large = new AllocatorStatistics(3_100, 100, 200, 400, 800, 1_600, 3_200, 6_400);
        assertThat(small.plus(large))
                .isEqualTo(large.plus(small))
                .isEqualTo(new AllocatorStatistics(3_131, 101, 202, 404, 808, 1_616, 3_232, 6_464))
                .matches(AllocatorStatistics::isConserved);
    }
}
