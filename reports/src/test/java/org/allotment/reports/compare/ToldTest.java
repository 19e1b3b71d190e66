package org.allotment.reports.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.allotment.reports.model.MetricKind;
import org.allotment.reports.model.Params;
import org.allotment.reports.model.history.SeriesInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ToldTest {
    private static final double[] FAST = {100, 101, 99, 100.5};
    private static final double[] SLOW = {200, 202, 198, 201};

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whatIsShownIsTheGeometricMeanOfTheValuesThemselves(boolean higherIsBetter) {
        Pair pair = told(time(higherIsBetter), new double[] {1, 4}, new double[] {2, 8, 4});
        assertThat(pair.base()).isCloseTo(2, within(1e-12));
        assertThat(pair.head()).isCloseTo(4, within(1e-12));
        assertThat(pair.baseForks()).isEqualTo(2);
        assertThat(pair.headForks()).isEqualTo(3);
    }

    @Test
    void moreTimeIsWorseAndMoreThroughputBetter() {
        Pair time = told(time(false), FAST, SLOW);
        assertThat(time.verdict()).isEqualTo(Pair.Outcome.WORSE);
        assertThat(time.ratio().point()).isCloseTo(2, within(0.01));
        Pair throughput = told(time(true), FAST, SLOW);
        assertThat(throughput.verdict()).isEqualTo(Pair.Outcome.BETTER);
        assertThat(throughput.ratio().point()).isCloseTo(0.5, within(0.01));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -1, Double.POSITIVE_INFINITY, Double.NaN})
    void valuesWithoutALogarithmAreNotJudged(double odd) {
        Pair pair = told(time(false), new double[] {odd, 3}, FAST);
        assertThat(pair.verdict()).isEqualTo(Pair.Outcome.TOO_FEW);
        assertThat(pair.pValue()).isNaN();
        assertThat(pair.base()).isEqualTo(Double.valueOf((odd + 3) / 2));
    }

    @Test
    void oneForkIsTooFewAndNoneHasNoMean() {
        assertThat(told(time(false), new double[] {5}, FAST).verdict()).isEqualTo(Pair.Outcome.TOO_FEW);
        assertThat(told(time(false), new double[] {5}, FAST).base()).isCloseTo(5, within(1e-12));
        assertThat(told(time(false), new double[0], FAST).base()).isNaN();
    }

    @Test
    void whatNeverMovesIsComparedByItsMedian() {
        Pair pair =
                told(series(MetricKind.DETERMINISTIC, false), new double[] {24, 24, 1_000}, new double[] {32, 32, 0});
        assertThat(pair.base()).isEqualTo(24);
        assertThat(pair.head()).isEqualTo(32);
        assertThat(pair.verdict()).isEqualTo(Pair.Outcome.WORSE);
        assertThat(pair.pValue()).isNaN();
    }

    @Test
    void otherCircumstancesAreSaid() {
        SeriesInfo series = time(false);
        Measured earlier = new Measured(1, null, FAST, 1);
        assertThat(judged(series, earlier, new Measured(2, series, SLOW, 2)).otherEpoch())
                .isTrue();
        assertThat(judged(series, earlier, new Measured(2, series, SLOW, 1)).otherEpoch())
                .isFalse();
    }

    private static Pair told(SeriesInfo series, double[] base, double[] head) {
        return judged(series, new Measured(1, null, base, 1), new Measured(2, series, head, 1));
    }

    private static Pair judged(SeriesInfo series, Measured earlier, Measured later) {
        return Told.judged(List.of(new Told(series, earlier, later))).getFirst();
    }

    private static SeriesInfo time(boolean higherIsBetter) {
        return series(MetricKind.TIME, higherIsBetter);
    }

    private static SeriesInfo series(MetricKind kind, boolean higherIsBetter) {
        return new SeriesInfo(
                2, "p", "main", "e", "a.B.c", Params.NONE, "avgt", 1, "score", "ns/op", kind, higherIsBetter);
    }
}
