package org.allotment.reports.store.read.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.allotment.reports.Nights;
import org.allotment.reports.Postgres;
import org.allotment.reports.jobs.JobSettings;
import org.allotment.reports.jobs.Jobs;
import org.allotment.reports.jobs.Landed;
import org.allotment.reports.jobs.Suspicions;
import org.allotment.reports.model.incident.IncidentSummary;
import org.allotment.reports.model.job.Job;
import org.allotment.reports.model.job.Question;
import org.allotment.reports.store.Store;
import org.allotment.reports.store.StoreSettings;
import org.allotment.reports.store.incident.IncidentQuery;
import org.allotment.reports.store.job.JobTable.Claimant;
import org.allotment.reports.store.job.JobTable.Ticket;
import org.allotment.reports.triage.Incidents;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The way from an incident, a commit and a machine to the jobs about it, on both stores. */
final class JobTrailTest {
    private static final int CHANGED = 9;

    @TempDir
    private Path folder;

    @Test
    void sqliteFindsTheJobs() throws Exception {
        findsTheJobs(StoreSettings.sqlite(folder.resolve("history.db")));
    }

    @Test
    void postgresFindsTheJobs() throws Exception {
        findsTheJobs(Postgres.freshDatabase());
    }

    private static void findsTheJobs(StoreSettings settings) throws Exception {
        try (Store store = Store.of(settings)) {
            Job job = confirmed(store);
            JobTrail trail = new JobTrail(store);
            long other = new Landed(store, Clock.systemUTC()).ask("one", "two");
            IncidentSummary incident = new IncidentQuery(store)
                    .list(new IncidentQuery.Filter(null, null, "", "worse", "", ""), 0, 10)
                    .getFirst();
            assertThat(trail.ofIncident(incident.id(), null))
                    .extracting(Job::id)
                    .containsExactly(job.id());
            assertThat(trail.ofIncident(incident.id(), "allotment")).hasSize(1);
            assertThat(trail.ofIncident(incident.id(), "another")).isEmpty();
            assertThat(trail.ofIncident(incident.id() + 1_000, null)).isEmpty();
            Question.Range range = job.question().range();
            assertThat(trail.ofCommit("allotment", range.head()))
                    .extracting(Job::id)
                    .contains(job.id())
                    .doesNotContain(other);
            assertThat(trail.ofCommit("allotment", "two")).extracting(Job::id).containsExactly(other);
            assertThat(trail.ofCommit("another", "two")).isEmpty();
            // The question, the step of its search, and the one that was made up; the newest first.
            assertThat(trail.ofMachine(1, null))
                    .extracting(Job::id)
                    .startsWith(other)
                    .endsWith(job.id())
                    .hasSize(3);
            assertThat(trail.ofMachine(1, "another")).isEmpty();
            assertThat(trail.ofMachine(2, null)).isEmpty();
        }
    }

    /** A slowdown that lasts, and the job about it, answered. */
    private static Job confirmed(Store store) throws Exception {
        Clock clock = Clock.systemUTC();
        Landed landed = new Landed(store, clock);
        Suspicions suspicions = new Suspicions(store, clock, JobSettings.STANDARD);
        for (int night = 0; night < CHANGED + 5; night++) {
            landed.night(night, night < CHANGED ? 1 : 1.3);
            assertThat(suspicions.ask()).isEqualTo(night == CHANGED ? 1 : 0);
        }
        Jobs jobs = new Jobs(store, clock, JobSettings.STANDARD);
        Job job = jobs.claim(new Claimant("bench", null, null)).orElseThrow();
        new Incidents(store, clock).look();
        Question.Range range = job.question().range();
        List<String> commits = List.of(range.base(), Nights.sha(99), range.head());
        jobs.answer(new Ticket(job.id(), job.fence()), null, Landed.answer(1.3, commits.toArray(String[]::new)));
        return job;
    }
}
