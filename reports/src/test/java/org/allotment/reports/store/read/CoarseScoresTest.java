package org.allotment.reports.store.read;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class CoarseScoresTest {
    @Test
    void scoresKeepThePlacesThatADrawingShows() {
        assertThat(RowQuery.coarse(List.of(1.431234567, 1.4387654321, 1.42999999)))
                .containsExactly(1.4312, 1.4388, 1.43);
        assertThat(RowQuery.coarse(List.of(123_456.7, 234_567.8))).containsExactly(123_000.0, 235_000.0);
    }

    @Test
    void noneIsFartherOffThanAPixelIsHigh() {
        List<Double> scores = List.of(17.123456, 99.87654321, 42.42424242, 18.5, 63.1);
        List<Double> coarse = RowQuery.coarse(scores);
        for (int i = 0; i < scores.size(); i++) {
            assertThat(Math.abs(coarse.get(i) - scores.get(i))).isLessThan((99.87654321 - 17.123456) / 28);
        }
    }

    @Test
    void whatHasNoRangeAndWhatIsMissingStay() {
        assertThat(RowQuery.coarse(List.of())).isEmpty();
        assertThat(RowQuery.coarse(List.of(1.23456789, 1.23456789))).containsOnly(1.23456789);
        assertThat(RowQuery.coarse(List.of(Double.NaN))).containsExactly(Double.NaN);
        assertThat(RowQuery.coarse(List.of(10.0, Double.NaN, 20.0))).containsExactly(10.0, Double.NaN, 20.0);
    }
}
