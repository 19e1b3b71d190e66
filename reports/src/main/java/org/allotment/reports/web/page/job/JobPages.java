package org.allotment.reports.web.page.job;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.allotment.reports.model.job.Answer;
import org.allotment.reports.model.job.Bisection;
import org.allotment.reports.model.job.Job;
import org.allotment.reports.model.job.JobState;
import org.allotment.reports.model.job.Question;
import org.allotment.reports.web.page.Figures;
import org.allotment.reports.web.page.Nights;
import org.allotment.reports.web.page.inquiry.CommitPages;
import org.allotment.reports.web.paging.Paging;
import org.allotment.reports.web.text.Counts;
import org.allotment.reports.web.text.Moments;
import org.allotment.reports.web.text.Ratios;
import org.allotment.reports.web.view.job.JobPage;
import org.allotment.reports.web.view.job.JobPage.Commit;
import org.allotment.reports.web.view.job.JobPage.Fact;
import org.allotment.reports.web.view.job.JobPage.Search;
import org.allotment.reports.web.view.job.JobsPage;
import org.allotment.reports.web.view.part.Badge;
import org.allotment.reports.web.view.part.Frame;
import org.allotment.reports.web.view.part.Frame.Choice;
import org.jspecify.annotations.Nullable;

/** The list of jobs, and the page of each. */
public final class JobPages {
    /** Jobs of one part of the list. */
    public static final int PAGE = 50;

    private static final String LIST = "/jobs";
    private static final List<String> STATES = List.of("waiting", "claimed", "done", "failed", "cancelled");
    private static final Badge BASE = new Badge("good", "✓", "without it");
    private static final Badge HEAD = new Badge("bad", "▲", "with it");

    private JobPages() {}

    /**
     * One part of the list.
     *
     * @param state asked for, empty for all
     */
    public record Part(List<Job> jobs, String state, Paging paging) {}

    /**
     * What is known of one job.
     *
     * @param answer as it was stored, null until there is one
     * @param search for the commit, null where none began
     * @param steps the jobs of that search, the newest first
     */
    public record Known(
            Job job, @Nullable String answer, @Nullable Bisection search, List<Job> steps) {}

    /** The state that an address asks for; what makes no sense counts as absent. */
    public static String state(String asked) {
        return STATES.contains(asked) ? asked : "";
    }

    /** Builds the list. */
    public static JobsPage list(Frame frame, Part part, Instant now) {
        List<Choice> states = new ArrayList<>();
        states.add(new Choice("", "any", part.state().isEmpty()));
        STATES.forEach(each -> states.add(new Choice(each, each, each.equals(part.state()))));
        Paging paging = part.paging();
        return new JobsPage(
                frame,
                states,
                part.state().isEmpty() ? "" : frame.scope().link(LIST).toString(),
                JobRows.of(part.jobs(), now),
                paging.range("job"),
                paging.previous(page -> link(frame, LIST, part.state(), page)),
                paging.next(page -> link(frame, LIST, part.state(), page)),
                link(frame, "/jobs.csv", part.state(), 0),
                link(frame, "/api/v1/jobs", part.state(), 0));
    }

    private static String link(Frame frame, String path, String state, int page) {
        return frame.scope().link(path).with("state", state).page(page).toString();
    }

    /** What an agent measured, as CSV. */
    public static String csv(Job job, String answer) {
        return Measurements.csv(job, Measurements.answer(answer));
    }

    /** Builds the page of one. */
    public static JobPage of(Frame frame, Known known, Instant now) {
        Job job = known.job();
        Question question = job.question();
        String stored = known.answer();
        Answer answer = stored == null ? null : Measurements.answer(stored);
        return new JobPage(
                frame,
                job.id(),
                JobRows.badge(job),
                headline(question),
                lead(job),
                JobRows.label(question),
                Figures.href(question.seriesId()),
                facts(frame, job),
                answer == null ? null : Measurements.of(job, answer),
                search(frame, known, now),
                answer instanceof Answer.Measured ? JobRows.href(job.id()) + ".csv" : "",
                "/api/v1" + JobRows.href(job.id()));
    }

    private static String headline(Question question) {
        return "Does " + JobRows.brief(question.range().head()) + " cost " + (question.worse() ? "more" : "less")
                + " than " + JobRows.brief(question.range().base()) + "?";
    }

    private static String lead(Job job) {
        return switch (job.state()) {
            case JobState.Waiting _ -> "No bench machine has taken it yet.";
            case JobState.Claimed claimed -> claimed.worker() + " works on it.";
            case JobState.Done done -> done.conclusion().text();
            case JobState.Failed failed -> "Given up: " + failed.reason();
            case JobState.Cancelled _ -> "Nobody wants to know any more.";
        };
    }

    private static List<Fact> facts(Frame frame, Job job) {
        Question question = job.question();
        List<Fact> facts = new ArrayList<>();
        facts.add(new Fact("State", job.state().word(), ""));
        facts.add(new Fact(
                "Asked because",
                question.kind() == Question.Kind.CONFIRM
                        ? "a run showed it"
                        : "the commit of a confirmed change is sought",
                Nights.href(question.runId())));
        facts.add(commit(frame, "Base", question.range().base()));
        facts.add(commit(frame, "Head", question.range().head()));
        facts.add(new Fact(
                "What matters",
                Ratios.share(question.effect()) + " or more, for the " + (question.worse() ? "worse" : "better"),
                ""));
        facts.add(new Fact("Forks of each side", Counts.exact(question.forks()), ""));
        facts.add(new Fact("Machine class", question.environment(), ""));
        facts.add(new Fact("Profile", question.profile() == null ? "not said" : question.profile(), ""));
        facts.add(new Fact("Bench machine", JobRows.worker(job.state()), ""));
        facts.add(new Fact("Attempts", Counts.exact(job.attempts()), ""));
        facts.add(new Fact("Asked", Moments.full(job.created()), ""));
        String result = JobRows.result(job);
        if (!result.isEmpty()) {
            facts.add(new Fact("Head against base", result, ""));
        }
        return facts;
    }

    private static Fact commit(Frame frame, String name, String sha) {
        return new Fact(name, JobRows.brief(sha), CommitPages.href(sha, frame.scope()));
    }

    private static @Nullable Search search(Frame frame, Known known, Instant now) {
        Bisection search = known.search();
        if (search == null) {
            return null;
        }
        List<Job> steps = known.steps().stream()
                .filter(step -> step.id() != known.job().id())
                .toList();
        return new Search(badge(search), text(search), commits(frame, search, known.steps()), JobRows.of(steps, now));
    }

    private static Badge badge(Bisection search) {
        return switch (search.state()) {
            case SEARCHING -> new Badge("warn", "◐", "searching");
            case FOUND -> new Badge("bad", "▲", "found");
            case STUCK -> new Badge("calm", "?", "stuck");
        };
    }

    private static String text(Bisection search) {
        String from = JobRows.brief(search.from());
        String to = JobRows.brief(search.to());
        return switch (search.state()) {
            case FOUND -> "It came with " + to + ".";
            case SEARCHING ->
                "It lies after " + from + ", up to " + to + "; " + Counts.of(search.between(), "commit")
                        + " in between.";
            case STUCK ->
                "It lies after " + from + ", up to " + to
                        + "; what lies between cannot be measured, or says nothing clear.";
        };
    }

    /** The ends, and what a job says something about; long stretches that nobody measured are a count. */
    private static List<Commit> commits(Frame frame, Bisection search, List<Job> steps) {
        Map<String, Job> measured = new HashMap<>();
        steps.forEach(step -> measured.putIfAbsent(step.question().range().head(), step));
        List<String> all = search.commits();
        List<Commit> commits = new ArrayList<>();
        int skipped = 0;
        for (int i = all.size() - 1; i >= 0; i--) {
            String sha = all.get(i);
            Job step = measured.get(sha);
            boolean edge = sha.equals(search.from()) || sha.equals(search.to());
            if (step == null && !edge && i > 0 && i < all.size() - 1) {
                skipped++;
                continue;
            }
            String gap = skipped == 0 ? "" : Counts.of(skipped, "commit") + " not measured";
            skipped = 0;
            commits.addFirst(
                    new Commit(CommitPages.href(sha, frame.scope()), sha, JobRows.brief(sha), badge(i, step), gap));
        }
        return commits;
    }

    private static Badge badge(int place, @Nullable Job step) {
        if (place == 0) {
            return BASE;
        }
        if (step == null) {
            return Badge.plain("not measured");
        }
        return switch (step.state()) {
            case JobState.Done done ->
                switch (done.conclusion().verdict()) {
                    case CONFIRMED -> HEAD;
                    case NO_CHANGE -> BASE;
                    case UNCLEAR -> new Badge("calm", "?", "unclear");
                };
            default -> JobRows.badge(step);
        };
    }
}
