package org.allotment.reports.web.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.allotment.reports.model.MetricKind;
import org.allotment.reports.model.Params;
import org.allotment.reports.model.State;
import org.allotment.reports.model.history.SeriesChange;
import org.allotment.reports.model.history.SeriesChange.Standing;
import org.allotment.reports.model.history.SeriesHistory;
import org.allotment.reports.model.history.SeriesHistory.Point;
import org.allotment.reports.model.history.SeriesInfo;
import org.allotment.reports.stats.Robust;
import org.allotment.reports.web.view.SeriesPage;
import org.junit.jupiter.api.Test;

final class SeriesPagesTest {
    private static final SeriesInfo SERIES = new SeriesInfo(
            1, "p", "main", "e", "a.B.c", Params.NONE, "avgt", 1, "score", "ns/op", MetricKind.TIME, false);

    private final List<Point> points = new ArrayList<>();
    private final List<SeriesChange> changes = new ArrayList<>();

    @Test
    void onlyJudgedNightsOfTheEpochAreComparable() {
        point(1, "nightly", State.GREEN, 1, 100, 100);
        point(2, "nightly", State.GREEN, 2, 10, 20);
        point(2, "confirm", State.GREEN, 2, 10, 20);
        point(3, "bisect", State.GREEN, 2, 10, 20);
        point(4, "manual", State.UNGATED, 2, 10, 20);
        point(5, "manual", State.SUSPECT, 2, 30, 50);
        point(6, "nightly", State.GREEN, 2, 10, 20);
        assertThat(SeriesPages.comparable(history())).extracting(Point::order).containsExactly(2L, 5L);
    }

    @Test
    void aConfirmationIsNotComparedWithTheNightThatItMeasuredAgain() {
        point(1, "nightly", State.GREEN, 1, 10, 20);
        point(2, "nightly", State.SUSPECT, 1, 30, 40);
        point(2, "confirm", State.RED, 1, 30, 40);
        assertThat(SeriesPages.comparable(history())).extracting(Point::order).containsExactly(1L);
    }

    /** Medians of forks are 2, 3 and 11; the mean of the latest run over its ratio would be 400. */
    @Test
    void theMedianOfTheHistoryIsOne() {
        point(1, "nightly", State.GREEN, 1, 1, 2, 9);
        point(2, "nightly", State.GREEN, 1, 3, 3, 30);
        point(3, "nightly", State.GREEN, 1, 11, 11, 11);
        point(4, "nightly", State.GREEN, 1, 100, 300, 800);
        assertThat(SeriesPages.median(SERIES, SeriesPages.comparable(history())))
                .startsWith("median 3");
        assertThat(SeriesPages.median(SERIES, List.of())).isEmpty();
    }

    @Test
    void thePastBeginsAtTheLastConfirmedChange() {
        for (int order = 1; order <= 6; order++) {
            point(order, "nightly", State.GREEN, 1, order < 3 ? 10 : 20);
        }
        changes.add(change(2, Standing.CONFIRMED));
        changes.add(change(4, Standing.PROVISIONAL));
        assertThat(SeriesPages.comparable(history())).extracting(Point::order).containsExactly(3L, 4L, 5L);
    }

    @Test
    void aChangeIsMarkedOnTheChartWithItsPlace() {
        for (int order = 1; order <= 6; order++) {
            point(order, "nightly", State.GREEN, 1, order < 3 ? 10 : 20);
        }
        changes.add(change(2, Standing.CONFIRMED));
        assertThat(SeriesPages.points(history(), null).changes())
                .containsExactly(new SeriesPage.Mark(2, 1, 3, "+100\u00a0% (slower)", true));
    }

    /** The epoch changes from the last run that has no row to the first that has one, which says so. */
    @Test
    void theTableHasTheNewestRuns() {
        for (int order = 1; order <= SeriesPages.SHOWN + 2; order++) {
            point(order, "nightly", State.GREEN, order <= 2 ? 1 : 2, order);
        }
        List<SeriesPage.Row> rows = SeriesPages.rows(history(), "", Instant.EPOCH);
        assertThat(rows)
                .hasSize(SeriesPages.SHOWN)
                .extracting(SeriesPage.Row::href)
                .startsWith("/runs/run-101", "/runs/run-100")
                .endsWith("/runs/run-2");
        assertThat(rows).filteredOn(row -> !row.epoch().isEmpty()).containsExactly(rows.getLast());
        assertThat(SeriesPages.shown(history())).isEqualTo("the newest 100 of 102 runs");
        assertThat(SeriesPages.sampled(history(), null)).isEqualTo("of the newest 100 runs");
    }

    @Test
    void aShortHistoryIsShownWhole() {
        for (int order = 1; order <= SeriesPages.SHOWN; order++) {
            point(order, "nightly", State.GREEN, 1, order);
        }
        assertThat(SeriesPages.rows(history(), "", Instant.EPOCH)).hasSize(SeriesPages.SHOWN);
        assertThat(SeriesPages.shown(history())).isEqualTo("newest first");
        assertThat(SeriesPages.sampled(history(), null)).isEmpty();
    }

    private SeriesHistory history() {
        return new SeriesHistory(SERIES, points, List.of(), changes);
    }

    private SeriesChange change(int index, Standing standing) {
        return new SeriesChange(
                7,
                1,
                place(index),
                place(index - 2),
                place(index - 1),
                place(index + 1),
                true,
                2,
                1.9,
                2.1,
                1e-9,
                standing,
                "r",
                null);
    }

    private SeriesChange.Place place(int index) {
        Point point = points.get(index);
        return new SeriesChange.Place(point.runId(), point.sha(), point.subject(), point.started());
    }

    private void point(long order, String kind, State state, long epoch, double... forks) {
        List<Double> values = new ArrayList<>();
        double sum = 0;
        for (double fork : forks) {
            values.add(fork);
            sum += fork;
        }
        points.add(new Point(
                "run-" + points.size(),
                order,
                kind,
                "abc",
                "",
                Instant.ofEpochSecond(points.size()),
                sum / forks.length,
                Double.NaN,
                Double.NaN,
                Robust.median(forks),
                values,
                state,
                1,
                0.1,
                epoch));
    }
}
