package org.allotment.reports.compare;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class MeasuredTest {
    private static Measured run(long epoch, double... values) {
        return new Measured(1, null, values, epoch);
    }

    @Test
    void runsArePooledOneBehindTheOther() {
        assertThat(run(1, 3, 4).and(run(1, 5)).and(run(1, 1, 2)).values()).containsExactly(3, 4, 5, 1, 2);
    }

    @Test
    void epochsAreASetWhateverTheirOrder() {
        Measured both = run(2, 1).and(run(1, 1)).and(run(2, 1));
        assertThat(both.sharesEpochs(run(1, 9).and(run(2, 9)))).isTrue();
        assertThat(both.sharesEpochs(run(2, 9))).isFalse();
        assertThat(run(2, 9).sharesEpochs(both)).isFalse();
        assertThat(run(2, 1).and(run(2, 1)).sharesEpochs(run(2, 9))).isTrue();
        assertThat(run(1, 1).sharesEpochs(run(2, 1))).isFalse();
    }
}
