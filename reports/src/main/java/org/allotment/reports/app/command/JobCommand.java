package org.allotment.reports.app.command;

import java.util.List;
import org.allotment.reports.model.job.Bisection;
import org.allotment.reports.model.job.Conclusion;
import org.allotment.reports.model.job.Job;
import org.allotment.reports.model.job.JobState;
import org.allotment.reports.model.job.Question;
import org.allotment.reports.store.Store;
import org.allotment.reports.store.job.BisectionTable;
import org.allotment.reports.store.job.JobQuery;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Jobs for reading: what is measured again, and what came of it. */
@Command(name = "jobs", mixinStandardHelpOptions = true, description = "Lists and shows jobs.")
final class JobCommand extends Group {
    private static final int MOST = 1_000;
    private static final List<String> STATES = List.of("waiting", "claimed", "done", "failed", "cancelled");

    @Command(mixinStandardHelpOptions = true, description = "Lists jobs, the newest first.")
    int list(
            @Option(names = "--project", description = "default: all") @Nullable String project,
            @Option(names = "--state", description = "waiting, claimed, done, failed or cancelled; default: any")
                    @Nullable
                    String state) {
        if (state != null && !STATES.contains(state)) {
            throw new IllegalArgumentException("unknown state of a job, state=" + state);
        }
        try (Store store = store()) {
            List<Job> found =
                    store.read(handle -> JobQuery.list(handle, new JobQuery.Filter(project, state, null, 0, MOST)));
            found.forEach(job -> out().println(line(job)));
            out().println("jobs=" + found.size());
        }
        return 0;
    }

    @Command(mixinStandardHelpOptions = true, description = "Shows one job with what was measured.")
    int show(@Parameters(paramLabel = "ID") long id) {
        try (Store store = store()) {
            Job job = store.read(handle -> JobQuery.one(handle, id, null))
                    .orElseThrow(() -> new IllegalArgumentException("no such job, id=" + id));
            out().println(line(job));
            Question question = job.question();
            out().println("  base=" + question.range().base() + ", head="
                    + question.range().head() + ", effect="
                    + question.effect() + ", forks=" + question.forks() + ", attempts=" + job.attempts() + ", run="
                    + question.runId());
            if (job.state() instanceof JobState.Done done) {
                out().println("  " + TerminalText.plain(done.conclusion().text()));
            }
            Long bisection = job.bisection();
            if (bisection != null) {
                store.read(handle -> new BisectionTable(handle).find(bisection))
                        .ifPresent(search -> out().println(line(search)));
            }
            store.read(handle -> JobQuery.answer(handle, id))
                    .ifPresent(answer -> out().println("  answer=" + TerminalText.plain(answer)));
        }
        return 0;
    }

    private static String line(Job job) {
        Question question = job.question();
        return "id=" + job.id() + ", kind=" + question.kind().word() + ", state="
                + job.state().word() + result(job.state()) + ", direction=" + (question.worse() ? "worse" : "better")
                + ", project=" + TerminalText.plain(job.project()) + ": "
                + TerminalText.plain(
                        question.benchmark().params().label(question.benchmark().name()))
                + " " + TerminalText.plain(question.metric().name());
    }

    private static String result(JobState state) {
        return switch (state) {
            case JobState.Waiting _, JobState.Cancelled _ -> "";
            case JobState.Claimed claimed ->
                ", worker=" + TerminalText.plain(claimed.worker()) + ", until=" + claimed.until();
            case JobState.Failed failed -> ", reason=" + TerminalText.plain(failed.reason());
            case JobState.Done done -> {
                Conclusion conclusion = done.conclusion();
                yield ", verdict=" + conclusion.verdict().word()
                        + (Double.isFinite(conclusion.ratio())
                                ? ", ratio=" + conclusion.ratio() + ", low95=" + conclusion.low() + ", high95="
                                        + conclusion.high()
                                : "");
            }
        };
    }

    private static String line(Bisection search) {
        return "  search=" + search.state().word() + ", from=" + search.from() + ", to=" + search.to() + ", between="
                + search.between();
    }
}
