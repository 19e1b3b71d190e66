package org.allotment.reports.store.change;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import org.allotment.reports.model.history.SeriesChange;
import org.allotment.reports.model.history.SeriesChange.Confirmation;
import org.allotment.reports.model.history.SeriesChange.Place;
import org.allotment.reports.model.history.SeriesChange.Standing;
import org.allotment.reports.store.column.Columns;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The changes of one series for those who look at it. */
public final class ChangeQuery {
    private static final String JOB = ", j.id AS j_id, j.state AS j_state, j.verdict AS j_verdict, j.ratio AS j_ratio,"
            + " j.ratio_lo AS j_lo, j.ratio_hi AS j_hi, j.detail AS j_detail, i.commits, i.low AS i_low, i.high AS i_high";

    private ChangeQuery() {}

    /** Oldest first; retracted ones only when asked for. */
    public static List<SeriesChange> of(Handle handle, long series, boolean retracted) {
        return handle.createQuery("SELECT c.*" + JOB + columns("a") + columns("b") + columns("l") + columns("h")
                        + " FROM change_point c" + joined("a", "run_id") + joined("b", "before_run_id")
                        + joined("l", "low_run_id") + joined("h", "high_run_id")
                        + " LEFT JOIN job j ON j.id = c.job_id LEFT JOIN bisection i ON i.id = j.bisection_id"
                        + " WHERE c.series_id = :series AND (c.state <> 'retracted' OR :retracted = 1)"
                        + " ORDER BY a.x_ord, a.started, c.id")
                .bind("series", series)
                .bind("retracted", retracted ? 1 : 0)
                .map((row, context) -> change(row))
                .list();
    }

    private static String columns(String run) {
        return ", " + run + ".id AS " + run + "_id, " + run + ".started AS " + run + "_started, " + run + "c.sha AS "
                + run + "_sha, " + run + "c.subject AS " + run + "_subject";
    }

    private static String joined(String run, String column) {
        return " JOIN run " + run + " ON " + run + ".id = c." + column + " LEFT JOIN code_commit " + run + "c ON " + run
                + "c.id = " + run + ".commit_id";
    }

    private static SeriesChange change(ResultSet row) throws SQLException {
        return new SeriesChange(
                row.getLong("id"),
                row.getLong("epoch_id"),
                place(row, "a"),
                place(row, "b"),
                place(row, "l"),
                place(row, "h"),
                row.getInt("worse") != 0,
                Columns.figure(row, "ratio"),
                Columns.figure(row, "ratio_lo"),
                Columns.figure(row, "ratio_hi"),
                Columns.figure(row, "p_value"),
                Standing.of(row.getString("state")),
                row.getString("first_seen_run_id"),
                confirmation(row));
    }

    private static @Nullable Confirmation confirmation(ResultSet row) throws SQLException {
        long job = row.getLong("j_id");
        if (job == 0) {
            return null;
        }
        String state = row.getString("j_state");
        String commits = row.getString("commits");
        List<String> range = commits == null ? List.of() : List.of(commits.split("\n"));
        return new Confirmation(
                job,
                switch (state) {
                    case "done" -> row.getString("j_verdict");
                    case "claimed" -> "running";
                    default -> state;
                },
                Columns.figure(row, "j_ratio"),
                Columns.figure(row, "j_lo"),
                Columns.figure(row, "j_hi"),
                Objects.requireNonNullElse(row.getString("j_detail"), ""),
                range.isEmpty() ? null : range.get(row.getInt("i_low")),
                range.isEmpty() ? null : range.get(row.getInt("i_high")));
    }

    private static Place place(ResultSet row, String run) throws SQLException {
        return new Place(
                row.getString(run + "_id"),
                row.getString(run + "_sha"),
                row.getString(run + "_subject"),
                Columns.time(row, run + "_started"));
    }
}
