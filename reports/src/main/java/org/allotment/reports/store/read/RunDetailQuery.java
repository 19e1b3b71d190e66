package org.allotment.reports.store.read;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.allotment.reports.model.history.RunDetail;
import org.allotment.reports.model.history.RunDetail.Circumstances;
import org.allotment.reports.model.history.RunDetail.Course;
import org.allotment.reports.model.history.RunDetail.Machine;
import org.allotment.reports.model.history.RunDetail.Part;
import org.allotment.reports.model.history.RunDetail.Unit;
import org.allotment.reports.model.history.RunSummary;
import org.allotment.reports.store.ParamsText;
import org.allotment.reports.store.column.Columns;
import org.jdbi.v3.core.Handle;

/** One run whole. */
final class RunDetailQuery {
    private final Handle handle;

    RunDetailQuery(Handle handle) {
        this.handle = handle;
    }

    Optional<RunDetail> of(String id) {
        return RunQuery.one(handle, id).map(this::detail);
    }

    static Optional<Course> course(Handle handle, String id) {
        return handle.createQuery(
                        "SELECT ended, note, canary_scores, canary_unit, canary_steady FROM run WHERE id = :id")
                .bind("id", id)
                .map((row, context) -> new Course(
                        Columns.maybeTime(row, "ended"),
                        row.getString("note"),
                        row.getString("canary_scores"),
                        row.getString("canary_unit"),
                        Columns.flag(row, "canary_steady")))
                .findOne();
    }

    private RunDetail detail(RunSummary run) {
        List<Unit> units = units(run.id());
        return handle.createQuery(
                        "SELECT r.*, n.* FROM run r JOIN environment n ON n.id = r.environment_id WHERE r.id = :id")
                .bind("id", run.id())
                .map((row, context) -> new RunDetail(
                        run,
                        row.getString("profile"),
                        row.getString("note"),
                        Columns.maybeTime(row, "ended"),
                        machine(row),
                        circumstances(row),
                        parts(run.id()),
                        RunQuery.confirmations(handle, run.id()),
                        FindingQuery.of(handle, run.id()),
                        units.stream()
                                .filter(unit -> !unit.state().equals("finished"))
                                .toList(),
                        (int) units.stream()
                                .filter(unit -> unit.state().equals("finished"))
                                .count(),
                        RowQuery.of(handle, run.id()),
                        new StressQuery(handle).cells(run.id())))
                .one();
    }

    private List<Part> parts(String run) {
        return handle.createQuery("""
                        SELECT t.name, t.ord, t.sha256, u.size_bytes FROM run_part t
                        JOIN upload u ON u.sha256 = t.sha256 WHERE t.run_id = :run ORDER BY t.name, t.ord""")
                .bind("run", run)
                .map((row, context) -> new Part(
                        row.getString("name"), row.getInt("ord"), row.getString("sha256"), row.getLong("size_bytes")))
                .list();
    }

    private List<Unit> units(String run) {
        return handle.createQuery("SELECT * FROM work_unit WHERE run_id = :run ORDER BY ord")
                .bind("run", run)
                .map((row, context) -> new Unit(
                        row.getString("unit_id"),
                        row.getString("kind"),
                        row.getString("name"),
                        ParamsText.parse(row.getString("params")),
                        row.getInt("threads"),
                        row.getInt("fork"),
                        row.getString("state"),
                        row.getString("reason"),
                        row.getLong("millis")))
                .list();
    }

    private static Machine machine(ResultSet row) throws SQLException {
        return new Machine(
                row.getString("label"),
                row.getString("host"),
                row.getString("cpu_model"),
                row.getString("microcode"),
                Columns.small(row, "cores"),
                Columns.small(row, "threads_per_core"),
                row.getString("governor"),
                row.getString("turbo"),
                Columns.whole(row, "memory_bytes"),
                row.getString("os"),
                row.getString("architecture"),
                row.getString("kernel"),
                row.getString("container"),
                row.getString("jvm_vendor"),
                row.getString("jvm_version"),
                row.getString("jvm_name"),
                row.getString("jvm_flags"));
    }

    private static Circumstances circumstances(ResultSet row) throws SQLException {
        return new Circumstances(
                row.getString("load_before"),
                row.getString("load_after"),
                Columns.number(row, "steal_percent"),
                row.getString("canary_benchmark"),
                row.getString("canary_scores"),
                row.getString("canary_unit"),
                Columns.flag(row, "canary_steady"),
                row.getString("jmh_version"),
                row.getString("jmh_options"),
                row.getString("stress_harness"),
                row.getString("stress_options"),
                Columns.whole(row, "stress_millis"));
    }
}
