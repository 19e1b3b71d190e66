package org.allotment.reports.web.page.series;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.allotment.reports.model.Histograms;
import org.allotment.reports.model.Histograms.Bucket;
import org.allotment.reports.model.MetricKind;
import org.allotment.reports.model.Params;
import org.allotment.reports.model.Samples;
import org.allotment.reports.model.State;
import org.allotment.reports.model.history.SeriesHistory.Point;
import org.allotment.reports.model.history.SeriesInfo;
import org.allotment.reports.store.RawResult;
import org.allotment.reports.store.read.series.RunSamples;
import org.allotment.reports.web.text.Courses;
import org.allotment.reports.web.text.Courses.Value;
import org.allotment.reports.web.text.Dots;
import org.allotment.reports.web.view.series.SampleView;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class SamplePagesTest {
    private static final SeriesInfo SERIES = new SeriesInfo(
            7, "p", "main", "e", "a.B.c", Params.NONE, "avgt", 1, "score", "ns/op", MetricKind.TIME, false);
    private static final Instant NOW = Instant.ofEpochSecond(1_000_000);

    @Test
    void eachForkHasItsValuesInTheirOrder() {
        SampleView view = shown(Samples.of(new double[][] {{3, 1, 2}, {}, {4, Double.NaN}}), null);
        assertThat(view.lead()).isEqualTo("3 forks, 5 values.");
        assertThat(view.note()).isEmpty();
        assertThat(view.forks())
                .extracting(SampleView.Fork::shown)
                .containsExactly("3.0000 · 1.0000 · 2.0000", "", "4.0000 · NaN");
        assertThat(view.forks())
                .extracting(SampleView.Fork::mean)
                .containsExactly("2.0000\u00a0ns/op", "–", "NaN\u00a0ns/op");
        assertThat(view.csv()).isEqualTo("/export/samples.csv?id=7&run=r%2F1");
    }

    @Test
    void whatIsLeftOutIsCounted() {
        SampleView view = shown(Samples.of(new double[][] {new double[5_000]}), null);
        assertThat(view.forks().getFirst().rest()).isEqualTo("and 4,960 more");
        assertThat(view.note()).isEqualTo("The picture shows one value of 3.");
        assertThat(view.dots().dots().chars().filter(c -> c == 'M').count()).isEqualTo(1_667);
    }

    @Test
    void whatWasThinnedSaysSo() {
        assertThat(shown(Samples.of(new double[][] {{1}, {2}}), NOW).note())
                .isEqualTo("The iterations of this run were dropped on 1970-01-12: of each fork the mean is left."
                        + " The upload still has them.");
    }

    @Test
    void sampledTimesAreShownByTheirPercentiles() {
        Histograms histograms = new Histograms(List.of(List.of(
                List.of(new Bucket(10, 90), new Bucket(20, 9)), List.of(new Bucket(5, 0), new Bucket(1000, 1)))));
        SampleView view = SamplePages.of(samples(Samples.NONE, histograms, null), "/series/7", NOW);
        assertThat(view.histogram()).isTrue();
        assertThat(view.forks().getFirst().shown())
                .isEqualTo(
                        "50 %\u00a010.000 · 90 %\u00a010.000 · 99 %\u00a020.000 · 99.9 %\u00a01000.0 · highest\u00a01000.0");
        assertThat(view.forks().getFirst().values()).isEqualTo("100");
    }

    @Test
    void csvHasEveryValueOnceAndBitForBit() {
        double odd = Math.nextUp(0.1);
        assertThat(SamplePages.csv(samples(Samples.of(new double[][] {{odd}, {2, 3}}), Histograms.NONE, null)))
                .isEqualTo("fork,iteration,value,count,unit\r\n1,1," + odd
                        + ",1,ns/op\r\n2,1,2.0,1,ns/op\r\n2,2,3.0,1,ns/op\r\n");
        Histograms sampled = new Histograms(List.of(List.of(List.of(new Bucket(10, 90)))));
        assertThat(SamplePages.csv(samples(Samples.NONE, sampled, null))).endsWith("1,1,10.0,90,ns/op\r\n");
    }

    @Test
    void runsOfTwoBranchesShareOneAxis() {
        Axis axis = Axis.of(List.of(point(1, 5), point(3, 9), point(3, 20)), List.of(point(2, 1), point(3, 10)));
        assertThat(axis.first()).containsExactly(0, 2, 4);
        assertThat(axis.second()).containsExactly(1, 3);
        assertThat(axis.runs()).hasSize(5);
        Courses courses = Courses.of(List.of(new Value(0, 1), new Value(2, 3)), List.of(new Value(1, 2)));
        assertThat(courses).isEqualTo(new Courses("M3.0 25.0L117.0 3.0", "M60.0 14.0"));
    }

    @Test
    void dotsStandInTheBlockOfTheirFork() {
        Dots dots = Dots.of(List.of(new double[] {1, 3}, new double[] {2}));
        assertThat(dots.dots()).isEqualTo("M120 132h0M240 8h0M480 70h0");
        assertThat(dots.means()).isEqualTo("M60 70H300M420 70H540");
        assertThat(dots.walls()).isEqualTo("M360 0V140");
        assertThat(Dots.of(List.of(new double[] {Double.NaN})).dots()).isEmpty();
    }

    private static SampleView shown(Samples values, @Nullable Instant thinned) {
        return SamplePages.of(samples(values, Histograms.NONE, thinned), "/series/7", NOW);
    }

    private static RunSamples samples(Samples values, Histograms histograms, @Nullable Instant thinned) {
        RawResult raw = new RawResult("r/1", values, histograms, List.of());
        return new RunSamples(SERIES, NOW, "abc", State.GREEN, 2, Double.NaN, Double.NaN, thinned, raw);
    }

    private static Point point(long order, long second) {
        return new Point(
                "run",
                order,
                "nightly",
                null,
                null,
                Instant.ofEpochSecond(second),
                1,
                1,
                1,
                1,
                List.of(),
                State.GREEN,
                1,
                1,
                1);
    }
}
