package org.allotment.reports.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CyclicBarrier;
import org.allotment.reports.HandClock;
import org.allotment.reports.model.job.Answer;
import org.allotment.reports.model.job.Job;
import org.allotment.reports.model.job.JobState;
import org.allotment.reports.model.job.Verdict;
import org.allotment.reports.store.Store;
import org.allotment.reports.store.StoreSettings;
import org.allotment.reports.store.job.JobQuery;
import org.allotment.reports.store.job.JobTable.Claimant;
import org.allotment.reports.store.job.JobTable.Ticket;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Claims, leases, fences and answers, over one kind of store. */
abstract class JobsContract {
    private static final int JOBS = 60;
    private static final int AGENTS = 8;
    private static final Claimant A = new Claimant("a", null, null);
    private static final Claimant B = new Claimant("b", null, null);
    private static final Duration LEASE = JobSettings.STANDARD.lease();

    private final HandClock clock = new HandClock(Instant.parse("2026-01-02T03:04:05Z"));

    @SuppressWarnings("NullAway.Init")
    private StoreSettings settings;

    @SuppressWarnings("NullAway.Init")
    private Store store;

    @SuppressWarnings("NullAway.Init")
    private Landed landed;

    @SuppressWarnings("NullAway.Init")
    private Jobs jobs;

    abstract StoreSettings fresh();

    @BeforeEach
    void oneNight() throws Exception {
        settings = fresh();
        store = Store.of(settings);
        landed = new Landed(store, clock);
        landed.night(0, 1);
        jobs = new Jobs(store, clock, JobSettings.STANDARD);
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void everyJobIsTakenByOneAgentAndNoneIsLost() throws Exception {
        for (int job = 0; job < JOBS; job++) {
            landed.ask("base", "head" + job);
        }
        ConcurrentLinkedQueue<Long> taken = new ConcurrentLinkedQueue<>();
        ConcurrentLinkedQueue<Throwable> faults = new ConcurrentLinkedQueue<>();
        CyclicBarrier together = new CyclicBarrier(AGENTS);
        List<Thread> agents = new ArrayList<>();
        for (int agent = 0; agent < AGENTS; agent++) {
            Claimant who = new Claimant("agent-" + agent, null, null);
            agents.add(Thread.ofPlatform().start(() -> work(who, together, taken, faults)));
        }
        for (Thread agent : agents) {
            agent.join();
        }
        assertThat(faults).isEmpty();
        assertThat(taken).hasSize(JOBS).doesNotHaveDuplicates();
        assertThat(jobs.list(new JobQuery.Filter(null, "done", null, 0, 1_000)))
                .hasSize(JOBS)
                .allMatch(job -> job.fence() == 1 && job.attempts() == 1);
    }

    /** Each agent is a server of its own on the one store. */
    private void work(
            Claimant who,
            CyclicBarrier together,
            ConcurrentLinkedQueue<Long> taken,
            ConcurrentLinkedQueue<Throwable> faults) {
        try (Store own = Store.of(settings)) {
            Jobs mine = new Jobs(own, clock, JobSettings.STANDARD);
            own.check();
            together.await();
            for (Job job = claimed(mine, who); job != null; job = claimed(mine, who)) {
                taken.add(job.id());
                mine.renew(ticket(job), null);
                mine.answer(ticket(job), null, Landed.answer(1));
            }
        } catch (Exception | AssertionError e) {
            faults.add(e);
        }
    }

    /** Agents die at random moments: whatever they held is done by others, once. */
    @Test
    void whatDeadAgentsHeldIsDoneOnceByOthers() throws Exception {
        long seed = Long.getLong("allotment.seed", 99);
        Random random = new Random(seed);
        for (int job = 0; job < JOBS; job++) {
            landed.ask("base", "head" + job);
        }
        List<Job> dead = new ArrayList<>();
        Set<Long> done = new TreeSet<>();
        for (int round = 0; round < JOBS * 10 && done.size() < JOBS; round++) {
            Job job = claimed(jobs, A);
            if (job == null) {
                clock.pass(LEASE.plusSeconds(1));
            } else if (random.nextInt(4) == 0 && job.attempts() < JobSettings.STANDARD.mostAttempts()) {
                dead.add(job);
            } else {
                jobs.answer(ticket(job), null, Landed.answer(1));
                assertThat(done.add(job.id()))
                        .as("seed=%d, job=%d", seed, job.id())
                        .isTrue();
            }
        }
        assertThat(done).as("seed=%d", seed).hasSize(JOBS);
        assertThat(dead).isNotEmpty();
        for (Job late : dead) {
            assertStale(late, Landed.answer(2));
        }
    }

    @Test
    void aLeaseThatIsRenewedIsKeptAndOneThatIsNotIsTaken() throws Exception {
        landed.ask("base", "head");
        Job first = taken(A);
        assertThat(first.state())
                .isEqualTo(new JobState.Claimed("a", clock.instant().plus(LEASE)));
        for (int beat = 0; beat < 5; beat++) {
            clock.pass(LEASE.minusSeconds(1));
            assertThat(jobs.renew(ticket(first), null))
                    .isEqualTo(clock.instant().plus(LEASE));
            assertThat(claimed(jobs, B)).isNull();
        }
        clock.pass(LEASE.plusMillis(1));
        Job second = taken(B);
        assertThat(second.id()).isEqualTo(first.id());
        assertThat(second.fence()).isGreaterThan(first.fence());
        assertThat(second.attempts()).isEqualTo(2);
        assertStale(first, Landed.answer(1));
        assertThatThrownBy(() -> jobs.renew(ticket(first), null)).isInstanceOf(StaleClaimException.class);
        assertThatThrownBy(() -> jobs.giveBack(ticket(first), null, null)).isInstanceOf(StaleClaimException.class);
        Job done = jobs.answer(ticket(second), null, Landed.answer(1.3));
        assertThat(done.state()).isInstanceOfSatisfying(JobState.Done.class, state -> {
            assertThat(state.conclusion().verdict()).isEqualTo(Verdict.CONFIRMED);
            assertThat(state.worker()).isEqualTo("b");
        });
    }

    /** Nobody else has begun, so nothing speaks against what it found. */
    @Test
    void anAnswerAfterTheLeaseCountsWhileNobodyElseHasTheJob() throws Exception {
        landed.ask("base", "head");
        Job job = taken(A);
        clock.pass(LEASE.multipliedBy(10));
        assertThat(jobs.answer(ticket(job), null, Landed.answer(1)).state()).isInstanceOf(JobState.Done.class);
    }

    @Test
    void theSameAnswerMayComeAgainAndNoOtherMay() throws Exception {
        landed.ask("base", "head");
        Job job = taken(A);
        Job once = jobs.answer(ticket(job), null, Landed.answer(1.3));
        clock.pass(Duration.ofHours(1));
        assertThat(jobs.answer(ticket(job), null, Landed.answer(1.3))).isEqualTo(once);
        assertStale(job, Landed.answer(1.4));
        assertStale(new Ticket(job.id(), job.fence() + 1), Landed.answer(1.3));
        assertThat(jobs.one(job.id(), null)).contains(once);
        assertThat(jobs.answered(job.id()).orElseThrow()).contains("\"canary\":[1.0,1.0,1.0]");
    }

    @Test
    void whatIsGivenBackInPeaceWaitsAsBefore() throws Exception {
        landed.ask("base", "head");
        for (int round = 0; round < 20; round++) {
            Job job = taken(A);
            assertThat(job.attempts()).isEqualTo(1);
            assertThat(job.fence()).isEqualTo(round + 1);
            jobs.giveBack(ticket(job), null, null);
        }
    }

    @Test
    void whatGoesWrongIsTriedAgainAfterAPauseAndNotForEver() throws Exception {
        long id = landed.ask("base", "head");
        for (int attempt = 1; attempt <= JobSettings.STANDARD.mostAttempts(); attempt++) {
            Job job = taken(A);
            assertThat(job.attempts()).isEqualTo(attempt);
            jobs.giveBack(ticket(job), null, "disk full");
            assertThat(claimed(jobs, A)).isNull();
            clock.pass(Duration.ofHours(2));
        }
        assertThat(claimed(jobs, A)).isNull();
        assertThat(jobs.one(id, null).orElseThrow().state())
                .isEqualTo(new JobState.Failed("disk full", clock.instant().minus(Duration.ofHours(2))));
    }

    @Test
    void aJobThatKillsItsAgentsIsGivenUp() throws Exception {
        long id = landed.ask("base", "head");
        for (int attempt = 0; attempt < JobSettings.STANDARD.mostAttempts(); attempt++) {
            assertThat(jobs.expire()).isZero();
            taken(A);
            clock.pass(LEASE.plusSeconds(1));
        }
        assertThat(claimed(jobs, A)).isNull();
        assertThat(jobs.expire()).isEqualTo(1);
        assertThat(jobs.one(id, null).orElseThrow().state()).isInstanceOf(JobState.Failed.class);
    }

    @Test
    void aCancelledJobIsNobodys() throws Exception {
        long id = landed.ask("base", "head");
        Job job = taken(A);
        assertThat(jobs.cancel(id, null).orElseThrow().state()).isInstanceOf(JobState.Cancelled.class);
        assertStale(job, Landed.answer(1));
        assertThat(claimed(jobs, A)).isNull();
        assertThatThrownBy(() -> jobs.cancel(id, null)).isInstanceOf(StaleClaimException.class);
        assertThat(jobs.cancel(id + 1, null)).isEmpty();
    }

    @Test
    void jobsOfAnotherProjectOrMachineAreNotThere() throws Exception {
        long id = landed.ask("base", "head");
        assertThat(claimed(jobs, new Claimant("a", "theirs", null))).isNull();
        assertThat(claimed(jobs, new Claimant("a", "allotment", "another machine")))
                .isNull();
        Job job = taken(new Claimant("a", "allotment", null));
        assertThat(jobs.one(id, "theirs")).isEmpty();
        assertThat(jobs.cancel(id, "theirs")).isEmpty();
        assertThatThrownBy(() -> jobs.renew(ticket(job), "theirs")).isInstanceOf(StaleClaimException.class);
        assertThatThrownBy(() -> jobs.giveBack(ticket(job), "theirs", null)).isInstanceOf(StaleClaimException.class);
        assertThatThrownBy(() -> jobs.answer(ticket(job), "theirs", Landed.answer(1)))
                .isInstanceOf(StaleClaimException.class);
        assertThat(jobs.count(new JobQuery.Filter("theirs", null, null, 0, 10))).isZero();
        assertThat(jobs.count(new JobQuery.Filter("allotment", "claimed", null, 0, 10)))
                .isEqualTo(1);
        jobs.giveBack(ticket(job), "allotment", null);
        assertThat(claimed(jobs, new Claimant("a", null, job.question().environment())))
                .isNotNull();
    }

    @Test
    void theListHasWhatIsAskedForAndTheNewestFirst() throws Exception {
        List<Long> asked = new ArrayList<>();
        for (int job = 0; job < 5; job++) {
            asked.addFirst(landed.ask("base", "head" + job));
        }
        jobs.cancel(asked.get(2), null);
        assertThat(list("allotment", null, 0, 10)).containsExactlyElementsOf(asked);
        assertThat(list(null, "cancelled", 0, 10)).containsExactly(asked.get(2));
        assertThat(list("allotment", "waiting", 1, 2)).containsExactly(asked.get(1), asked.get(3));
        assertThat(list("theirs", "waiting", 0, 10)).isEmpty();
        assertThat(jobs.count(new JobQuery.Filter("allotment", "waiting", null, 1, 2)))
                .isEqualTo(4);
    }

    private List<Long> list(@Nullable String project, @Nullable String state, int offset, int limit) {
        return jobs.list(new JobQuery.Filter(project, state, null, offset, limit)).stream()
                .map(Job::id)
                .toList();
    }

    @Test
    void theJobsOfASearchAreItsOwn() throws Exception {
        landed.ask("a", "c");
        landed.ask("d", "f");
        Job first = taken(A);
        Job second = taken(B);
        jobs.answer(ticket(first), null, Landed.answer(1.3, "a", "b", "c"));
        jobs.answer(ticket(second), null, Landed.answer(1.3, "d", "e", "f"));
        assertThat(heads(first.id())).containsExactly("b", "c");
        assertThat(heads(second.id())).containsExactly("e", "f");
    }

    private List<String> heads(long job) {
        Long search = jobs.one(job, null).orElseThrow().bisection();
        assertThat(search).isNotNull();
        return jobs.list(new JobQuery.Filter(null, null, search, 0, 10)).stream()
                .map(each -> each.question().range().head())
                .toList();
    }

    private void assertStale(Job job, Answer answer) {
        assertStale(ticket(job), answer);
    }

    private void assertStale(Ticket ticket, Answer answer) {
        assertThatThrownBy(() -> jobs.answer(ticket, null, answer))
                .isInstanceOf(StaleClaimException.class)
                .hasMessageContaining("fence=" + ticket.fence());
    }

    private Job taken(Claimant who) {
        return jobs.claim(who).orElseThrow();
    }

    private static @Nullable Job claimed(Jobs jobs, Claimant who) {
        return jobs.claim(who).orElse(null);
    }

    private static Ticket ticket(Job job) {
        return new Ticket(job.id(), job.fence());
    }
}
