package org.allotment.reports.store.inquiry;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.allotment.reports.model.State;
import org.allotment.reports.model.history.Finding;
import org.allotment.reports.model.history.RunSummary;
import org.allotment.reports.store.RunKinds;
import org.allotment.reports.store.Store;
import org.allotment.reports.store.column.Columns;
import org.allotment.reports.store.inquiry.CommitView.Caused;
import org.allotment.reports.store.inquiry.CommitView.Litmus;
import org.allotment.reports.store.read.FindingQuery;
import org.allotment.reports.store.read.Overlay;
import org.allotment.reports.store.read.RunQuery;
import org.allotment.reports.store.read.SeriesQuery;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** One commit in one reading transaction. */
public final class CommitQuery {
    private static final int MOST_RUNS = 100;
    private static final int MOST_CHANGES = 500;
    private static final int FEWEST_DIGITS = 4;

    private final Store store;

    /** Over an open store. */
    public CommitQuery(Store store) {
        this.store = store;
    }

    private record Row(
            long id,
            String sha,
            String subject,
            String author,
            @Nullable Instant time,
            long position) {}

    /** The commit whose hash begins so, if it is the only one of the project. */
    public Optional<CommitView> of(String project, String start) {
        if (start.length() < FEWEST_DIGITS || !start.chars().allMatch(CommitQuery::isPlain)) {
            return Optional.empty();
        }
        return store.read(handle -> found(handle, project, start).map(commit -> view(handle, project, commit)));
    }

    private static boolean isPlain(int character) {
        return Character.isLetterOrDigit(character) || character == '-' || character == '.';
    }

    private static Optional<Row> found(Handle handle, String project, String start) {
        List<Row> found = handle.createQuery("""
                        SELECT c.* FROM code_commit c JOIN project p ON p.id = c.project_id
                        WHERE p.name = :project AND c.sha LIKE :start
                         AND EXISTS (SELECT 1 FROM run r WHERE r.commit_id = c.id) ORDER BY c.sha LIMIT 2""")
                .bind("project", project)
                .bind("start", start + "%")
                .map((row, context) -> commit(row))
                .list();
        boolean sure =
                found.size() == 1 || (!found.isEmpty() && found.getFirst().sha().equals(start));
        return sure ? Optional.of(found.getFirst()) : Optional.empty();
    }

    private static Row commit(ResultSet row) throws SQLException {
        return new Row(
                row.getLong("id"),
                row.getString("sha"),
                row.getString("subject"),
                row.getString("author"),
                Columns.maybeTime(row, "commit_time"),
                row.getLong("position"));
    }

    private static CommitView view(Handle handle, String project, Row commit) {
        List<RunSummary> runs = new Overlay(handle)
                .on(handle.createQuery(RunQuery.SELECT
                                + " WHERE r.commit_id = :commit ORDER BY r.started DESC, r.id LIMIT :most")
                        .bind("commit", commit.id())
                        .bind("most", MOST_RUNS)
                        .map((row, context) -> RunQuery.summary(row))
                        .list());
        List<Finding> findings = runs.stream()
                .flatMap(run -> FindingQuery.of(handle, run.id()).stream())
                .sorted(Comparator.comparingInt(finding -> finding.state().rank()))
                .toList();
        return new CommitView(
                project,
                commit.sha(),
                commit.subject(),
                commit.author(),
                commit.time(),
                neighbour(handle, commit, runs, false),
                neighbour(handle, commit, runs, true),
                runs,
                findings,
                changes(handle, commit),
                litmus(handle, commit),
                figures(handle, commit, ""),
                figures(handle, commit, " AND x.state IN ('green', 'improved')"));
    }

    private static long figures(Handle handle, Row commit, String which) {
        return handle.createQuery(
                        "SELECT count(*) FROM result x JOIN run r ON r.id = x.run_id WHERE r.commit_id = :commit"
                                + which)
                .bind("commit", commit.id())
                .mapTo(Long.class)
                .one();
    }

    /** The measured commit next to it on the branch of its newest run. */
    private static @Nullable String neighbour(Handle handle, Row commit, List<RunSummary> runs, boolean later) {
        if (runs.isEmpty()) {
            return null;
        }
        String way = later ? " > :position ORDER BY r.x_ord LIMIT 1" : " < :position ORDER BY r.x_ord DESC LIMIT 1";
        return handle.createQuery("""
                        SELECT c.sha FROM run r JOIN run o ON o.id = :run AND o.project_id = r.project_id
                         AND o.branch_id = r.branch_id JOIN code_commit c ON c.id = r.commit_id WHERE \
                        """ + RunKinds.NIGHTS + " AND r.x_ord" + way)
                .bind("run", runs.getFirst().id())
                .bind("position", commit.position())
                .mapTo(String.class)
                .findOne()
                .orElse(null);
    }

    private static List<Caused> changes(Handle handle, Row commit) {
        return handle.createQuery("SELECT " + SeriesQuery.COLUMNS + """
                        , ch.id AS change_id, ch.worse, ch.ratio, ch.ratio_lo, ch.ratio_hi, ch.state,
                         (SELECT count(DISTINCT w.x_ord) FROM run w WHERE w.branch_id = s.branch_id
                          AND w.env_class_id = s.env_class_id AND w.x_ord > lo.x_ord AND w.x_ord <= hi.x_ord) AS commits
                        """ + SeriesQuery.FROM + """
                         JOIN change_point ch ON ch.series_id = s.id JOIN run lo ON lo.id = ch.before_run_id
                         JOIN run hi ON hi.id = ch.high_run_id
                         WHERE ch.state <> 'retracted' AND lo.x_ord < :position AND hi.x_ord >= :position
                          AND EXISTS (SELECT 1 FROM run r WHERE r.commit_id = :commit AND r.branch_id = s.branch_id
                           AND r.env_class_id = s.env_class_id)
                         ORDER BY ch.worse DESC, abs(coalesce(ch.ratio, 1) - 1) DESC, ch.id LIMIT :most""")
                .bind("position", commit.position())
                .bind("commit", commit.id())
                .bind("most", MOST_CHANGES)
                .map((row, context) -> new Caused(
                        row.getLong("change_id"),
                        SeriesQuery.info(row),
                        row.getInt("worse") != 0,
                        Columns.figure(row, "ratio"),
                        Columns.figure(row, "ratio_lo"),
                        Columns.figure(row, "ratio_hi"),
                        row.getString("state").equals("confirmed"),
                        row.getInt("commits")))
                .list();
    }

    private static List<Litmus> litmus(Handle handle, Row commit) {
        return handle
                .createQuery("""
                        SELECT x.state, count(*) AS tests, sum(x.samples) AS samples FROM stress_result x
                        JOIN run r ON r.id = x.run_id WHERE r.commit_id = :commit GROUP BY x.state""")
                .bind("commit", commit.id())
                .map((row, context) ->
                        new Litmus(State.of(row.getString("state")), row.getInt("tests"), row.getLong("samples")))
                .list()
                .stream()
                .sorted(Comparator.comparingInt(each -> each.state().rank()))
                .toList();
    }
}
