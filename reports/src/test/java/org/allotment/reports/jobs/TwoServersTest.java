package org.allotment.reports.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CyclicBarrier;
import org.allotment.reports.HandClock;
import org.allotment.reports.Multipart;
import org.allotment.reports.Nights;
import org.allotment.reports.Postgres;
import org.allotment.reports.alert.Channel;
import org.allotment.reports.alert.Incident;
import org.allotment.reports.alert.Notices;
import org.allotment.reports.collect.Collector;
import org.allotment.reports.collect.intake.UploadLimits;
import org.allotment.reports.collect.search.ChangeSearches;
import org.allotment.reports.model.job.Job;
import org.allotment.reports.store.Store;
import org.allotment.reports.store.StoreSettings;
import org.allotment.reports.store.job.JobTable.Claimant;
import org.allotment.reports.store.job.JobTable.Ticket;
import org.allotment.reports.triage.Incidents;
import org.junit.jupiter.api.Test;

/** Two servers on one PostgreSQL land nights and make all their rounds at once. */
final class TwoServersTest {
    private static final int CHANGED = 9;
    private static final int NIGHTS = 14;
    private static final int ROUNDS = 3;

    private final HandClock clock = new HandClock(Instant.parse("2026-01-02T03:04:05Z"));
    private final List<Long> said = new CopyOnWriteArrayList<>();
    private final List<Long> answered = new CopyOnWriteArrayList<>();

    private interface Step {
        void run() throws Exception;
    }

    /** The parts of one server, which share nothing with those of another but the database. */
    private final class Server implements AutoCloseable {
        private final Store store;
        private final Nights nights;
        private final String project;
        private final ChangeSearches searches;
        private final Collector collector;
        private final Suspicions suspicions;
        private final Incidents incidents;
        private final Notices notices;
        private final Jobs jobs;

        Server(StoreSettings settings, String project, long seed) {
            this.store = Store.of(settings);
            this.project = project;
            this.nights = new Nights(seed);
            this.searches = new ChangeSearches(store, _ -> {});
            this.collector = new Collector(store, clock, UploadLimits.STANDARD, searches);
            this.suspicions = new Suspicions(store, clock, JobSettings.STANDARD);
            this.incidents = new Incidents(store, clock);
            this.jobs = new Jobs(store, clock, JobSettings.STANDARD);
            Channel channel = new Channel() {
                @Override
                public String name() {
                    return "test";
                }

                @Override
                public void send(String delivery, Incident incident) {
                    said.add(incident.id());
                }
            };
            this.notices = new Notices(
                    store,
                    clock,
                    List.of(channel),
                    (handle, each) -> suspicions.askWithin(handle, each, Reach.EVERYWHERE));
        }

        /** Each of its threads makes a round. */
        List<Step> rounds() {
            return List.of(
                    () -> {
                        searches.searchAll();
                        suspicions.ask();
                        incidents.look();
                    },
                    notices::round,
                    () -> {
                        suspicions.ask();
                        jobs.expire();
                    });
        }

        void land(int night) throws Exception {
            String environment = Nights.environment(night, "nightly", -1)
                    .replace("\"project\": \"allotment\"", "\"project\": \"" + project + "\"");
            collector.take(new Multipart()
                    .part("jmh", nights.jmh(2, night < CHANGED ? 1 : 1.3))
                    .part("environment", environment)
                    .request());
        }

        void answer() throws Exception {
            Claimant agent = new Claimant(project, null, null);
            for (Optional<Job> next = jobs.claim(agent); next.isPresent(); next = jobs.claim(agent)) {
                Job job = next.get();
                jobs.answer(new Ticket(job.id(), job.fence()), null, Landed.answer(1.3));
                answered.add(job.id());
            }
        }

        List<Long> numbers(String sql) {
            return store.read(
                    handle -> handle.createQuery(sql).mapTo(Long.class).list());
        }

        @Override
        public void close() {
            store.close();
        }
    }

    @Test
    void whatTwoServersDoAtOnceIsDoneOnceAndNothingIsLost() throws Exception {
        StoreSettings settings = Postgres.freshDatabase();
        try (Server one = new Server(settings, "alpha", 1);
                Server two = new Server(settings, "beta", 2)) {
            for (int night = 0; night < NIGHTS; night++) {
                int now = night;
                together(List.of(() -> one.land(now), () -> two.land(now)));
                rounds(one, two);
            }
            assertThat(one.numbers("SELECT id FROM incident WHERE worse = 1")).hasSizeGreaterThanOrEqualTo(2);
            assertThat(said).as("nothing is confirmed yet").isEmpty();
            together(List.of(one::answer, two::answer));
            rounds(one, two);
            assertThat(answered)
                    .isNotEmpty()
                    .containsExactlyInAnyOrderElementsOf(one.numbers("SELECT id FROM job"))
                    .doesNotHaveDuplicates();
            assertThat(said)
                    .containsExactlyInAnyOrderElementsOf(one.numbers("SELECT id FROM incident WHERE worse = 1"))
                    .containsExactlyInAnyOrderElementsOf(
                            one.numbers("SELECT incident_id FROM notice WHERE state = 'sent'"));
            nothingIsTwiceOrLost(one);
        }
    }

    private static void nothingIsTwiceOrLost(Server server) {
        assertThat(server.numbers(
                        "SELECT count(*) FROM change_point WHERE state <> 'retracted' GROUP BY series_id, run_id"))
                .isNotEmpty()
                .containsOnly(1L);
        assertThat(server.numbers("SELECT c.id FROM change_point c WHERE c.state = 'confirmed' AND NOT EXISTS"
                        + " (SELECT 1 FROM incident_sign g WHERE g.change_id = c.id)"))
                .isEmpty();
        assertThat(server.numbers("SELECT count(*) FROM incident WHERE worse = 1 GROUP BY project"))
                .containsExactly(1L, 1L);
        assertThat(server.numbers("SELECT count(*) FROM noticed_run")).containsExactly(2L * NIGHTS);
        assertThat(server.numbers("SELECT count(*) FROM run WHERE searched = 0"))
                .containsExactly(0L);
    }

    private static void rounds(Server one, Server two) throws InterruptedException {
        for (int round = 0; round < ROUNDS; round++) {
            List<Step> steps = new ArrayList<>(one.rounds());
            steps.addAll(two.rounds());
            together(steps);
        }
    }

    /** All at the same moment; returns when all are done. */
    private static void together(List<Step> steps) throws InterruptedException {
        CyclicBarrier barrier = new CyclicBarrier(steps.size());
        List<Throwable> faults = new CopyOnWriteArrayList<>();
        List<Thread> threads = new ArrayList<>();
        for (Step step : steps) {
            threads.add(Thread.ofPlatform().start(() -> {
                try {
                    barrier.await();
                    step.run();
                } catch (Exception e) {
                    faults.add(e);
                }
            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(faults).isEmpty();
    }
}
