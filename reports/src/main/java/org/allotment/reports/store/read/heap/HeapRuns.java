package org.allotment.reports.store.read.heap;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.allotment.reports.store.Store;
import org.allotment.reports.store.column.Columns;
import org.jspecify.annotations.Nullable;

/** Runs whose upload has a heap part. */
public final class HeapRuns {
    /** The name of the part. */
    public static final String PART = "heap";

    private static final String SELECT = """
            SELECT r.id, p.name AS project, b.name AS branch, r.started, c.sha, c.subject FROM run_part x
            JOIN run r ON r.id = x.run_id JOIN project p ON p.id = r.project_id JOIN branch b ON b.id = r.branch_id
            LEFT JOIN code_commit c ON c.id = r.commit_id WHERE x.name = 'heap'
            """;

    private final Store store;

    /** Over an open store. */
    public HeapRuns(Store store) {
        this.store = store;
    }

    /** A run that recorded one. */
    public record HeapRun(
            String id,
            String project,
            String branch,
            Instant started,
            @Nullable String sha,
            @Nullable String subject) {}

    /** The newest of a branch, the newest first. */
    public List<HeapRun> list(String project, String branch, int limit) {
        return store.read(handle -> handle.createQuery(SELECT + """
                         AND p.name = :project AND b.name = :branch
                        ORDER BY r.x_ord DESC, r.started DESC, r.id DESC LIMIT :limit""")
                .bind("project", project)
                .bind("branch", branch)
                .bind("limit", limit)
                .map((row, context) -> run(row))
                .list());
    }

    /** One run; of one project, or of any where it is null. */
    public Optional<HeapRun> one(String id, @Nullable String only) {
        return store.read(handle -> handle.createQuery(SELECT + " AND r.id = :id")
                .bind("id", id)
                .map((row, context) -> run(row))
                .findOne()
                .filter(found -> only == null || only.equals(found.project())));
    }

    private static HeapRun run(ResultSet row) throws SQLException {
        return new HeapRun(
                row.getString("id"),
                row.getString("project"),
                row.getString("branch"),
                Columns.time(row, "started"),
                row.getString("sha"),
                row.getString("subject"));
    }
}
