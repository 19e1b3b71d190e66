package org.allotment.reports.web.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.allotment.reports.model.MetricKind;
import org.allotment.reports.model.Params;
import org.allotment.reports.model.State;
import org.allotment.reports.model.history.SeriesInfo;
import org.allotment.reports.model.history.SeriesRow;
import org.allotment.reports.web.view.part.Frame.Scope;
import org.junit.jupiter.api.Test;

class RowQueryTest {

    private static final List<SeriesRow> ROWS = List.of(
            row(1, "a.Pair.pair", "slab", State.GREEN, 1.01),
            row(2, "a.Pair.pair", "malloc", State.SUSPECT, 1.1),
            row(3, "a.Churn.churn", "slab", State.GREEN, 0.8),
            row(4, "a.Churn.churn", "=1+1", State.RED, 1.05),
            row(5, "a.Batch.batch", "a,\"b\"", State.TOO_FEW_RUNS, Double.NaN));

    @Test
    void theWorstComesFirstAndThenTheFarthest() {
        assertThat(ids(Map.of())).containsExactly(4L, 2L, 3L, 1L, 5L);
    }

    @Test
    void aMinusTurnsTheOrderAround() {
        assertThat(ids(Map.of("sort", "name"))).containsExactly(5L, 4L, 3L, 2L, 1L);
        assertThat(ids(Map.of("sort", "-name"))).containsExactly(1L, 2L, 3L, 4L, 5L);
        assertThat(ids(Map.of("sort", "change"))).containsExactly(2L, 4L, 1L, 3L, 5L);
    }

    @Test
    void filtersNarrowTogether() {
        assertThat(ids(Map.of("q", "CHURN"))).containsExactly(4L, 3L);
        assertThat(ids(Map.of("q", "churn", "subject", "slab"))).containsExactly(3L);
        assertThat(ids(Map.of("verdict", "suspect"))).containsExactly(2L);
        assertThat(ids(Map.of("threads", "7"))).isEmpty();
    }

    @Test
    void nonsenseInTheAddressIsLeftOut() {
        assertThat(ids(Map.of("sort", "\"><script>", "page", "-3"))).hasSize(5);
        assertThat(query(Map.of("page", "99999999999")).page()).isZero();
    }

    @Test
    void theAddressHoldsTheWholeView() {
        String link = query(Map.of("q", "a&b", "sort", "-name", "metric", "score"))
                .link("/", new Scope("p", "b/c"))
                .toString();
        assertThat(link).isEqualTo("/?project=p&branch=b%2Fc&q=a%26b&metric=score&sort=-name");
    }

    @Test
    void csvQuotesAndDisarmsCells() {
        String[] lines = Csv.of(ROWS, query(Map.of("sort", "-name"))).split("\r\n", -1);
        assertThat(lines[0]).startsWith("verdict,benchmark,params");
        assertThat(lines[5]).contains("\"subject=a,\"\"b\"\"\"");
        assertThat(Csv.of(List.of(row(6, "=cmd", "x", State.GREEN, 1)), query(Map.of())))
                .contains(",'=cmd,");
    }

    private static List<Long> ids(Map<String, String> parameters) {
        return query(parameters).apply(ROWS).stream()
                .map(row -> row.series().id())
                .toList();
    }

    private static RowQuery query(Map<String, String> parameters) {
        return RowQuery.of(name -> parameters.getOrDefault(name, ""));
    }

    private static SeriesRow row(long id, String benchmark, String subject, State state, double ratio) {
        SeriesInfo info = new SeriesInfo(
                id,
                "p",
                "b",
                "class",
                benchmark,
                Params.of(Map.of("subject", subject)),
                "avgt",
                1,
                "score",
                "ns/op",
                MetricKind.TIME,
                false);
        return new SeriesRow(info, 10 + id, 9, 12, 2, state, ratio, 0.03, List.of(1.0, 2.0));
    }
}
