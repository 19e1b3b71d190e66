package org.allotment.reports.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.allotment.reports.HandClock;
import org.allotment.reports.Nights;
import org.allotment.reports.alert.Channel;
import org.allotment.reports.alert.Incident;
import org.allotment.reports.alert.Notices;
import org.allotment.reports.model.job.Job;
import org.allotment.reports.model.job.Question;
import org.allotment.reports.store.Store;
import org.allotment.reports.store.StoreSettings;
import org.allotment.reports.store.job.Held;
import org.allotment.reports.store.job.JobTable.Claimant;
import org.allotment.reports.store.job.JobTable.Ticket;
import org.allotment.reports.triage.Incidents;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Nobody is bothered before it is confirmed, over one kind of store. */
abstract class HeldNoticesContract {
    private static final int CHANGED = 9;
    /** Comes before the other by its name. */
    private static final String BRITTLE = "a-brittle";

    private final HandClock clock = new HandClock(Instant.parse("2026-01-02T03:04:05Z"));
    private final List<String> said = new ArrayList<>();
    private final List<Channel> channels = List.of(new Channel() {
        @Override
        public String name() {
            return "test";
        }

        @Override
        public void send(String delivery, Incident incident) {
            said.add(incident.project());
        }
    });

    @SuppressWarnings("NullAway.Init")
    private Store store;

    @SuppressWarnings("NullAway.Init")
    private Landed landed;

    @SuppressWarnings("NullAway.Init")
    private Jobs jobs;

    @SuppressWarnings("NullAway.Init")
    private Notices notices;

    /** Asks before it says anything. */
    @SuppressWarnings("NullAway.Init")
    private Notices asking;

    abstract StoreSettings fresh();

    @BeforeEach
    void aSlowdownThatLasts() throws Exception {
        store = Store.of(fresh());
        landed = new Landed(store, clock);
        jobs = new Jobs(store, clock, JobSettings.STANDARD);
        notices = new Notices(store, clock, channels);
        asking = new Notices(
                store,
                clock,
                channels,
                (handle, project) -> new Suspicions(store, clock, JobSettings.STANDARD)
                        .askWithin(handle, project, Reach.EVERYWHERE));

        for (int night = 0; night < CHANGED + 5; night++) {
            landed.night(night, night < CHANGED ? 1 : 1.3);
        }
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void withoutJobsItIsSaidAtOnce() throws Exception {
        new Incidents(store, clock).look();
        assertThat(notices.round()).isEqualTo(1);
    }

    @Test
    void itIsSaidOnceItIsConfirmed() throws Exception {
        Job job = held();
        jobs.answer(ticket(job), null, Landed.answer(1.3));
        assertThat(notices.round()).isEqualTo(1);
        assertThat(notices.round()).isZero();
        assertThat(said).hasSize(1);
    }

    @Test
    void whatIsNotConfirmedIsNotSaid() throws Exception {
        Job job = held();
        jobs.answer(ticket(job), null, Landed.answer(1));
        assertThat(notices.round()).isZero();
    }

    @Test
    void aQuestionThatIsCancelledHoldsNothingBack() throws Exception {
        Job job = held();
        jobs.cancel(job.id(), null);
        assertThat(notices.round()).isEqualTo(1);
    }

    @Test
    void aQuestionThatNobodyAnswersHoldsNothingBackForEver() throws Exception {
        held();
        clock.pass(Held.PATIENCE.minus(Duration.ofMinutes(1)));
        assertThat(notices.round()).isZero();
        clock.pass(Duration.ofMinutes(2));
        assertThat(notices.round()).isEqualTo(1);
    }

    /** An answer speaks for the commits that it compared. */
    @Test
    void aChangeThatMovedFromBetweenTheCommitsIsAskedAboutAgain() throws Exception {
        answeredWithNo();
        assertThat(ask()).isZero();
        clock.pass(Duration.ofDays(2));
        landed.night(CHANGED + 5, 1.3);
        place(CHANGED + 2, CHANGED + 3);
        assertThat(notices.round())
                .as("the search is over and nobody asked yet")
                .isZero();
        assertThat(ask()).isEqualTo(1);
        new Incidents(store, clock).look();
        assertThat(notices.round()).isZero();
        Job again = Objects.requireNonNull(claimed());
        assertThat(again.question().range())
                .isEqualTo(new Question.Range(Nights.sha(CHANGED + 2), Nights.sha(CHANGED + 3)));
        assertThat(ask()).isZero();
        jobs.answer(ticket(again), null, Landed.answer(1.3));
        assertThat(notices.round()).isEqualTo(1);
        assertThat(ask()).isZero();
    }

    @Test
    void aChangeThatMovedAndIsNotAskedAboutIsNotHeldBack() throws Exception {
        answeredWithNo();
        place(CHANGED + 2, CHANGED + 3);
        assertThat(notices.round()).isEqualTo(1);
    }

    @Test
    void whatIsNoChangeAtItsLikeliestPlaceIsAskedAboutWhereItMayBe() throws Exception {
        answeredWithNo();
        high(CHANGED + 2);
        assertThat(ask()).isEqualTo(1);
        Job wide = Objects.requireNonNull(claimed());
        assertThat(wide.question().range())
                .isEqualTo(new Question.Range(Nights.sha(CHANGED - 1), Nights.sha(CHANGED + 2)));
        assertThat(notices.round()).isZero();
        jobs.answer(ticket(wide), null, Landed.answer(1));
        assertThat(notices.round()).isZero();
        assertThat(ask()).isZero();
    }

    @Test
    void whatIsAboutToBeSaidIsAskedAboutFirst() throws Exception {
        nobodySuspected();
        new Incidents(store, clock).look();
        assertThat(asking.round()).isZero();
        Job job = Objects.requireNonNull(claimed());
        assertThat(asking.round()).isZero();
        jobs.answer(ticket(job), null, Landed.answer(1.3));
        assertThat(asking.round()).isEqualTo(1);
    }

    /** Whoever looks in between the search that moved a change and the round that asks about it. */
    @Test
    void aChangeThatMovedIsAskedAboutBeforeItIsSaid() throws Exception {
        answeredWithNo();
        place(CHANGED + 2, CHANGED + 3);
        assertThat(asking.round()).isZero();
        assertThat(jobsAbout(CHANGED + 2, CHANGED + 3)).isEqualTo(1);
        assertThat(ask()).isZero();
    }

    @Test
    void whatCannotBeAskedAboutOfOneProjectIsSaidAndOthersAreHeld() throws Exception {
        for (int night = 0; night < CHANGED + 5; night++) {
            landed.night(BRITTLE, night, night < CHANGED ? 1 : 1.3);
        }
        refuseJobs();
        new Incidents(store, clock).look();
        assertThat(asking.round()).isEqualTo(1);
        assertThat(said).containsExactly(BRITTLE);
        Job job = Objects.requireNonNull(claimed());
        assertThat(job.project()).isEqualTo("allotment");
        assertThat(asking.round()).isZero();
    }

    @Test
    void aProjectThatCannotBeAskedAboutStopsNoOther() throws Exception {
        for (int night = 0; night < CHANGED + 5; night++) {
            landed.night(BRITTLE, night, night < CHANGED ? 1 : 1.3);
        }
        refuseJobs();
        assertThat(ask()).isPositive();
        assertThat(Objects.requireNonNull(claimed()).project()).isEqualTo("allotment");
    }

    /** No job of one project can be written. */
    private void refuseJobs() {
        store.write(handle -> {
            long id = handle.createQuery("SELECT id FROM project WHERE name = ?")
                    .bind(0, BRITTLE)
                    .mapTo(Long.class)
                    .one();
            return handle.execute(
                    store.isRemote()
                            ? "ALTER TABLE job ADD CONSTRAINT on_purpose CHECK (project_id <> " + id + ")"
                            : "CREATE TRIGGER on_purpose BEFORE INSERT ON job WHEN NEW.project_id = " + id
                                    + " BEGIN SELECT RAISE(ABORT, 'on purpose'); END");
        });
    }

    /** What stands at one place has no order: the commits of the change's own runs speak for themselves. */
    @Test
    void aChangeBetweenTwoCommitsOfOneMomentIsAskedAboutOnce() throws Exception {
        ofOneMoment(CHANGED - 1, CHANGED);
        answeredWithNo();
        assertThat(ask()).isZero();
        assertThat(notices.round()).isZero();
        assertThat(jobsAbout(CHANGED - 1, CHANGED)).isEqualTo(1);
    }

    @Test
    void aConfirmedChangeBetweenTwoCommitsOfOneMomentIsSaidOnce() throws Exception {
        ofOneMoment(CHANGED - 1, CHANGED);
        nobodySuspected();
        place(CHANGED - 1, CHANGED);
        assertThat(ask()).isEqualTo(1);
        new Incidents(store, clock).look();
        assertThat(ask()).isZero();
        assertThat(notices.round()).isZero();
        jobs.answer(ticket(Objects.requireNonNull(claimed())), null, Landed.answer(1.3));
        assertThat(ask()).isZero();
        assertThat(notices.round()).isEqualTo(1);
    }

    @Test
    void aChangeThatMayEndAtAnotherCommitOfItsMomentIsAskedAboutOnceMore() throws Exception {
        ofOneMoment(CHANGED, CHANGED + 1);
        answeredWithNo();
        high(CHANGED + 1);
        assertThat(ask()).isEqualTo(1);
        assertThat(jobsAbout(CHANGED - 1, CHANGED + 1)).isEqualTo(1);
        jobs.answer(ticket(Objects.requireNonNull(claimed())), null, Landed.answer(1));
        assertThat(ask()).isZero();
        assertThat(notices.round()).isZero();
    }

    /** The head of the question stands where the change is now, and yet before it. */
    @Test
    void aQuestionAboutAnotherCommitOfTheSameMomentIsNoAnswer() throws Exception {
        ofOneMoment(CHANGED, CHANGED + 1);
        answeredWithNo();
        place(CHANGED, CHANGED + 1);
        assertThat(ask()).isEqualTo(1);
        assertThat(jobsAbout(CHANGED, CHANGED + 1)).isEqualTo(1);
        assertThat(notices.round()).isZero();
        assertThat(ask()).isZero();
    }

    /** The later one stands where the earlier one does, as commits of one second without a known parent do. */
    private void ofOneMoment(int earlier, int later) {
        store.write(handle -> {
            long place = handle.createQuery("SELECT position FROM code_commit WHERE sha = ?")
                    .bind(0, Nights.sha(earlier))
                    .mapTo(Long.class)
                    .one();
            String runs = "(SELECT r.id FROM run r JOIN code_commit k ON k.id = r.commit_id WHERE k.sha = ?)";
            return handle.execute("UPDATE code_commit SET position = ? WHERE sha = ?", place, Nights.sha(later))
                    + handle.execute("UPDATE run SET x_ord = ? WHERE id IN " + runs, place, Nights.sha(later))
                    + handle.execute("UPDATE result SET x_ord = ? WHERE run_id IN " + runs, place, Nights.sha(later));
        });
    }

    private long jobsAbout(int base, int head) {
        return store.read(handle -> handle.createQuery("SELECT count(*) FROM job WHERE base_sha = ? AND head_sha = ?")
                .bind(0, Nights.sha(base))
                .bind(1, Nights.sha(head))
                .mapTo(Long.class)
                .one());
    }

    private void nobodySuspected() {
        store.write(handle -> handle.execute("UPDATE finding SET state = 'improved' WHERE state = 'suspect'"));
    }

    /** A change between two neighbouring nights, that no night suspected, of which the question was answered with no. */
    private void answeredWithNo() throws Exception {
        nobodySuspected();
        new Incidents(store, clock).look();
        place(CHANGED - 1, CHANGED);
        assertThat(ask()).isPositive();
        for (Job next = claimed(); next != null; next = claimed()) {
            jobs.answer(ticket(next), null, Landed.answer(1));
        }
        assertThat(notices.round()).isZero();
    }

    private int ask() {
        return new Suspicions(store, clock, JobSettings.STANDARD).ask();
    }

    /** Puts the change between two nights, as a search does that sees more than the one before it. */
    private void place(int before, int after) {
        store.write(handle -> handle.createUpdate("""
                        UPDATE change_point SET before_run_id = (SELECT id FROM run WHERE external_id = :before),
                         run_id = (SELECT id FROM run WHERE external_id = :after),
                         low_run_id = (SELECT id FROM run WHERE external_id = :after),
                         high_run_id = (SELECT id FROM run WHERE external_id = :after)""")
                .bind("before", "night-" + before + "-nightly")
                .bind("after", "night-" + after + "-nightly")
                .execute());
    }

    /** The change may begin as late as at this night. */
    private void high(int night) {
        store.write(handle -> handle.execute(
                "UPDATE change_point SET high_run_id = (SELECT id FROM run WHERE external_id = ?)",
                "night-" + night + "-nightly"));
    }

    private Job held() throws Exception {
        assertThat(new Suspicions(store, clock, JobSettings.STANDARD).ask()).isPositive();
        new Incidents(store, clock).look();
        assertThat(notices.round()).isZero();
        Job job = null;
        for (Job next = claimed(); next != null; next = claimed()) {
            if (job != null) {
                jobs.answer(ticket(next), null, Landed.answer(1));
            } else {
                job = next;
            }
        }
        assertThat(notices.round()).isZero();
        return Objects.requireNonNull(job);
    }

    private @Nullable Job claimed() {
        return jobs.claim(new Claimant("agent", null, null)).orElse(null);
    }

    private static Ticket ticket(Job job) {
        return new Ticket(job.id(), job.fence());
    }
}
