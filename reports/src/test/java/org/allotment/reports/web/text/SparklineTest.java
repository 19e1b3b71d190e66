package org.allotment.reports.web.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class SparklineTest {

    @Test
    void theLineRunsFromTheLowLeftToTheHighRight() {
        Sparkline line = Sparkline.of(List.of(1.0, 2.0, 3.0), "ns/op");
        assertThat(line.path()).isEqualTo("M3 25L60 14L117 3");
        assertThat(line.x()).isEqualTo("117");
        assertThat(line.y()).isEqualTo("3");
        assertThat(line.label()).isEqualTo("3 runs, from 1.00 to 3.00\u00a0ns/op");
    }

    @Test
    void whatIsNoNumberIsAGap() {
        Sparkline line = Sparkline.of(Arrays.asList(1.0, null, 2.0, Double.NaN, 1.0), "ns/op");
        assertThat(line.path()).isEqualTo("M3 25M60 3M117 25");
    }

    @Test
    void oneValueAndEqualValuesStandInTheMiddle() {
        assertThat(Sparkline.of(List.of(5.0), "ns/op").y()).isEqualTo("14");
        assertThat(Sparkline.of(List.of(5.0, 5.0), "ns/op").path()).isEqualTo("M3 14L117 14");
    }

    @Test
    void nothingDrawsNothing() {
        assertThat(Sparkline.of(List.of(), "ns/op").path()).isEmpty();
        assertThat(Sparkline.of(List.of(Double.NaN), "ns/op").label()).isEqualTo("no values");
    }

    @Test
    void extremeValuesStayInsideThePicture() {
        Sparkline line = Sparkline.of(List.of(-Double.MAX_VALUE, Double.MAX_VALUE, 0.0), "ns/op");
        assertThat(line.path()).matches("(?:[ML][0-9.]+ [0-9.]+)+");
    }
}
