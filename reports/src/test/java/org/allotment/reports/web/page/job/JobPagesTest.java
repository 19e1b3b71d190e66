package org.allotment.reports.web.page.job;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.allotment.reports.model.MetricKind;
import org.allotment.reports.model.Params;
import org.allotment.reports.model.job.Bisection;
import org.allotment.reports.model.job.Conclusion;
import org.allotment.reports.model.job.Job;
import org.allotment.reports.model.job.JobState;
import org.allotment.reports.model.job.Question;
import org.allotment.reports.model.job.Verdict;
import org.allotment.reports.web.page.job.JobPages.Known;
import org.allotment.reports.web.page.job.JobPages.Part;
import org.allotment.reports.web.paging.Paging;
import org.allotment.reports.web.view.job.JobPage;
import org.allotment.reports.web.view.job.JobPage.Commit;
import org.allotment.reports.web.view.job.JobPage.Range;
import org.allotment.reports.web.view.job.JobPage.Side;
import org.allotment.reports.web.view.job.JobsPage;
import org.allotment.reports.web.view.part.Badge;
import org.allotment.reports.web.view.part.Frame;
import org.allotment.reports.web.view.part.Frame.Assets;
import org.allotment.reports.web.view.part.Frame.Scope;
import org.junit.jupiter.api.Test;

final class JobPagesTest {
    private static final Instant NOW = Instant.ofEpochSecond(1_000_000);
    private static final Frame FRAME = new Frame(
            "Jobs", "jobs", new Scope("p", "main"), List.of(), List.of(), new Assets("", "", "", "", "", "", ""), "");
    private static final String ANSWER =
            "{\"base\": [[1.5, 2.5], [3.5]], \"head\": [[4.5, 5.5]], \"canary\": [1], \"commits\": []}";

    @Test
    void aPartLeadsToThePartsBesideIt() {
        Part part = new Part(List.of(job(7, "c1", confirmed(2, 1, 4), true)), "done", Paging.of(1, 50, 120));
        JobsPage page = JobPages.list(FRAME, part, NOW);
        assertThat(page.count()).isEqualTo("51–100 of 120 jobs");
        assertThat(page.previous()).isEqualTo("/jobs?project=p&branch=main&state=done");
        assertThat(page.next()).isEqualTo("/jobs?project=p&branch=main&state=done&page=2");
        assertThat(page.csv()).isEqualTo("/jobs.csv?project=p&branch=main&state=done");
        assertThat(page.states())
                .filteredOn(Frame.Choice::selected)
                .extracting(Frame.Choice::value)
                .containsExactly("done");
    }

    @Test
    void whatWasConfirmedSaysInWhichDirection() {
        assertThat(JobRows.badge(job(7, "c1", confirmed(2, 1, 4), true)))
                .isEqualTo(new Badge("bad", "▲", "confirmed worse"));
        assertThat(JobRows.badge(job(7, "c1", confirmed(0.5, 0.4, 0.6), false)))
                .isEqualTo(new Badge("good", "▼", "confirmed better"));
    }

    @Test
    void eachValueHasItsForkAndItsPlaceInIt() {
        assertThat(JobPages.csv(job(7, "c1", confirmed(2, 1, 4), true), ANSWER)).isEqualTo("""
                side,commit,fork,iteration,value,unit\r
                base,c0,1,1,1.5,ns/op\r
                base,c0,1,2,2.5,ns/op\r
                base,c0,2,1,3.5,ns/op\r
                head,c1,1,1,4.5,ns/op\r
                head,c1,1,2,5.5,ns/op\r
                """);
    }

    @Test
    void theSidesAreShownForkByFork() {
        assertThat(requireNonNull(measured(confirmed(2, 1, 4)).measured()).sides())
                .containsExactly(
                        new Side("base, fork 1", "c0", "2.0000\u00a0ns/op", "1.5000 · 2.5000"),
                        new Side("base, fork 2", "c0", "3.5000\u00a0ns/op", "3.5000"),
                        new Side("head, fork 1", "c1", "5.0000\u00a0ns/op", "4.5000 · 5.5000"));
    }

    @Test
    void halfAndDoubleLieEquallyFarFromOne() {
        Range range = requireNonNull(
                requireNonNull(measured(confirmed(2, 1, 4)).measured()).range());
        assertThat(List.of(range.from(), range.at(), range.to())).containsExactly("300.0", "435.0", "570.0");
        assertThat(List.of(range.least(), range.one(), range.width())).containsExactly("165.0", "300.0", "270.0");
        Range better = requireNonNull(
                requireNonNull(measured(confirmed(0.5, 0.25, 1)).measured()).range());
        assertThat(List.of(better.from(), better.at(), better.to())).containsExactly("30.0", "165.0", "300.0");
        assertThat(requireNonNull(measured(Conclusion.unclear("")).measured()).range())
                .isNull();
    }

    @Test
    void stretchesThatNobodyMeasuredAreCounted() {
        List<String> commits =
                IntStream.range(0, 10).mapToObj(each -> "c" + each).toList();
        Job first = job(7, "c9", confirmed(2, 1, 4), true);
        List<Job> steps = List.of(
                job(9, "c7", confirmed(2, 1, 4), true),
                job(8, "c4", new Conclusion(Verdict.NO_CHANGE, 1, 0.9, 1.1, ""), true),
                first);
        Known known =
                new Known(first, null, new Bisection(1, Bisection.State.SEARCHING, "c4", "c7", 2, commits), steps);
        JobPage.Search search = requireNonNull(JobPages.of(FRAME, known, NOW).search());
        assertThat(search.text()).isEqualTo("It lies after c4, up to c7; 2 commits in between.");
        assertThat(search.commits()).extracting(Commit::sha).containsExactly("c0", "c4", "c7", "c9");
        assertThat(search.commits())
                .extracting(Commit::gap)
                .containsExactly("3 commits not measured", "2 commits not measured", "1 commit not measured", "");
        assertThat(search.commits())
                .extracting(commit -> commit.badge().word())
                .containsExactly("without it", "without it", "with it", "with it");
        assertThat(search.steps()).extracting(row -> row.id()).containsExactly(9L, 8L);
    }

    private static JobPage measured(Conclusion conclusion) {
        return JobPages.of(FRAME, new Known(job(7, "c1", conclusion, true), ANSWER, null, List.of()), NOW);
    }

    private static Conclusion confirmed(double ratio, double low, double high) {
        return new Conclusion(Verdict.CONFIRMED, ratio, low, high, "");
    }

    /** What matters is half or double. */
    private static Job job(long id, String head, Conclusion conclusion, boolean worse) {
        Question question = new Question(
                Question.Kind.CONFIRM,
                3,
                "run",
                new Question.Benchmark("a.B.c", Params.NONE, "avgt", 1),
                new Question.Metric("score", "ns/op", MetricKind.TIME, false),
                "e",
                null,
                new Question.Range("c0", head),
                worse,
                1,
                2);
        return new Job(id, "p", question, new JobState.Done(conclusion, "bench", NOW), 1, 1, NOW, null);
    }
}
