package org.allotment.reports.store.read;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.allotment.reports.model.State;
import org.allotment.reports.model.history.Finding;
import org.allotment.reports.store.column.Columns;
import org.jdbi.v3.core.Handle;

/** What the verdict of a run said, worst first. */
public final class FindingQuery {
    private FindingQuery() {}

    /** In the order of the verdict. */
    public static List<Finding> of(Handle handle, String runId) {
        return handle.createQuery("""
                        SELECT f.*, c.sha FROM finding f JOIN run r ON r.id = f.run_id
                        LEFT JOIN code_commit c ON c.id = r.commit_id WHERE f.run_id = :run ORDER BY f.ord""")
                .bind("run", runId)
                .map((row, context) -> finding(row))
                .list();
    }

    private static Finding finding(ResultSet row) throws SQLException {
        return new Finding(
                State.of(row.getString("state")),
                Finding.Kind.of(row.getString("kind")),
                row.getLong("series_id"),
                row.getString("name"),
                row.getString("metric"),
                row.getInt("threads"),
                Columns.figure(row, "ratio"),
                row.getString("detail"),
                row.getString("sha"));
    }
}
