package org.allotment.reports.store.job;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.allotment.reports.model.MetricKind;
import org.allotment.reports.model.job.Conclusion;
import org.allotment.reports.model.job.Job;
import org.allotment.reports.model.job.JobState;
import org.allotment.reports.model.job.Question;
import org.allotment.reports.model.job.Verdict;
import org.allotment.reports.store.ParamsText;
import org.allotment.reports.store.column.Columns;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/** Jobs for those who look at them. */
public final class JobQuery {
    private static final String JOBS = """
            SELECT j.*, p.name AS project, b.name AS benchmark, v.params, v.mode, v.threads, m.name AS metric, m.unit,
             m.kind AS metric_kind, m.higher_is_better, e.name AS environment, r.profile
            FROM job j JOIN project p ON p.id = j.project_id JOIN series s ON s.id = j.series_id
            JOIN variant v ON v.id = s.variant_id JOIN benchmark b ON b.id = v.benchmark_id
            JOIN metric m ON m.id = s.metric_id JOIN env_class e ON e.id = s.env_class_id JOIN run r ON r.id = j.run_id
            """;

    private JobQuery() {}

    /** Which jobs; null stands for any. */
    public record Filter(
            @Nullable String project,
            @Nullable String state,
            @Nullable Long bisection,
            int offset,
            int limit) {}

    /** One job, of this project where one is named. */
    public static Optional<Job> one(Handle handle, long id, @Nullable String project) {
        return handle.createQuery(JOBS + " WHERE j.id = :id AND (:every = 1 OR p.name = :project)")
                .bind("id", id)
                .bind("every", project == null ? 1 : 0)
                .bind("project", project == null ? "" : project)
                .map((row, context) -> job(row))
                .findOne();
    }

    /** Jobs, newest first. */
    public static List<Job> list(Handle handle, Filter filter) {
        return bound(
                        handle.createQuery(JOBS + where(filter) + " ORDER BY j.id DESC LIMIT :limit OFFSET :offset"),
                        filter)
                .bind("limit", filter.limit())
                .bind("offset", filter.offset())
                .map((row, context) -> job(row))
                .list();
    }

    /** Number of jobs that {@link #list} finds without paging. */
    public static int count(Handle handle, Filter filter) {
        return bound(
                        handle.createQuery(
                                "SELECT count(*) FROM job j JOIN project p ON p.id = j.project_id" + where(filter)),
                        filter)
                .mapTo(Integer.class)
                .one();
    }

    /** What an agent answered, as JSON; empty until one has. */
    public static Optional<String> answer(Handle handle, long id) {
        return handle.createQuery("SELECT answer FROM job WHERE id = :id AND answer IS NOT NULL")
                .bind("id", id)
                .mapTo(String.class)
                .findOne();
    }

    private static String where(Filter filter) {
        return " WHERE 1 = 1" + (filter.project() == null ? "" : " AND p.name = :project")
                + (filter.state() == null ? "" : " AND j.state = :state")
                + (filter.bisection() == null ? "" : " AND j.bisection_id = :bisection");
    }

    private static Query bound(Query query, Filter filter) {
        if (filter.project() != null) {
            query.bind("project", filter.project());
        }
        if (filter.state() != null) {
            query.bind("state", filter.state());
        }
        if (filter.bisection() != null) {
            query.bind("bisection", filter.bisection());
        }
        return query;
    }

    private static Job job(ResultSet row) throws SQLException {
        return new Job(
                row.getLong("id"),
                row.getString("project"),
                question(row),
                state(row),
                row.getInt("attempts"),
                row.getLong("fence"),
                Columns.time(row, "created"),
                Columns.whole(row, "bisection_id"));
    }

    private static Question question(ResultSet row) throws SQLException {
        return new Question(
                Question.Kind.of(row.getString("kind")),
                row.getLong("series_id"),
                row.getString("run_id"),
                new Question.Benchmark(
                        row.getString("benchmark"),
                        ParamsText.parse(row.getString("params")),
                        row.getString("mode"),
                        row.getInt("threads")),
                new Question.Metric(
                        row.getString("metric"),
                        row.getString("unit"),
                        MetricKind.ofWord(row.getString("metric_kind")),
                        row.getInt("higher_is_better") != 0),
                row.getString("environment"),
                row.getString("profile"),
                new Question.Range(row.getString("base_sha"), row.getString("head_sha")),
                row.getInt("worse") != 0,
                row.getDouble("effect"),
                row.getInt("forks"));
    }

    private static JobState state(ResultSet row) throws SQLException {
        String worker = Objects.requireNonNullElse(row.getString("worker"), "");
        String detail = Objects.requireNonNullElse(row.getString("detail"), "");
        String state = row.getString("state");
        return switch (state) {
            case "waiting" -> new JobState.Waiting(Columns.time(row, "due"));
            case "claimed" -> new JobState.Claimed(worker, Columns.time(row, "lease_until"));
            case "done" -> {
                Conclusion conclusion = new Conclusion(
                        Verdict.of(row.getString("verdict")),
                        Columns.figure(row, "ratio"),
                        Columns.figure(row, "ratio_lo"),
                        Columns.figure(row, "ratio_hi"),
                        detail);
                yield new JobState.Done(conclusion, worker, Columns.time(row, "ended"));
            }
            case "failed" -> new JobState.Failed(detail, Columns.time(row, "ended"));
            case "cancelled" -> new JobState.Cancelled(Columns.time(row, "ended"));
            default -> throw new IllegalStateException("unknown state of a job, state=" + state);
        };
    }
}
