package org.allotment.reports.store.read;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.allotment.reports.model.State;
import org.allotment.reports.model.history.RunSummary;
import org.allotment.reports.model.history.RunSummary.CommitRef;
import org.allotment.reports.model.history.VerdictCounts;
import org.allotment.reports.store.HistoryQueries.RunFilter;
import org.allotment.reports.store.RunKinds;
import org.allotment.reports.store.column.Columns;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/** Lists of runs. */
public final class RunQuery {
    /** Newest last; the id makes the order total. */
    static final String ORDER = "r.x_ord, r.started, r.id";

    /** Newest first. */
    public static final String ORDER_DESC = "r.x_ord DESC, r.started DESC, r.id DESC";

    static final String FROM = """
             FROM run r JOIN project p ON p.id = r.project_id JOIN branch b ON b.id = r.branch_id
             JOIN env_class e ON e.id = r.env_class_id LEFT JOIN code_commit c ON c.id = r.commit_id
            """;

    /** Of a run, for {@link #summary}. */
    public static final String SELECT = """
            SELECT r.id, r.external_id, r.parent_id, r.kind, r.started, r.received, r.dirty, r.x_ord, r.canary_steady,
             r.state, r.green, r.improved, r.suspect, r.red, r.missing, r.not_applicable, r.too_few_runs, r.ungated,
             p.name AS project, b.name AS branch, e.name AS env_class,
             c.sha, c.subject, c.author, c.commit_time
            """ + FROM;

    private RunQuery() {}

    static List<RunSummary> list(Handle handle, RunFilter filter) {
        Query query = handle.createQuery(
                SELECT + where(filter) + " ORDER BY r.started DESC, r.id DESC LIMIT :limit OFFSET :offset");
        return bind(query, filter)
                .bind("limit", filter.limit())
                .bind("offset", filter.offset())
                .map((row, context) -> summary(row))
                .list();
    }

    static int count(Handle handle, RunFilter filter) {
        return bind(handle.createQuery("SELECT count(*)" + FROM + where(filter)), filter)
                .mapTo(Integer.class)
                .one();
    }

    static Optional<RunSummary> one(Handle handle, String id) {
        return handle.createQuery(SELECT + " WHERE r.id = :id")
                .bind("id", id)
                .map((row, context) -> summary(row))
                .findOne();
    }

    /** A run of another commit confirms nothing, whatever it says of itself. */
    static List<RunSummary> confirmations(Handle handle, String parent) {
        return handle.createQuery(SELECT + """
                         WHERE r.parent_id = :parent AND r.kind = 'confirm'
                         AND r.commit_id = (SELECT o.commit_id FROM run o WHERE o.id = :parent) ORDER BY \
                        """ + ORDER)
                .bind("parent", parent)
                .map((row, context) -> summary(row))
                .list();
    }

    /** The newest runs of a branch that are nights, newest first. */
    public static List<RunSummary> nights(Handle handle, String project, String branch, int limit) {
        return handle.createQuery(SELECT
                        + " WHERE p.name = :project AND b.name = :branch AND " + RunKinds.NIGHTS + " ORDER BY "
                        + ORDER_DESC + " LIMIT :limit")
                .bind("project", project)
                .bind("branch", branch)
                .bind("limit", limit)
                .map((row, context) -> summary(row))
                .list();
    }

    /** The run of a row of {@link #SELECT}. */
    public static RunSummary summary(ResultSet row) throws SQLException {
        return new RunSummary(
                row.getString("id"),
                row.getString("project"),
                row.getString("branch"),
                row.getString("kind"),
                row.getString("external_id"),
                row.getString("parent_id"),
                commit(row),
                row.getString("env_class"),
                Columns.time(row, "started"),
                Columns.time(row, "received"),
                Columns.flag(row, "canary_steady"),
                counts(row));
    }

    private static @Nullable CommitRef commit(ResultSet row) throws SQLException {
        String sha = row.getString("sha");
        if (sha == null) {
            return null;
        }
        return new CommitRef(
                sha,
                row.getString("subject"),
                row.getString("author"),
                Columns.maybeTime(row, "commit_time"),
                row.getInt("dirty") != 0);
    }

    private static VerdictCounts counts(ResultSet row) throws SQLException {
        Map<State, Integer> counts = new EnumMap<>(State.class);
        counts.put(State.GREEN, row.getInt("green"));
        counts.put(State.IMPROVED, row.getInt("improved"));
        counts.put(State.SUSPECT, row.getInt("suspect"));
        counts.put(State.RED, row.getInt("red"));
        counts.put(State.MISSING, row.getInt("missing"));
        counts.put(State.NOT_APPLICABLE, row.getInt("not_applicable"));
        counts.put(State.TOO_FEW_RUNS, row.getInt("too_few_runs"));
        counts.put(State.UNGATED, row.getInt("ungated"));
        return new VerdictCounts(State.of(row.getString("state")), counts);
    }

    private static String where(RunFilter filter) {
        StringBuilder where = new StringBuilder(" WHERE 1 = 1");
        if (filter.project() != null) {
            where.append(" AND p.name = :project");
        }
        if (filter.branch() != null) {
            where.append(" AND b.name = :branch");
        }
        if (filter.kind() != null) {
            where.append(" AND r.kind = :kind");
        }
        return where.toString();
    }

    private static Query bind(Query query, RunFilter filter) {
        if (filter.project() != null) {
            query.bind("project", filter.project());
        }
        if (filter.branch() != null) {
            query.bind("branch", filter.branch());
        }
        if (filter.kind() != null) {
            query.bind("kind", filter.kind());
        }
        return query;
    }
}
