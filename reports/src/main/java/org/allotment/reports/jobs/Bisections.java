package org.allotment.reports.jobs;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.allotment.reports.detect.confirm.BisectPlan;
import org.allotment.reports.detect.confirm.BisectPlan.Step;
import org.allotment.reports.detect.confirm.ConfirmRule;
import org.allotment.reports.model.job.Answer;
import org.allotment.reports.model.job.Bisection;
import org.allotment.reports.model.job.Conclusion;
import org.allotment.reports.model.job.Job;
import org.allotment.reports.model.job.JobState;
import org.allotment.reports.model.job.Question;
import org.allotment.reports.model.job.Verdict;
import org.allotment.reports.store.job.BisectionTable;
import org.allotment.reports.store.job.JobQuery;
import org.allotment.reports.store.job.JobTable;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Searches for the commit of a confirmed change, a job at a time, in the transactions that end jobs. */
final class Bisections {
    private final JobSettings settings;

    Bisections(JobSettings settings) {
        this.settings = settings;
    }

    /** Begins a search with a confirmation, goes on with one after a step. */
    void follow(Handle handle, Job job, Conclusion conclusion, Answer answer, Instant now) {
        switch (job.question().kind()) {
            case CONFIRM -> {
                if (conclusion.verdict() == Verdict.CONFIRMED
                        && isRange(job.question().range(), answer.commits())) {
                    advance(handle, new BisectionTable(handle).begin(job.id(), answer.commits()), now);
                }
            }
            case BISECT -> advance(handle, job.bisection(), now);
        }
    }

    /** Goes on where a job ended without an answer. */
    void resume(Handle handle, Instant now) {
        new BisectionTable(handle).stranded().forEach(id -> advance(handle, id, now));
    }

    /** What an agent says of the range must be about this range. */
    private static boolean isRange(Question.Range range, List<String> commits) {
        return commits.size() >= 2
                && commits.getFirst().equals(range.base())
                && commits.getLast().equals(range.head());
    }

    private void advance(Handle handle, @Nullable Long id, Instant now) {
        if (id == null) {
            return;
        }
        BisectionTable table = new BisectionTable(handle);
        List<String> commits = table.find(id).orElseThrow().commits();
        Map<String, Verdict> known = table.verdicts(id);
        Map<Integer, Verdict> verdicts = new HashMap<>();
        for (int place = 1; place < commits.size() - 1; place++) {
            Verdict verdict = known.get(commits.get(place));
            if (verdict != null) {
                verdicts.put(place, verdict);
            }
        }
        BisectPlan plan = new BisectPlan(commits.size(), verdicts);
        switch (plan.step()) {
            case Step.Found _ -> table.set(id, Bisection.State.FOUND, plan.low(), plan.high());
            case Step.Stuck _ -> table.set(id, Bisection.State.STUCK, plan.low(), plan.high());
            case Step.Next next -> {
                table.set(id, Bisection.State.SEARCHING, plan.low(), plan.high());
                ask(handle, id, new Question.Range(commits.getFirst(), commits.get(next.commit())), now);
            }
        }
    }

    private void ask(Handle handle, long id, Question.Range range, Instant now) {
        Job began = JobQuery.one(handle, new BisectionTable(handle).beganWith(id), null)
                .orElseThrow();
        Question question = began.question();
        double ratio =
                began.state() instanceof JobState.Done done ? done.conclusion().ratio() : Double.NaN;
        long project = handle.createQuery("SELECT project_id FROM job WHERE id = :id")
                .bind("id", began.id())
                .mapTo(Long.class)
                .one();
        new JobTable(handle)
                .ask(
                        new JobTable.Asked(
                                project,
                                Question.Kind.BISECT,
                                question.seriesId(),
                                question.runId(),
                                range,
                                question.worse(),
                                ConfirmRule.halfEffect(question.effect(), ratio),
                                settings.forks(),
                                id),
                        now);
    }
}
