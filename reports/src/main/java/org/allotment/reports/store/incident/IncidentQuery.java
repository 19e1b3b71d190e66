package org.allotment.reports.store.incident;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.allotment.reports.model.history.SeriesInfo;
import org.allotment.reports.model.incident.IncidentDetail;
import org.allotment.reports.model.incident.IncidentDetail.Event;
import org.allotment.reports.model.incident.IncidentDetail.Sign;
import org.allotment.reports.model.incident.IncidentState;
import org.allotment.reports.model.incident.IncidentSummary;
import org.allotment.reports.model.incident.IncidentSummary.Bound;
import org.allotment.reports.store.Store;
import org.allotment.reports.store.column.Columns;
import org.allotment.reports.store.read.SeriesQuery;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/** Incidents as they are read, each question in one reading transaction. */
public final class IncidentQuery {
    private static final String SELECT = """
            SELECT i.*, a.started AS after_started, ac.sha AS after_sha, ac.subject AS after_subject,
             u.started AS until_started, uc.sha AS until_sha, uc.subject AS until_subject,
             (SELECT count(DISTINCT g.series_id) FROM incident_sign g WHERE g.incident_id = i.id) AS series,
             (SELECT count(DISTINCT g.test_id) FROM incident_sign g WHERE g.incident_id = i.id) AS tests,
             (SELECT count(*) FROM incident_sign g WHERE g.incident_id = i.id AND g.closed IS NULL) AS open_signs
            FROM incident i LEFT JOIN run a ON a.id = i.after_run_id LEFT JOIN code_commit ac ON ac.id = a.commit_id
             LEFT JOIN run u ON u.id = i.until_run_id LEFT JOIN code_commit uc ON uc.id = u.commit_id
            """;

    /** What waits for somebody, what got worse, what is newest. */
    private static final String ORDER = """
             ORDER BY CASE WHEN i.state IN ('new', 'acknowledged') THEN 0 ELSE 1 END, i.worse DESC, i.opened DESC, i.id DESC
            """;

    private static final int MOST_SIGNS = 1_000;

    private final Store store;

    /** Over an open store. */
    public IncidentQuery(Store store) {
        this.store = store;
    }

    /**
     * Which incidents.
     *
     * @param project null for any
     * @param branch  null for any
     * @param state   the word of a state, {@code open} for those that wait for somebody, empty for any
     * @param direction {@code worse}, {@code better}, or empty
     * @param owner   empty for anybody
     * @param text    part of what a sign is called or says, case ignored
     */
    public record Filter(
            @Nullable String project,
            @Nullable String branch,
            String state,
            String direction,
            String owner,
            String text) {}

    /** Incidents, what waits for somebody first. */
    public List<IncidentSummary> list(Filter filter, int offset, int limit) {
        return store.read(handle -> bound(
                        handle.createQuery(SELECT + where(filter) + ORDER + " LIMIT :limit OFFSET :offset"), filter)
                .bind("limit", limit)
                .bind("offset", offset)
                .map((row, context) -> summary(row))
                .list());
    }

    /** How many there are. */
    public int count(Filter filter) {
        return store.read(handle -> bound(handle.createQuery("SELECT count(*) FROM incident i" + where(filter)), filter)
                .mapTo(Integer.class)
                .one());
    }

    /** One incident; of one project, or of any where it is null. */
    public Optional<IncidentDetail> one(long id, @Nullable String only) {
        return store.read(handle -> handle.createQuery(SELECT + " WHERE i.id = :id")
                .bind("id", id)
                .map((row, context) -> summary(row))
                .findOne()
                .filter(found -> only == null || only.equals(found.project()))
                .map(found -> new IncidentDetail(found, signs(handle, id), events(handle, id))));
    }

    /** Incidents of one project whose range holds a commit, or that a run of it first showed. */
    public List<IncidentSummary> ofCommit(String project, String sha) {
        return store.read(handle -> handle.createQuery(SELECT + """
                         WHERE i.project = :project AND EXISTS (SELECT 1 FROM run r JOIN code_commit c ON c.id = r.commit_id
                          JOIN project p ON p.id = r.project_id JOIN branch b ON b.id = r.branch_id
                          WHERE p.name = i.project AND b.name = i.branch AND c.sha = :sha AND r.x_ord <= u.x_ord
                          AND (a.x_ord IS NULL OR r.x_ord > a.x_ord))""" + ORDER)
                .bind("project", project)
                .bind("sha", sha)
                .map((row, context) -> summary(row))
                .list());
    }

    private static String where(Filter filter) {
        StringBuilder where = new StringBuilder(" WHERE 1 = 1");
        if (filter.project() != null) {
            where.append(" AND i.project = :project");
        }
        if (filter.branch() != null) {
            where.append(" AND i.branch = :branch");
        }
        if (filter.state().equals("open")) {
            where.append(" AND i.state IN ('new', 'acknowledged')");
        } else if (!filter.state().isEmpty()) {
            where.append(" AND i.state = :state");
        }
        if (!filter.direction().isEmpty()) {
            where.append(" AND i.worse = :worse");
        }
        if (!filter.owner().isEmpty()) {
            where.append(" AND i.owner = :owner");
        }
        if (!filter.text().isEmpty()) {
            where.append(" AND EXISTS (SELECT 1 FROM incident_sign g WHERE g.incident_id = i.id"
                    + " AND lower(g.name || ' ' || g.detail) LIKE :text ESCAPE '!')");
        }
        return where.toString();
    }

    private static Query bound(Query query, Filter filter) {
        if (filter.project() != null) {
            query.bind("project", filter.project());
        }
        if (filter.branch() != null) {
            query.bind("branch", filter.branch());
        }
        if (!filter.state().isEmpty() && !filter.state().equals("open")) {
            query.bind("state", filter.state());
        }
        if (!filter.direction().isEmpty()) {
            query.bind("worse", filter.direction().equals("worse") ? 1 : 0);
        }
        if (!filter.owner().isEmpty()) {
            query.bind("owner", filter.owner());
        }
        if (!filter.text().isEmpty()) {
            String sought = filter.text().toLowerCase(Locale.ROOT);
            query.bind(
                    "text", '%' + sought.replace("!", "!!").replace("%", "!%").replace("_", "!_") + '%');
        }
        return query;
    }

    private static IncidentSummary summary(ResultSet row) throws SQLException {
        return new IncidentSummary(
                row.getLong("id"),
                row.getString("project"),
                row.getString("branch"),
                row.getString("environment"),
                row.getInt("worse") != 0,
                IncidentState.of(row.getString("state")),
                row.getString("owner"),
                row.getString("issue_url"),
                row.getInt("version"),
                row.getString("subject"),
                row.getString("detail"),
                row.getString("run_id"),
                Columns.time(row, "opened"),
                Columns.maybeTime(row, "closed"),
                bound(row, "after"),
                bound(row, "until"),
                row.getInt("series"),
                row.getInt("tests"),
                row.getInt("open_signs"));
    }

    private static @Nullable Bound bound(ResultSet row, String end) throws SQLException {
        String run = row.getString(end + "_run_id");
        return run == null
                ? null
                : new Bound(
                        run,
                        row.getString(end + "_sha"),
                        row.getString(end + "_subject"),
                        Columns.time(row, end + "_started"));
    }

    private static List<Sign> signs(Handle handle, long incident) {
        return handle.createQuery("SELECT g.*, q.* FROM incident_sign g LEFT JOIN (SELECT" + SeriesQuery.COLUMNS
                        + SeriesQuery.FROM
                        + """
                         WHERE s.id IN (SELECT o.series_id FROM incident_sign o WHERE o.incident_id = :incident)) q
                         ON q.series_id = g.series_id WHERE g.incident_id = :incident
                         ORDER BY CASE WHEN g.closed IS NULL THEN 0 ELSE 1 END, g.id LIMIT :most""")
                .bind("incident", incident)
                .bind("most", MOST_SIGNS)
                .map((row, context) -> sign(row))
                .list();
    }

    private static Sign sign(ResultSet row) throws SQLException {
        SeriesInfo series = row.getString("benchmark") == null ? null : SeriesQuery.info(row);
        return new Sign(
                row.getLong("id"),
                row.getString("name"),
                series,
                Columns.whole(row, "change_id"),
                row.getString("detail"),
                Columns.figure(row, "ratio"),
                row.getString("run_id"),
                row.getString("seen_run_id"),
                Columns.time(row, "opened"),
                Columns.maybeTime(row, "closed"));
    }

    private static List<Event> events(Handle handle, long incident) {
        return handle.createQuery("SELECT * FROM incident_event WHERE incident_id = :incident ORDER BY id")
                .bind("incident", incident)
                .map((row, context) -> new Event(
                        Columns.time(row, "at"),
                        row.getString("actor"),
                        row.getString("kind"),
                        row.getString("before"),
                        row.getString("text")))
                .list();
    }
}
