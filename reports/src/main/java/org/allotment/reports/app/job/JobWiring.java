package org.allotment.reports.app.job;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.allotment.reports.access.Right;
import org.allotment.reports.access.Tokens;
import org.allotment.reports.jobs.JobSettings;
import org.allotment.reports.jobs.Jobs;
import org.allotment.reports.jobs.Suspicions;
import org.allotment.reports.store.Store;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Makes what knows nothing of a container. */
@Singleton
final class JobWiring {
    private final JobSettings settings;
    private final Optional<Boolean> wanted;

    JobWiring(
            @ConfigProperty(name = "allotment.jobs") Optional<Boolean> wanted,
            @ConfigProperty(name = "allotment.jobs.lease-seconds", defaultValue = "120") int leaseSeconds) {
        JobSettings usual = JobSettings.STANDARD;
        this.settings = new JobSettings(
                Duration.ofSeconds(leaseSeconds), usual.mostAttempts(), usual.forks(), usual.mostOfARun());
        this.wanted = wanted;
    }

    @Produces
    @Singleton
    Jobs jobs(Store store) {
        return new Jobs(store, Clock.systemUTC(), settings);
    }

    @Produces
    @Singleton
    Suspicions suspicions(Store store) {
        return new Suspicions(store, Clock.systemUTC(), settings);
    }

    /** As the settings say; where they do not, jobs are made for as long as a token lets an agent take them. */
    @Produces
    @Singleton
    JobSwitch jobSwitch(Tokens tokens) {
        return () -> wanted.orElseGet(() -> tokens.isAnyGood(Right.AGENT));
    }
}
