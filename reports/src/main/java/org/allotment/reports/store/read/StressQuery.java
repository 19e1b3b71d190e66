package org.allotment.reports.store.read;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.allotment.reports.model.State;
import org.allotment.reports.model.history.RunSummary;
import org.allotment.reports.model.history.StressHistory;
import org.allotment.reports.model.history.StressHistory.Failure;
import org.allotment.reports.model.history.StressHistory.Night;
import org.allotment.reports.model.history.StressHistory.Outcome;
import org.allotment.reports.model.history.StressMatrix;
import org.allotment.reports.model.history.StressMatrix.Cell;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Litmus tests over runs. */
final class StressQuery {
    private static final String CELL = """
            SELECT x.run_id, x.test_id, t.name, t.description, t.actors, t.inverted, x.state, x.reason, x.status, x.samples, x.configurations,
             (SELECT coalesce(sum(o.seen), 0) FROM stress_outcome o WHERE o.run_id = x.run_id
              AND o.test_id = x.test_id AND o.expect IN ('FORBIDDEN', 'UNKNOWN')) AS bad
            FROM stress_result x JOIN stress_test t ON t.id = x.test_id
            """;

    private final Handle handle;

    StressQuery(Handle handle) {
        this.handle = handle;
    }

    List<Cell> cells(String run) {
        return handle.createQuery(CELL + " WHERE x.run_id = :run ORDER BY t.name")
                .bind("run", run)
                .map((row, context) -> cell(row))
                .list();
    }

    StressMatrix matrix(String project, String branch, int nights) {
        List<RunSummary> runs = handle.createQuery(RunQuery.SELECT + """
                         WHERE p.name = :project AND b.name = :branch
                         AND EXISTS (SELECT 1 FROM stress_result x WHERE x.run_id = r.id) ORDER BY \
                        """ + RunQuery.ORDER_DESC + " LIMIT :nights")
                .bind("project", project)
                .bind("branch", branch)
                .bind("nights", nights)
                .map((row, context) -> RunQuery.summary(row))
                .list()
                .reversed();
        return new StressMatrix(project, branch, runs, rows(runs));
    }

    Optional<StressHistory> history(long testId, int nights) {
        return handle.createQuery("""
                        SELECT t.*, p.name AS project FROM stress_test t JOIN project p ON p.id = t.project_id
                        WHERE t.id = :test""")
                .bind("test", testId)
                .map((row, context) -> new StressHistory(
                        testId,
                        row.getString("project"),
                        row.getString("name"),
                        row.getString("description"),
                        row.getInt("actors"),
                        row.getInt("inverted") != 0,
                        nights(testId, nights)))
                .findOne();
    }

    private List<StressMatrix.Row> rows(List<RunSummary> runs) {
        if (runs.isEmpty()) {
            return List.of();
        }
        List<String> ids = runs.stream().map(RunSummary::id).toList();
        Map<Long, StressMatrix.Row> rows = new LinkedHashMap<>();
        handle.createQuery(CELL + " WHERE x.run_id IN (<runs>)")
                .bindList("runs", ids)
                .map((row, context) -> {
                    Cell cell = cell(row);
                    StressMatrix.Row known = rows.get(cell.testId());
                    StressMatrix.Row line = known == null ? line(row, cell, runs.size()) : known;
                    line.cells().set(ids.indexOf(cell.runId()), cell);
                    return line;
                })
                .forEach(line -> rows.put(line.testId(), line));
        return rows.values().stream()
                .sorted(Comparator.comparing(StressMatrix.Row::name))
                .toList();
    }

    /** The test of a cell over so many runs, in none of them yet. */
    private static StressMatrix.Row line(ResultSet row, Cell cell, int runs) throws SQLException {
        return new StressMatrix.Row(
                cell.testId(),
                cell.name(),
                row.getString("description"),
                row.getInt("actors"),
                row.getInt("inverted") != 0,
                new ArrayList<@Nullable Cell>(Collections.nCopies(runs, null)));
    }

    private List<Night> nights(long testId, int limit) {
        List<RunSummary> runs = handle.createQuery(RunQuery.SELECT
                        + " WHERE r.id IN (SELECT run_id FROM stress_result WHERE test_id = :test) ORDER BY "
                        + RunQuery.ORDER_DESC + " LIMIT :limit")
                .bind("test", testId)
                .bind("limit", limit)
                .map((row, context) -> RunQuery.summary(row))
                .list()
                .reversed();
        List<Night> nights = new ArrayList<>();
        for (RunSummary run : runs) {
            nights.add(night(run, testId));
        }
        return nights;
    }

    private Night night(RunSummary run, long testId) {
        return handle.createQuery(CELL + " WHERE x.run_id = :run AND x.test_id = :test")
                .bind("run", run.id())
                .bind("test", testId)
                .map((row, context) -> new Night(
                        run,
                        cell(row),
                        row.getInt("configurations"),
                        outcomes(run.id(), testId),
                        failures(run.id(), testId)))
                .one();
    }

    private List<Outcome> outcomes(String run, long test) {
        return handle.createQuery("SELECT * FROM stress_outcome WHERE run_id = :run AND test_id = :test ORDER BY ord")
                .bind("run", run)
                .bind("test", test)
                .map((row, context) -> new Outcome(
                        row.getString("outcome"),
                        row.getString("expect"),
                        row.getLong("seen"),
                        row.getInt("configurations"),
                        row.getString("description")))
                .list();
    }

    private List<Failure> failures(String run, long test) {
        return handle.createQuery("SELECT * FROM stress_failure WHERE run_id = :run AND test_id = :test ORDER BY ord")
                .bind("run", run)
                .bind("test", test)
                .map((row, context) -> new Failure(
                        row.getString("outcome"),
                        row.getLong("seen"),
                        row.getString("compile_mode"),
                        row.getString("scheduling"),
                        row.getString("jvm_args"),
                        row.getString("seed"),
                        row.getString("log")))
                .list();
    }

    private static Cell cell(ResultSet row) throws SQLException {
        return new Cell(
                row.getString("run_id"),
                row.getLong("test_id"),
                row.getString("name"),
                State.of(row.getString("state")),
                row.getString("reason"),
                row.getString("status"),
                row.getLong("samples"),
                row.getLong("bad"));
    }
}
