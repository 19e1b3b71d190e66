package org.allotment.reports.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.allotment.reports.alert.Channel;
import org.allotment.reports.alert.Incident;
import org.allotment.reports.alert.Notices;
import org.allotment.reports.model.job.Job;
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

    private final HandClock clock = new HandClock();
    private final List<String> said = new ArrayList<>();

    @SuppressWarnings("NullAway.Init")
    private Store store;

    @SuppressWarnings("NullAway.Init")
    private Landed landed;

    @SuppressWarnings("NullAway.Init")
    private Jobs jobs;

    @SuppressWarnings("NullAway.Init")
    private Notices notices;

    abstract StoreSettings fresh();

    @BeforeEach
    void aSlowdownThatLasts() throws Exception {
        store = Store.of(fresh());
        landed = new Landed(store, clock);
        jobs = new Jobs(store, clock, JobSettings.STANDARD);
        notices = new Notices(store, clock, List.of(new Channel() {
            @Override
            public String name() {
                return "test";
            }

            @Override
            public void send(String delivery, Incident incident) {
                said.add(incident.detail());
            }
        }));
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
