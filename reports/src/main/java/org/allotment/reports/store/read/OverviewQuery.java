package org.allotment.reports.store.read;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
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
    private final RowQuery.Memory memory;

    OverviewQuery(Handle handle, RowQuery.Memory memory) {
        this.handle = handle;
        this.memory = memory;
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
        List<SeriesRow> rows = memory.rows(handle, latest.id()).stream()
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
        return confirmed == null ? row : row.withVerdict(confirmed.state(), confirmed.ratio());
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
                .sorted(Comparator.comparingInt(finding -> finding.state().rank()))
                .toList();
    }

    private static boolean matches(SeriesRow row, RowFilter filter) {
        if (filter.state() != null && !row.state().word().equals(filter.state())) {
            return false;
        }
        return row.series().mentions(filter.text());
    }

    private static List<SeriesRow> page(List<SeriesRow> rows, RowFilter filter) {
        int from = Math.clamp(filter.offset(), 0, rows.size());
        int to = (int) Math.min(rows.size(), (long) from + Math.max(0, filter.limit()));
        return rows.subList(from, to);
    }

    private List<SeriesRow> withSparks(RunSummary latest, List<SeriesRow> rows) {
        Map<Long, List<Double>> sparks = memory.sparks(handle, latest.id());
        return rows.stream()
                .map(row -> row.withSpark(sparks.getOrDefault(row.series().id(), List.of())))
                .toList();
    }
}
