package org.allotment.reports.web.page.job;

import java.time.Instant;
import java.util.List;
import org.allotment.reports.model.MetricKind;
import org.allotment.reports.model.job.Conclusion;
import org.allotment.reports.model.job.Job;
import org.allotment.reports.model.job.JobState;
import org.allotment.reports.model.job.Question;
import org.allotment.reports.web.text.Cells;
import org.allotment.reports.web.text.Moments;
import org.allotment.reports.web.text.Ratios;
import org.allotment.reports.web.view.job.JobRow;
import org.allotment.reports.web.view.part.Badge;
import org.allotment.reports.web.view.part.Label;
import org.allotment.reports.web.view.part.Moment;
import org.jspecify.annotations.Nullable;

/** Jobs as rows of a table. */
public final class JobRows {
    private static final String HEAD =
            "job,kind,project,state,verdict,series,run,environment,base,head,worse,effect,forks,attempts,worker,until,"
                    + "created,ended,ratio,low,high,text\r\n";
    private static final int BRIEF = 10;

    private JobRows() {}

    /** Rows, in the order given. */
    public static List<JobRow> of(List<Job> jobs, Instant now) {
        return jobs.stream().map(job -> row(job, now)).toList();
    }

    /** The same as CSV. */
    public static String csv(List<Job> jobs) {
        StringBuilder csv = new StringBuilder(HEAD);
        jobs.forEach(job -> csv.append(line(job)));
        return csv.toString();
    }

    /** A job's page. */
    public static String href(long id) {
        return "/jobs/" + id;
    }

    /** The first characters of a commit. */
    static String brief(String sha) {
        return sha.substring(0, Math.min(BRIEF, sha.length()));
    }

    /** Where it stands, or what it came to. */
    static Badge badge(Job job) {
        boolean worse = job.question().worse();
        return switch (job.state()) {
            case JobState.Waiting _ -> new Badge("calm", "…", "waiting");
            case JobState.Claimed _ -> new Badge("warn", "◐", "claimed");
            case JobState.Failed _ -> new Badge("lost", "∅", "failed");
            case JobState.Cancelled _ -> new Badge("calm", "–", "cancelled");
            case JobState.Done done ->
                switch (done.conclusion().verdict()) {
                    case CONFIRMED ->
                        worse ? new Badge("bad", "▲", "confirmed worse") : new Badge("good", "▼", "confirmed better");
                    case NO_CHANGE -> new Badge("good", "✓", "no change");
                    case UNCLEAR -> new Badge("calm", "?", "unclear");
                };
        };
    }

    /** Ratio with its interval, or nothing until there is one. */
    static String result(Job job) {
        if (!(job.state() instanceof JobState.Done done)
                || !Double.isFinite(done.conclusion().ratio())) {
            return "";
        }
        Conclusion conclusion = done.conclusion();
        String phrase =
                Ratios.phrase(conclusion.ratio(), job.question().metric().kind() == MetricKind.TIME);
        String range = Ratios.range(conclusion.low(), conclusion.high());
        return range.isEmpty() ? phrase : phrase + ", " + range;
    }

    /** Who works on it or did. */
    static String worker(JobState state) {
        return switch (state) {
            case JobState.Waiting waiting -> "nobody; from " + Moments.minute(waiting.due());
            case JobState.Claimed claimed -> claimed.worker() + ", lease until " + Moments.minute(claimed.until());
            case JobState.Done done -> done.worker() + ", ended " + Moments.minute(done.ended());
            case JobState.Failed failed -> "ended " + Moments.minute(failed.ended());
            case JobState.Cancelled cancelled -> "ended " + Moments.minute(cancelled.ended());
        };
    }

    static Label label(Question question) {
        return Label.of(
                question.benchmark().name(),
                question.benchmark().params().values(),
                question.benchmark().threads(),
                question.metric().name());
    }

    private static JobRow row(Job job, Instant now) {
        Question question = job.question();
        return new JobRow(
                href(job.id()),
                job.id(),
                badge(job),
                question.kind() == Question.Kind.CONFIRM ? "confirms" : "searches",
                label(question),
                brief(question.range().base()) + " → " + brief(question.range().head()) + ", "
                        + (question.worse() ? "worse" : "better") + " by " + Ratios.share(question.effect())
                        + " or more",
                result(job),
                worker(job.state()),
                job.attempts(),
                Moment.of(job.created(), now));
    }

    private static String line(Job job) {
        Question question = job.question();
        JobState state = job.state();
        Conclusion conclusion = state instanceof JobState.Done done ? done.conclusion() : null;
        return Cells.line(
                job.id(),
                question.kind().word(),
                job.project(),
                state.word(),
                conclusion == null ? null : conclusion.verdict().word(),
                question.seriesId(),
                question.runId(),
                question.environment(),
                question.range().base(),
                question.range().head(),
                question.worse(),
                question.effect(),
                question.forks(),
                job.attempts(),
                state instanceof JobState.Claimed claimed
                        ? claimed.worker()
                        : state instanceof JobState.Done done ? done.worker() : null,
                state instanceof JobState.Claimed claimed ? claimed.until() : null,
                job.created(),
                ended(state),
                conclusion == null ? null : conclusion.ratio(),
                conclusion == null ? null : conclusion.low(),
                conclusion == null ? null : conclusion.high(),
                conclusion == null
                        ? state instanceof JobState.Failed failed ? failed.reason() : null
                        : conclusion.text());
    }

    private static @Nullable Instant ended(JobState state) {
        return switch (state) {
            case JobState.Waiting _, JobState.Claimed _ -> null;
            case JobState.Done done -> done.ended();
            case JobState.Failed failed -> failed.ended();
            case JobState.Cancelled cancelled -> cancelled.ended();
        };
    }
}
