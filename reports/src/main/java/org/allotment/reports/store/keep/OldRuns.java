package org.allotment.reports.store.keep;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.allotment.reports.store.Store;
import org.jdbi.v3.core.ConnectionException;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Runs that nobody looks at any more. What stays are the newest of each branch and machine; what anything in the store
 * names, with the runs around it, so that a change keeps what it is looked at by; what has a note; and what is still to be
 * searched for changes. What names a run is read from the keys of the tables, so that a table of tomorrow pins its runs too.
 */
final class OldRuns {
    /** Rows of these are what a run consists of; they do not name it. */
    private static final Set<String> OWN =
            Set.of("run_part", "result", "stress_result", "work_unit", "finding", "noticed_run");

    private static final String RUNS = """
            SELECT r.id, p.name, r.branch_id, r.env_class_id, r.parent_id, r.thinned, r.note, r.searched
            FROM run r JOIN project p ON p.id = r.project_id""";

    /** The project is that of the branch; the key of the order begins with it. */
    private static final String COURSE = " WHERE (r.project_id, r.branch_id, r.env_class_id) ="
            + " (SELECT c.project_id, c.branch_id, c.env_class_id FROM run c WHERE c.id = :run)";

    private static final String ORDER = " ORDER BY r.branch_id, r.env_class_id, r.x_ord, r.started, r.id";

    private final List<String> columns;
    private final int nights;
    private final int around;

    private OldRuns(List<String> columns, int nights, int around) {
        this.columns = columns;
        this.nights = nights;
        this.around = around;
    }

    /** Reads the keys of every table, which takes long: once for a round, and never while writers wait. */
    static OldRuns of(Store store, int nights, int around) {
        return store.read(handle -> new OldRuns(columns(handle), nights, around));
    }

    private static List<String> columns(Handle handle) {
        try {
            return Tables.referring(handle.getConnection(), "run").stream()
                    .filter(column -> !OWN.contains(column.substring(0, column.indexOf('.'))))
                    .toList();
        } catch (SQLException e) {
            throw new ConnectionException(e);
        }
    }

    /**
     * One run.
     *
     * @param parent  the run that it measured again, null for none
     * @param thinned whether its iterations are gone
     * @param kept    whether it stays for its own sake
     */
    record Run(
            String id,
            String project,
            long branch,
            long machine,
            @Nullable String parent,
            boolean thinned,
            boolean kept) {}

    /** They, by branch and machine, the oldest first. */
    List<Run> list(Handle handle) {
        List<Run> runs =
                handle.createQuery(RUNS + ORDER).map((row, context) -> run(row)).list();
        Set<String> named = new HashSet<>(
                handle.createQuery(naming("IS NOT NULL")).mapTo(String.class).list());
        List<Run> old = new ArrayList<>();
        int from = 0;
        for (int i = 1; i <= runs.size(); i++) {
            if (i == runs.size() || !isOneCourse(runs.get(from), runs.get(i))) {
                old.addAll(old(runs.subList(from, i), named));
                from = i;
            }
        }
        return old;
    }

    /**
     * Those of the branch and machine of one run: whether a run stays depends on no others, so this is all that a transaction
     * asks before it takes something away.
     */
    List<Run> ofCourse(Handle handle, String run) {
        List<Run> course = handle.createQuery(RUNS + COURSE + ORDER)
                .bind("run", run)
                .map((row, context) -> run(row))
                .list();
        Set<String> named = new HashSet<>(handle.createQuery(naming("IN (SELECT r.id FROM run r" + COURSE + ")"))
                .bind("run", run)
                .mapTo(String.class)
                .list());
        return old(course, named);
    }

    private String naming(String which) {
        return columns.stream()
                .map(column -> "SELECT " + column + " FROM " + column.substring(0, column.indexOf('.')) + " WHERE "
                        + column + " " + which)
                .collect(Collectors.joining(" UNION "));
    }

    private static Run run(ResultSet row) throws SQLException {
        return new Run(
                row.getString("id"),
                row.getString("name"),
                row.getLong("branch_id"),
                row.getLong("env_class_id"),
                row.getString("parent_id"),
                row.getObject("thinned") != null,
                row.getObject("note") != null || row.getInt("searched") == 0);
    }

    private static boolean isOneCourse(Run one, Run other) {
        return one.branch() == other.branch() && one.machine() == other.machine();
    }

    private List<Run> old(List<Run> course, Set<String> named) {
        boolean[] stays = new boolean[course.size()];
        Arrays.fill(stays, Math.max(0, course.size() - nights), course.size(), true);
        for (int i = 0; i < stays.length; i++) {
            if (named.contains(course.get(i).id())) {
                Arrays.fill(stays, Math.max(0, i - around), Math.min(stays.length, i + around + 1), true);
            }
        }
        List<Run> old = new ArrayList<>();
        for (int i = 0; i < stays.length; i++) {
            if (!stays[i] && !course.get(i).kept()) {
                old.add(course.get(i));
            }
        }
        return old;
    }
}
