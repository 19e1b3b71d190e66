package org.allotment.reports.app.job;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.allotment.reports.jobs.Jobs;
import org.allotment.reports.jobs.Suspicions;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/** Asks about what the newest runs show, and gives up what nobody can answer, every few seconds. */
@Singleton
final class JobRounds {
    private static final Logger LOG = Logger.getLogger("org.allotment.reports");

    private final Jobs jobs;
    private final Suspicions suspicions;
    private final JobSwitch jobSwitch;
    private final long millis;
    private final ScheduledExecutorService rounds = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("jobs").factory());

    JobRounds(
            Jobs jobs,
            Suspicions suspicions,
            JobSwitch jobSwitch,
            @ConfigProperty(name = "allotment.jobs.round-millis", defaultValue = "10000") long millis) {
        this.jobs = jobs;
        this.suspicions = suspicions;
        this.jobSwitch = jobSwitch;
        this.millis = millis;
    }

    void start(@Observes StartupEvent start) {
        var _ = rounds.scheduleWithFixedDelay(this::round, millis, millis, TimeUnit.MILLISECONDS);
    }

    void stop(@Observes ShutdownEvent stop) {
        rounds.shutdownNow();
    }

    private void round() {
        try {
            suspicions.ask(jobSwitch.reach());
            jobs.expire();
        } catch (RuntimeException e) {
            // The next round tries again; a round that throws would be the last.
            LOG.warn("no jobs were made this time, reason=" + e.getMessage());
        }
    }
}
