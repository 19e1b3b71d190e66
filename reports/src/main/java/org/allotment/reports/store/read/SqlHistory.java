package org.allotment.reports.store.read;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.allotment.reports.model.history.Overview;
import org.allotment.reports.model.history.RunDetail;
import org.allotment.reports.model.history.RunSummary;
import org.allotment.reports.model.history.SeriesChange;
import org.allotment.reports.model.history.SeriesHistory;
import org.allotment.reports.model.history.StressHistory;
import org.allotment.reports.model.history.StressMatrix;
import org.allotment.reports.store.HistoryQueries;
import org.allotment.reports.store.RawResult;
import org.allotment.reports.store.Store;
import org.allotment.reports.store.change.ChangeQuery;
import org.jdbi.v3.core.Handle;

/** The questions of the history, each in one reading transaction. */
public final class SqlHistory implements HistoryQueries {
    private final Store store;
    private final RowQuery.Memory memory = new RowQuery.Memory();

    /** Over an open store. */
    public SqlHistory(Store store) {
        this.store = store;
    }

    @Override
    public List<Project> projects() {
        return store.read(SqlHistory::projects);
    }

    @Override
    public Overview overview(String project, String branch, RowFilter filter) {
        return store.read(handle -> new OverviewQuery(handle, memory).of(project, branch, filter));
    }

    @Override
    public List<RunSummary> runs(RunFilter filter) {
        return store.read(handle -> new Overlay(handle).on(RunQuery.list(handle, filter)));
    }

    @Override
    public int countRuns(RunFilter filter) {
        return store.read(handle -> RunQuery.count(handle, filter));
    }

    @Override
    public Optional<RunDetail> run(String id) {
        return store.read(handle -> new RunDetailQuery(handle).of(id));
    }

    @Override
    public Optional<RunDetail.Course> course(String id) {
        return store.read(handle -> RunDetailQuery.course(handle, id));
    }

    @Override
    public Optional<SeriesHistory> series(long id, int limit, int sampled) {
        return store.read(handle -> SeriesQuery.history(handle, id, limit, sampled));
    }

    @Override
    public List<SeriesChange> changes(long seriesId, boolean retracted) {
        return store.read(handle -> ChangeQuery.of(handle, seriesId, retracted));
    }

    @Override
    public List<RawResult> rawResults(long seriesId, int limit) {
        return store.read(handle -> SeriesQuery.raw(handle, seriesId, limit));
    }

    @Override
    public List<Sibling> siblings(long seriesId) {
        return store.read(handle -> SeriesQuery.siblings(handle, seriesId));
    }

    @Override
    public StressMatrix stressMatrix(String project, String branch, int nights) {
        return store.read(handle -> new StressQuery(handle).matrix(project, branch, nights));
    }

    @Override
    public Optional<StressHistory> stressTest(long testId, int nights) {
        return store.read(handle -> new StressQuery(handle).history(testId, nights));
    }

    @Override
    public Optional<Long> stressTestId(String project, String name) {
        return store.read(handle -> handle.createQuery("""
                        SELECT t.id FROM stress_test t JOIN project p ON p.id = t.project_id
                        WHERE p.name = :project AND t.name = :name""")
                .bind("project", project)
                .bind("name", name)
                .mapTo(Long.class)
                .findOne());
    }

    private static List<Project> projects(Handle handle) {
        Map<String, List<String>> branches = new LinkedHashMap<>();
        handle.createQuery("""
                        SELECT p.name AS project, b.name AS branch, max(r.received) AS newest
                        FROM project p JOIN branch b ON b.project_id = p.id JOIN run r ON r.branch_id = b.id
                        GROUP BY p.name, b.name ORDER BY p.name, newest DESC, b.name""")
                .map((row, context) -> Map.entry(row.getString("project"), row.getString("branch")))
                .forEach(entry -> branches.computeIfAbsent(entry.getKey(), key -> new ArrayList<>())
                        .add(entry.getValue()));
        return branches.entrySet().stream()
                .map(entry -> new Project(entry.getKey(), entry.getValue()))
                .toList();
    }
}
