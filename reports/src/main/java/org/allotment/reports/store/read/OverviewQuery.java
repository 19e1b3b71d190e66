package org.allotment.reports.store.read;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.allotment.reports.model.State;
import org.allotment.reports.model.history.Finding;
import org.allotment.reports.model.history.Overview;
import org.allotment.reports.model.history.RunSummary;
import org.allotment.reports.model.history.SeriesRow;
import org.allotment.reports.store.HistoryQueries.RowFilter;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The latest night of a branch. */
final class OverviewQuery {
    private final Handle handle;

    OverviewQuery(Handle handle) {
        this.handle = handle;
    }

    Overview of(String project, String branch, RowFilter filter) {
        Overlay overlay = new Overlay(handle);
        List<RunSummary> nights = overlay.on(RunQuery.nights(handle, project, branch, 2));
        if (nights.isEmpty()) {
            return new Overview(project, branch, null, null, List.of(), List.of(), List.of(), 0, List.of());
        }
        RunSummary latest = nights.getFirst();
        List<RunSummary> confirms = RunQuery.confirmations(handle, latest.id());
        Map<Long, String> judges = overlay.judges(latest.id());
        Map<Long, SeriesRow> confirmed = confirmed(confirms, judges);
        List<SeriesRow> rows = RowQuery.of(handle, latest.id()).stream()
                .map(row -> overlaid(row, confirmed.get(row.series().id())))
                .filter(row -> matches(row, filter))
                .toList();
        return new Overview(
                project,
                branch,
                latest,
                nights.size() > 1 ? nights.get(1) : null,
                confirms,
                findings(latest, confirms, judges),
                withSparks(latest, page(rows, filter)),
                rows.size(),
                new StressQuery(handle).cells(latest.id()));
    }

    private Map<Long, SeriesRow> confirmed(List<RunSummary> confirms, Map<Long, String> judges) {
        Map<Long, SeriesRow> rows = new HashMap<>();
        for (RunSummary confirm : confirms) {
            for (SeriesRow row : RowQuery.of(handle, confirm.id())) {
                if (confirm.id().equals(judges.get(row.series().id()))) {
                    rows.put(row.series().id(), row);
                }
            }
        }
        return rows;
    }

    private static SeriesRow overlaid(SeriesRow row, @Nullable SeriesRow confirmed) {
        if (confirmed == null) {
            return row;
        }
        return new SeriesRow(
                row.series(),
                row.score(),
                row.low(),
                row.high(),
                row.forks(),
                confirmed.state(),
                confirmed.ratio(),
                row.mde(),
                row.spark());
    }

    /** A series that was measured again speaks through the confirmation that judged it last. */
    private List<Finding> findings(RunSummary latest, List<RunSummary> confirms, Map<Long, String> judges) {
        Stream<Finding> own = FindingQuery.of(handle, latest.id()).stream()
                .filter(finding -> !judges.containsKey(finding.seriesId()));
        Stream<Finding> again = confirms.stream()
                .flatMap(confirm -> FindingQuery.of(handle, confirm.id()).stream()
                        .filter(finding ->
                                finding.seriesId() == 0 || confirm.id().equals(judges.get(finding.seriesId()))))
                .filter(finding -> finding.kind() != Finding.Kind.MISSING);
        return Stream.concat(again, own)
                .sorted(Comparator.comparingInt(finding -> severity(finding.state())))
                .toList();
    }

    private static int severity(State state) {
        return switch (state) {
            case RED -> 0;
            case MISSING -> 1;
            case SUSPECT -> 2;
            case IMPROVED -> 3;
            case GREEN, NOT_APPLICABLE, TOO_FEW_RUNS, UNGATED -> 4;
        };
    }

    private static boolean matches(SeriesRow row, RowFilter filter) {
        if (filter.state() != null && !row.state().word().equals(filter.state())) {
            return false;
        }
        String label = row.series().label() + " " + row.series().metric();
        return label.toLowerCase(Locale.ROOT).contains(filter.text().toLowerCase(Locale.ROOT));
    }

    private static List<SeriesRow> page(List<SeriesRow> rows, RowFilter filter) {
        int from = Math.clamp(filter.offset(), 0, rows.size());
        int to = (int) Math.min(rows.size(), (long) from + Math.max(0, filter.limit()));
        return rows.subList(from, to);
    }

    private List<SeriesRow> withSparks(RunSummary latest, List<SeriesRow> rows) {
        Map<Long, List<Double>> sparks = RowQuery.sparks(handle, latest.id());
        List<SeriesRow> drawn = new ArrayList<>(rows.size());
        for (SeriesRow row : rows) {
            drawn.add(new SeriesRow(
                    row.series(),
                    row.score(),
                    row.low(),
                    row.high(),
                    row.forks(),
                    row.state(),
                    row.ratio(),
                    row.mde(),
                    sparks.getOrDefault(row.series().id(), List.of())));
        }
        return drawn;
    }
}
