package org.allotment.reports.web.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WordsTest {

    private static final Instant NOON = Instant.parse("2026-01-02T12:00:00Z");

    @ParameterizedTest
    @CsvSource({
        "1.032, true, +3.2 % slower",
        "0.9, true, −10.0 % faster",
        "1.0001, true, 0.0 % unchanged",
        "2.5, true, +150 % slower",
        "25, true, 25.0 times slower",
        "1.5, false, +50.0 % more",
        "0.5, false, −50.0 % less",
    })
    void aRatioAlwaysSaysItsDirection(double ratio, boolean time, String expected) {
        String text = Ratios.percent(ratio) + ' ' + Ratios.direction(ratio, time);
        assertThat(text.replace('\u00a0', ' ')).isEqualTo(expected);
    }

    @Test
    void whatCannotBeComparedSaysSo() {
        assertThat(Ratios.percent(Double.NaN)).isEqualTo("not comparable");
        assertThat(Ratios.direction(Double.NaN, true)).isEmpty();
        assertThat(Ratios.share(Double.NaN)).isEqualTo("unknown");
        assertThat(Ratios.share(0.0312)).isEqualTo("3.1\u00a0%");
    }

    @Test
    void agesAndLengthsUseTheirLargestUnits() {
        assertThat(Moments.ago(NOON.minusSeconds(30), NOON)).isEqualTo("just now");
        assertThat(Moments.ago(NOON.minusSeconds(3000), NOON)).isEqualTo("50 min ago");
        assertThat(Moments.ago(NOON.minus(Duration.ofHours(47)), NOON)).isEqualTo("47 h ago");
        assertThat(Moments.ago(NOON.minus(Duration.ofDays(3)), NOON)).isEqualTo("3 days ago");
        assertThat(Moments.ago(NOON.plusSeconds(5), NOON)).isEqualTo("in the future");
        assertThat(Moments.length(Duration.ofMillis(120))).isEqualTo("120\u00a0ms");
        assertThat(Moments.length(Duration.ofSeconds(571))).isEqualTo("9\u00a0min 31\u00a0s");
        assertThat(Moments.length(Duration.ofSeconds(7300))).isEqualTo("2\u00a0h 1\u00a0min");
        assertThat(Moments.full(NOON)).isEqualTo("Fri 2 Jan 2026, 12:00 UTC");
    }

    @Test
    void aBoundIsThreeOverTheSamples() {
        assertThat(Counts.bound(12_000_000)).isEqualTo("rate\u00a0<\u00a02.50\u00a0×\u00a010⁻⁷");
        assertThat(Counts.bound(3_000)).isEqualTo("rate\u00a0<\u00a00.00100");
        assertThat(Counts.bound(0)).isEqualTo("no bound");
        assertThat(Counts.brief(999)).isEqualTo("999");
        assertThat(Counts.brief(12_345_678)).isEqualTo("12.3\u00a0M");
        assertThat(Counts.of(1, "run")).isEqualTo("1 run");
        assertThat(Counts.of(1234, "run")).isEqualTo("1,234 runs");
    }

    @ParameterizedTest
    @CsvSource({
        "org.allotment.harness.bench.PairBenchmark.pair, org.allotment.harness.bench, PairBenchmark.pair",
        "PairBenchmark.pair, '', PairBenchmark.pair",
        "a.b.c.d, a.b, c.d",
        "plain, '', plain",
        "'', '', ''",
        "., '', .",
        "a..B, a., B",
    })
    void namesSplitBeforeTheirClass(String full, String place, String title) {
        assertThat(Names.of(full)).isEqualTo(new Names(full, place, title));
    }

    @Test
    void piecesOfANameLoseNothing() {
        String name = "FreeListStress.Weakened?size=64&subject=allotment-slab";
        assertThat(Names.of(name).pieces())
                .startsWith("Free", "List", "Stress.", "Weakened?")
                .hasSizeGreaterThan(6);
        assertThat(String.join("", Names.of("aB".repeat(500)).pieces())).isEqualTo("aB".repeat(500));
    }

    @Test
    void linksEncodeWhateverTheyCarry() {
        String link = Links.to("/stress/" + Links.segment("a/b?c#d \"<script>"))
                .with("project", "x&y=z")
                .with("branch", "")
                .toString();
        assertThat(link).isEqualTo("/stress/a%2Fb%3Fc%23d%20%22%3Cscript%3E?project=x%26y%3Dz");
    }
}
