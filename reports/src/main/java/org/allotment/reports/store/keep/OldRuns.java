package org.allotment.reports.store.keep;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
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

    private final Handle handle;
    private final int nights;
    private final int around;

    OldRuns(Handle handle, int nights, int around) {
        this.handle = handle;
        this.nights = nights;
        this.around = around;
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
    List<Run> list() {
        Set<String> named = named();
        List<Run> runs = handle.createQuery("""
                        SELECT r.id, p.name, r.branch_id, r.env_class_id, r.parent_id, r.thinned, r.note, r.searched
                        FROM run r JOIN project p ON p.id = r.project_id
                        ORDER BY r.branch_id, r.env_class_id, r.x_ord, r.started, r.id""")
                .map((row, context) -> new Run(
                        row.getString("id"),
                        row.getString("name"),
                        row.getLong("branch_id"),
                        row.getLong("env_class_id"),
                        row.getString("parent_id"),
                        row.getObject("thinned") != null,
                        row.getObject("note") != null || row.getInt("searched") == 0))
                .list();
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

    /** Whether anything names a run. */
    boolean isNamed(String run) {
        for (String column : columns()) {
            String table = column.substring(0, column.indexOf('.'));
            if (handle.createQuery("SELECT count(*) FROM " + table + " WHERE " + column + " = :run")
                            .bind("run", run)
                            .mapTo(Integer.class)
                            .one()
                    > 0) {
                return true;
            }
        }
        return false;
    }

    private Set<String> named() {
        String all = columns().stream()
                .map(column -> "SELECT " + column + " FROM " + column.substring(0, column.indexOf('.')) + " WHERE "
                        + column + " IS NOT NULL")
                .collect(Collectors.joining(" UNION "));
        return new HashSet<>(handle.createQuery(all).mapTo(String.class).list());
    }

    private List<String> columns() {
        try {
            return Tables.referring(handle.getConnection(), "run").stream()
                    .filter(column -> !OWN.contains(column.substring(0, column.indexOf('.'))))
                    .toList();
        } catch (SQLException e) {
            throw new ConnectionException(e);
        }
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
