package org.allotment.reports.api.job;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonRawValue;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.allotment.reports.model.job.Bisection;
import org.allotment.reports.model.job.Conclusion;
import org.allotment.reports.model.job.Job;
import org.allotment.reports.model.job.JobState;
import org.allotment.reports.model.job.Question;
import org.jspecify.annotations.Nullable;

/** Bodies of answers about jobs, as docs/result-format.md gives them. */
final class JobDocuments {
    private JobDocuments() {}

    /** A page of jobs. */
    record Page(int total, int offset, int limit, List<Shown> items) {}

    /** A job that is the caller's until the lease ends; every request about it shows the fence. */
    record Claimed(long fence, long leaseSeconds, Shown job) {}

    /** A lease. */
    record Lease(String until) {}

    /** Two commits, and what would matter between them. */
    record Asked(String base, String head, boolean worse, double effect, int forks) {}

    /** What is run, and what of it is looked at. */
    record Measured(
            String benchmark, Map<String, String> params, String mode, int threads, String metric, String unit) {}

    /** What came of it. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Concluded(
            String verdict,
            @Nullable Double ratio,
            @Nullable Double low95,
            @Nullable Double high95,
            String text) {}

    /** How far the search for the commit has come: it is behind {@code from}, up to and with {@code to}. */
    record Search(String state, String from, String to, int between) {}

    /** One job. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Shown(
            long id,
            String kind,
            String project,
            String state,
            String series,
            String run,
            String environment,
            @Nullable String profile,
            Asked asked,
            Measured measured,
            int attempts,
            String created,
            @Nullable String due,
            @Nullable String worker,
            @Nullable String until,
            @Nullable String ended,
            @Nullable String reason,
            @Nullable Concluded conclusion,
            @Nullable Search bisection,
            @JsonRawValue @Nullable String answer) {}

    static Shown shown(Job job, @Nullable Bisection search, @Nullable String answer) {
        Question question = job.question();
        State state = State.of(job.state());
        return new Shown(
                job.id(),
                question.kind().word(),
                job.project(),
                job.state().word(),
                "/series/" + question.seriesId(),
                "/runs/" + question.runId(),
                question.environment(),
                question.profile(),
                new Asked(
                        question.range().base(),
                        question.range().head(),
                        question.worse(),
                        question.effect(),
                        question.forks()),
                new Measured(
                        question.benchmark().name(),
                        question.benchmark().params().values(),
                        question.benchmark().mode(),
                        question.benchmark().threads(),
                        question.metric().name(),
                        question.metric().unit()),
                job.attempts(),
                job.created().toString(),
                text(state.due),
                state.worker,
                text(state.until),
                text(state.ended),
                state.reason,
                state.conclusion == null ? null : concluded(state.conclusion),
                search == null ? null : new Search(search.state().word(), search.from(), search.to(), search.between()),
                answer);
    }

    private static Concluded concluded(Conclusion conclusion) {
        return new Concluded(
                conclusion.verdict().word(),
                finite(conclusion.ratio()),
                finite(conclusion.low()),
                finite(conclusion.high()),
                conclusion.text());
    }

    private static @Nullable Double finite(double value) {
        return Double.isFinite(value) ? value : null;
    }

    private static @Nullable String text(@Nullable Instant moment) {
        return moment == null ? null : moment.toString();
    }

    /** The fields that some states have. */
    private record State(
            @Nullable Instant due,
            @Nullable String worker,
            @Nullable Instant until,
            @Nullable Instant ended,
            @Nullable String reason,
            @Nullable Conclusion conclusion) {
        static State of(JobState state) {
            return switch (state) {
                case JobState.Waiting(Instant due) -> new State(due, null, null, null, null, null);
                case JobState.Claimed(String worker, Instant until) -> new State(null, worker, until, null, null, null);
                case JobState.Done(Conclusion conclusion, String worker, Instant ended) ->
                    new State(null, worker, null, ended, null, conclusion);
                case JobState.Failed(String reason, Instant ended) -> new State(null, null, null, ended, reason, null);
                case JobState.Cancelled(Instant ended) -> new State(null, null, null, ended, null, null);
            };
        }
    }
}
