package org.allotment.reports.store.inquiry;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.allotment.reports.stats.Robust;
import org.allotment.reports.store.RunKinds;
import org.allotment.reports.store.Store;
import org.allotment.reports.store.column.Columns;
import org.allotment.reports.store.inquiry.MachineView.MachineClass;
import org.allotment.reports.store.inquiry.MachineView.Night;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Machine classes, each question in one reading transaction. */
public final class MachineQuery {
    private static final int NIGHTS = 120;
    private static final int SERIES = 200;
    private static final String CLASS = """
            SELECT e.id, e.name, p.name AS project, count(r.id) AS runs, max(r.started) AS last
            FROM env_class e JOIN project p ON p.id = e.project_id LEFT JOIN run r ON r.env_class_id = e.id
            """;
    private static final String GROUP = " GROUP BY e.id, e.name, p.name ORDER BY max(r.started) DESC, e.id";

    private final Store store;

    /** Over an open store. */
    public MachineQuery(Store store) {
        this.store = store;
    }

    /** The machine classes of a project, the one that ran last first. */
    public List<MachineClass> list(String project) {
        return store.read(handle -> handle.createQuery(CLASS + " WHERE p.name = :project" + GROUP)
                .bind("project", project)
                .map((row, context) -> machine(row))
                .list());
    }

    /** One machine class with its newest nights; of one project, or of any where it is null. */
    public Optional<MachineView> one(long id, @Nullable String only) {
        return store.read(handle -> handle.createQuery(CLASS + " WHERE e.id = :id" + GROUP)
                .bind("id", id)
                .map((row, context) -> machine(row))
                .findOne()
                .filter(found -> only == null || only.equals(found.project()))
                .map(found -> new MachineView(found, nights(handle, id))));
    }

    private static MachineClass machine(ResultSet row) throws SQLException {
        return new MachineClass(
                row.getLong("id"),
                row.getString("project"),
                row.getString("name"),
                row.getLong("runs"),
                Columns.maybeTime(row, "last"));
    }

    private static List<Night> nights(Handle handle, long id) {
        List<String> runs = handle.createQuery("SELECT r.id FROM run r WHERE r.env_class_id = :id AND "
                        + RunKinds.NIGHTS + " ORDER BY r.started DESC, r.id DESC LIMIT :nights")
                .bind("id", id)
                .bind("nights", NIGHTS)
                .mapTo(String.class)
                .list();
        if (runs.isEmpty()) {
            return List.of();
        }
        Map<String, Double> noise = noise(handle, runs);
        return handle.createQuery("""
                        SELECT r.id, r.started, c.sha, r.canary_scores, r.canary_unit, r.canary_steady, r.canary_in_band,
                         r.steal_percent, r.load_before, n.kernel, n.microcode, n.jvm_version
                        FROM run r JOIN environment n ON n.id = r.environment_id
                        LEFT JOIN code_commit c ON c.id = r.commit_id WHERE r.id IN (<runs>) ORDER BY r.started, r.id""")
                .bindList("runs", runs)
                .map((row, context) -> night(row, noise))
                .list();
    }

    /** The same series for all nights, so that a night with other benchmarks does not look noisier. */
    private static Map<String, Double> noise(Handle handle, List<String> runs) {
        Map<String, List<Double>> errors = new HashMap<>();
        handle.createQuery("""
                        SELECT x.run_id, x.log_variance FROM result x WHERE x.log_variance IS NOT NULL AND x.forks > 1
                         AND x.series_id IN (SELECT y.series_id FROM result y JOIN series s ON s.id = y.series_id
                          JOIN metric m ON m.id = s.metric_id WHERE y.run_id = :newest AND m.kind = 'time'
                          ORDER BY y.series_id LIMIT :series)
                         AND x.run_id IN (<runs>)""")
                .bind("newest", runs.getFirst())
                .bind("series", SERIES)
                .bindList("runs", runs)
                .map((row, context) -> Map.entry(row.getString(1), Math.sqrt(row.getDouble(2))))
                .forEach(each -> errors.computeIfAbsent(each.getKey(), run -> new ArrayList<>())
                        .add(each.getValue()));
        Map<String, Double> noise = new HashMap<>();
        errors.forEach((run, all) -> noise.put(
                run, Robust.median(all.stream().mapToDouble(Double::doubleValue).toArray())));
        return noise;
    }

    private static Night night(ResultSet row, Map<String, Double> noise) throws SQLException {
        String id = row.getString("id");
        return new Night(
                id,
                Columns.time(row, "started"),
                row.getString("sha"),
                canary(row.getString("canary_scores")),
                row.getString("canary_unit"),
                Columns.flag(row, "canary_steady"),
                Columns.flag(row, "canary_in_band"),
                noise.getOrDefault(id, Double.NaN),
                Columns.number(row, "steal_percent"),
                text(row.getString("load_before")),
                text(row.getString("kernel")),
                text(row.getString("microcode")),
                text(row.getString("jvm_version")));
    }

    private static double canary(@Nullable String scores) {
        return scores == null || scores.isBlank()
                ? Double.NaN
                : Robust.median(Arrays.stream(scores.strip().split(" "))
                        .mapToDouble(Double::parseDouble)
                        .toArray());
    }

    private static String text(@Nullable String text) {
        return text == null ? "" : text;
    }
}
