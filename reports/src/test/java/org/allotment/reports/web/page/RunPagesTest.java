package org.allotment.reports.web.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.LongStream;
import org.allotment.reports.model.MetricKind;
import org.allotment.reports.model.Params;
import org.allotment.reports.model.State;
import org.allotment.reports.model.history.SeriesInfo;
import org.allotment.reports.model.history.SeriesRow;
import org.allotment.reports.web.view.RunPage;
import org.junit.jupiter.api.Test;

final class RunPagesTest {
    private static final String RUN = "0000000000000abc";

    @Test
    void manyResultsComeInParts() {
        List<SeriesRow> rows = rows(1_201);
        RunPage.Results first = RunPages.results(RUN, rows, 0);
        assertThat(first.rows()).hasSize(500).extracting(RunPage.Result::href).startsWith("/series/1");
        assertThat(first.range()).isEqualTo("1–500 of 1,201 series");
        assertThat(first.previous()).isEmpty();
        assertThat(first.next()).isEqualTo("/runs/" + RUN + "?page=1#results");
        RunPage.Results second = RunPages.results(RUN, rows, 1);
        assertThat(second.rows()).hasSize(500).extracting(RunPage.Result::href).startsWith("/series/501");
        assertThat(second.previous()).isEqualTo("/runs/" + RUN + "#results");
        assertThat(second.next()).isEqualTo("/runs/" + RUN + "?page=2#results");
        RunPage.Results last = RunPages.results(RUN, rows, 2);
        assertThat(last.rows()).hasSize(201).extracting(RunPage.Result::href).endsWith("/series/1201");
        assertThat(last.previous()).isEqualTo("/runs/" + RUN + "?page=1#results");
        assertThat(last.next()).isEmpty();
    }

    @Test
    void behindTheLastPartIsTheLast() {
        assertThat(RunPages.results(RUN, rows(1_000), 999_999)).isEqualTo(RunPages.results(RUN, rows(1_000), 1));
        assertThat(RunPages.results(RUN, List.of(), 7).rows()).isEmpty();
    }

    @Test
    void fewResultsAreNotParted() {
        RunPage.Results all = RunPages.results(RUN, rows(500), 0);
        assertThat(all.rows()).hasSize(500);
        assertThat(all.range()).isEqualTo("500 series");
        assertThat(all.previous() + all.next()).isEmpty();
    }

    private static List<SeriesRow> rows(int count) {
        return LongStream.rangeClosed(1, count)
                .mapToObj(id -> new SeriesRow(
                        new SeriesInfo(
                                id,
                                "p",
                                "main",
                                "e",
                                "a.B.c" + id,
                                Params.NONE,
                                "avgt",
                                1,
                                "score",
                                "ns/op",
                                MetricKind.TIME,
                                false),
                        2,
                        1,
                        3,
                        5,
                        State.GREEN,
                        1,
                        0.1,
                        List.of()))
                .toList();
    }
}
