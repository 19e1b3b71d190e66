package org.allotment.reports.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import org.allotment.reports.HandClock;
import org.allotment.reports.Nights;
import org.allotment.reports.model.history.SeriesChange.Confirmation;
import org.allotment.reports.model.job.Answer;
import org.allotment.reports.model.job.Bisection;
import org.allotment.reports.model.job.Job;
import org.allotment.reports.model.job.JobState;
import org.allotment.reports.model.job.Question;
import org.allotment.reports.model.job.Verdict;
import org.allotment.reports.store.Store;
import org.allotment.reports.store.StoreSettings;
import org.allotment.reports.store.job.JobQuery;
import org.allotment.reports.store.job.JobTable.Claimant;
import org.allotment.reports.store.job.JobTable.Ticket;
import org.allotment.reports.store.read.SqlHistory;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What becomes a job, and what a confirmed one leads to, over one kind of store. */
abstract class SuspicionsContract {
    private static final int CHANGED = 9;
    private static final Claimant AGENT = new Claimant("agent", null, null);

    private final HandClock clock = new HandClock(Instant.parse("2026-01-02T03:04:05Z"));

    @SuppressWarnings("NullAway.Init")
    private Store store;

    @SuppressWarnings("NullAway.Init")
    private Landed landed;

    @SuppressWarnings("NullAway.Init")
    private Suspicions suspicions;

    @SuppressWarnings("NullAway.Init")
    private Jobs jobs;

    abstract StoreSettings fresh();

    @BeforeEach
    void open() throws Exception {
        store = Store.of(fresh());
        landed = new Landed(store, clock);
        suspicions = new Suspicions(store, clock, JobSettings.STANDARD);
        jobs = new Jobs(store, clock, JobSettings.STANDARD);
        landed.night(0, 1);
    }

    private void quietNights() throws Exception {
        for (int night = 1; night < CHANGED; night++) {
            landed.night(night, 1);
        }
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void quietNightsAskNothing() throws Exception {
        quietNights();
        assertThat(suspicions.ask()).isZero();
        assertThat(jobs.claim(AGENT)).isEmpty();
    }

    @Test
    void aSuspectIsAskedAboutOnceForAsLongAsItIsTheSame() throws Exception {
        quietNights();
        landed.night(CHANGED, 1.3);
        assertThat(suspicions.ask()).isEqualTo(1);
        assertThat(suspicions.ask()).isZero();
        Job job = jobs.claim(AGENT).orElseThrow();
        Question question = job.question();
        assertThat(question.range()).isEqualTo(range(CHANGED));
        assertThat(question.kind()).isEqualTo(Question.Kind.CONFIRM);
        assertThat(question.worse()).isTrue();
        assertThat(question.effect()).isGreaterThanOrEqualTo(0.02).isLessThan(0.2);
        assertThat(question.profile()).isEqualTo("quick");
        assertThat(question.benchmark().params().values()).containsEntry("subject", "allotment-slab");
        landed.night(CHANGED + 1, 1.3);
        assertThat(suspicions.ask()).isZero();
        jobs.answer(ticket(job), null, Landed.answer(1.3));
        landed.night(CHANGED + 2, 1.3);
        assertThat(suspicions.ask()).isZero();
    }

    @Test
    void whatWasNoChangeIsAskedAgainWhenALaterNightShowsIt() throws Exception {
        quietNights();
        landed.night(CHANGED, 1.3);
        suspicions.ask();
        Job job = jobs.claim(AGENT).orElseThrow();
        assertThat(jobs.answer(ticket(job), null, Landed.answer(1)).state())
                .isInstanceOfSatisfying(
                        JobState.Done.class,
                        done -> assertThat(done.conclusion().verdict()).isEqualTo(Verdict.NO_CHANGE));
        assertThat(suspicions.ask()).isZero();
        landed.night(CHANGED + 1, 1.3);
        assertThat(suspicions.ask()).isEqualTo(1);
        assertThat(jobs.claim(AGENT).orElseThrow().question().range().head()).isEqualTo(Nights.sha(CHANGED + 1));
    }

    @Test
    void whatTheNightItselfClearedIsNotAsked() throws Exception {
        quietNights();
        landed.night(CHANGED, 1.3);
        landed.confirm(CHANGED, 1);
        assertThat(suspicions.ask()).isZero();
    }

    @Test
    void historyAsksNothing() throws Exception {
        quietNights();
        landed.night(CHANGED, 1.3);
        clock.pass(Duration.ofDays(2));
        assertThat(suspicions.ask()).isZero();
    }

    @Test
    void aChangeIsLookedAtByTheJobOfItsFirstNight() throws Exception {
        quietNights();
        landed.night(CHANGED, 1.3);
        suspicions.ask();
        for (int night = CHANGED + 1; night < CHANGED + 5; night++) {
            landed.night(night, 1.3);
            suspicions.ask();
        }
        assertThat(changeJobs()).containsOnly(1L);
        assertThat(confirmation().status()).isEqualTo("waiting");
        Job job = jobs.claim(AGENT).orElseThrow();
        assertThat(confirmation().status()).isEqualTo("running");
        Question.Range asked = job.question().range();
        jobs.answer(ticket(job), null, Landed.answer(1.3, asked.base(), "between", asked.head()));
        assertThat(confirmation().status()).isEqualTo("confirmed");
        assertThat(confirmation().ratio()).isCloseTo(1.3, within(0.01));
        assertThat(confirmation().from()).isEqualTo(asked.base());
        assertThat(confirmation().to()).isEqualTo(asked.head());
        jobs.answer(ticket(jobs.claim(AGENT).orElseThrow()), null, Landed.answer(1));
        assertThat(confirmation().from()).isEqualTo("between");
        assertThat(jobs.count(new JobQuery.Filter(null, null, null, 0, 10))).isEqualTo(2);
    }

    @Test
    void aChangeThatNoNightSuspectedIsAskedAbout() throws Exception {
        quietNights();
        for (int night = CHANGED; night < CHANGED + 5; night++) {
            landed.night(night, 1.3);
        }
        store.write(handle -> handle.execute("UPDATE finding SET state = 'improved' WHERE state = 'suspect'"));
        assertThat(suspicions.ask()).isEqualTo(1);
        Job job = jobs.claim(AGENT).orElseThrow();
        assertThat(job.question().range().head()).isEqualTo(Nights.sha(CHANGED));
        assertThat(changeJobs()).containsExactly(job.id());
        assertThat(suspicions.ask()).isZero();
    }

    @Test
    void aMachineThatMovesDoesNotFillTheQueue() throws Exception {
        quietNights();
        landed.night(CHANGED, 1.3);
        Suspicions few = new Suspicions(store, clock, new JobSettings(Duration.ofMinutes(2), 5, 8, 0));
        assertThat(few.ask()).isZero();
    }

    /** More suspects of one run than are looked at together leave room for those of another. */
    @Test
    void aRunWithManySuspectsDoesNotStarveAnother() throws Exception {
        quietNights();
        landed.night(CHANGED, 1.3);
        store.write(handle -> {
            String run = handle.createQuery("SELECT id FROM run WHERE external_id = ?")
                    .bind(0, "night-" + (CHANGED - 1) + "-nightly")
                    .mapTo(String.class)
                    .one();
            for (int i = 0; i < 300; i++) {
                crowd(handle, run, i);
            }
            return 300;
        });
        assertThat(suspicions.ask()).isEqualTo(1 + JobSettings.STANDARD.mostOfARun());
        assertThat(askedOf("run_id = (SELECT id FROM run WHERE external_id = 'night-" + CHANGED + "-nightly')"))
                .isEqualTo(1);
        assertThat(suspicions.ask()).isZero();
    }

    /** One more series, with a night before and a suspicion that is larger than any other. */
    private static void crowd(Handle handle, String run, int number) {
        long series = handle.createQuery("SELECT series_id FROM result WHERE run_id = ? ORDER BY series_id LIMIT 1")
                .bind(0, run)
                .mapTo(Long.class)
                .one();
        long copy = 1_000L + number;
        handle.execute(
                "INSERT INTO variant (id, benchmark_id, params, params_hash, mode, threads) SELECT " + copy
                        + ", v.benchmark_id, v.params, 'n" + number + "', v.mode, v.threads FROM series s"
                        + " JOIN variant v ON v.id = s.variant_id WHERE s.id = ?",
                series);
        handle.execute(
                "INSERT INTO series (id, variant_id, metric_id, branch_id, env_class_id) SELECT " + copy + ", " + copy
                        + ", metric_id, branch_id, env_class_id FROM series WHERE id = ?",
                series);
        handle.execute(
                "INSERT INTO result (series_id, run_id, epoch_id, x_ord, started, forks, iterations, state, ratio)"
                        + " SELECT " + copy + ", run_id, epoch_id, x_ord, started, forks, iterations,"
                        + " CASE WHEN run_id = ? THEN 'suspect' ELSE 'green' END, 9 FROM result WHERE series_id = ?",
                run,
                series);
        handle.execute(
                "INSERT INTO finding (run_id, ord, series_id, state, kind, name, threads, detail)"
                        + " VALUES (?, ?, ?, 'suspect', 'time', 'crowd', 1, '')",
                run,
                copy,
                copy);
    }

    private long askedOf(String where) {
        return store.read(handle -> handle.createQuery("SELECT count(*) FROM job WHERE " + where)
                .mapTo(Long.class)
                .one());
    }

    /** A question that no agent can take would only hold a notice back. */
    @Test
    void onlyProjectsWithAnAgentAreAskedAbout() throws Exception {
        quietNights();
        landed.night(CHANGED, 1.3);
        assertThat(suspicions.ask(Reach.NOWHERE)).isZero();
        assertThat(suspicions.ask(new Reach(false, Set.of("other")))).isZero();
        assertThat(suspicions.ask(new Reach(false, Set.of("other", "allotment"))))
                .isEqualTo(1);
    }

    @Test
    void theCommitOfAConfirmedChangeIsFound() throws Exception {
        String[] commits = commits(9);
        for (int culprit = 1; culprit < commits.length; culprit++) {
            long id = landed.ask(commits[0] + culprit, commits[8]);
            String[] range = commits.clone();
            range[0] = commits[0] + culprit;
            Job confirmed = jobs.claim(AGENT).orElseThrow();
            assertThat(confirmed.id()).isEqualTo(id);
            jobs.answer(ticket(confirmed), null, Landed.answer(1.21, range));
            int steps = search(range, culprit, Set.of());
            assertThat(steps).isBetween(1, 4);
            Bisection found = jobs.bisection(jobs.one(id, null).orElseThrow()).orElseThrow();
            assertThat(found.state()).isEqualTo(Bisection.State.FOUND);
            assertThat(found.from()).isEqualTo(range[culprit - 1]);
            assertThat(found.to()).isEqualTo(range[culprit]);
            assertThat(found.between()).isZero();
        }
    }

    @Test
    void commitsThatDoNotBuildAndStepsThatFailNarrowNothing() throws Exception {
        String[] commits = commits(7);
        long id = landed.ask(commits[0], commits[6]);
        jobs.answer(ticket(jobs.claim(AGENT).orElseThrow()), null, Landed.answer(1.21, commits));
        Job step = jobs.claim(AGENT).orElseThrow();
        assertThat(step.question().kind()).isEqualTo(Question.Kind.BISECT);
        assertThat(step.question().effect()).isCloseTo(0.1, within(0.001));
        assertThat(step.question().range()).isEqualTo(new Question.Range(commits[0], commits[3]));
        jobs.cancel(step.id(), null);
        search(commits, 4, Set.of(commits[2]));
        Bisection stuck = jobs.bisection(jobs.one(id, null).orElseThrow()).orElseThrow();
        assertThat(stuck.state()).isEqualTo(Bisection.State.STUCK);
        assertThat(stuck.from()).isEqualTo(commits[1]);
        assertThat(stuck.to()).isEqualTo(commits[4]);
        assertThat(stuck.between()).isEqualTo(2);
    }

    @Test
    void aRangeThatIsNotTheQuestionsBeginsNoSearch() throws Exception {
        long id = landed.ask("base", "head");
        jobs.answer(ticket(jobs.claim(AGENT).orElseThrow()), null, Landed.answer(1.3, "other", "x", "head"));
        assertThat(jobs.bisection(jobs.one(id, null).orElseThrow())).isEmpty();
        assertThat(jobs.claim(AGENT)).isEmpty();
    }

    @Test
    void twoSearchesThatShareAStepBothEnd() throws Exception {
        String[] commits = commits(5);
        String[] shorter = {commits[0], commits[1], commits[2], commits[3]};
        long whole = landed.ask(commits[0], commits[4]);
        long part = landed.ask(commits[0], commits[3]);
        Job first = jobs.claim(AGENT).orElseThrow();
        Job second = jobs.claim(AGENT).orElseThrow();
        jobs.answer(ticket(first), null, Landed.answer(1.21, commits));
        jobs.answer(ticket(second), null, Landed.answer(1.21, shorter));
        for (int round = 0; round < 5; round++) {
            search(commits, 2, Set.of());
            jobs.expire();
        }
        for (long id : new long[] {whole, part}) {
            Bisection found = jobs.bisection(jobs.one(id, null).orElseThrow()).orElseThrow();
            assertThat(found.state()).isEqualTo(Bisection.State.FOUND);
            assertThat(found.to()).isEqualTo(commits[2]);
        }
    }

    /** Answers steps until none is asked for; returns how many there were. */
    private int search(String[] commits, int culprit, Set<String> broken) throws StaleClaimException {
        int steps = 0;
        for (Job step = jobs.claim(AGENT).orElse(null);
                step != null;
                step = jobs.claim(AGENT).orElse(null)) {
            String head = step.question().range().head();
            boolean slow = List.of(commits).indexOf(head) >= culprit;
            Answer answer = broken.contains(head)
                    ? new Answer.Broken(head, "exit=1", List.of())
                    : Landed.answer(slow ? 1.21 : 1);
            jobs.answer(ticket(step), null, answer);
            steps++;
        }
        return steps;
    }

    private List<Long> changeJobs() {
        return store.read(handle -> handle.createQuery("SELECT job_id FROM change_point")
                .mapTo(Long.class)
                .list());
    }

    private Confirmation confirmation() {
        long series = store.read(handle -> handle.createQuery("SELECT series_id FROM change_point")
                .mapTo(Long.class)
                .one());
        Confirmation confirmation =
                new SqlHistory(store).changes(series, false).getFirst().confirmation();
        return Objects.requireNonNull(confirmation);
    }

    private static String[] commits(int count) {
        return IntStream.range(0, count).mapToObj(commit -> "c" + commit).toArray(String[]::new);
    }

    private static Question.Range range(int night) {
        return new Question.Range(Nights.sha(night - 1), Nights.sha(night));
    }

    private static Ticket ticket(Job job) {
        return new Ticket(job.id(), job.fence());
    }
}
