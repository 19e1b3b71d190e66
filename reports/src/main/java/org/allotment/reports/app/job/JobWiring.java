package org.allotment.reports.app.job;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.allotment.reports.access.Right;
import org.allotment.reports.access.Tokens;
import org.allotment.reports.jobs.JobSettings;
import org.allotment.reports.jobs.Jobs;
import org.allotment.reports.jobs.Reach;
import org.allotment.reports.jobs.Suspicions;
import org.allotment.reports.store.Store;
import org.allotment.reports.store.access.StoredToken;
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

    /** As the settings say; where they do not, jobs of a project are made for as long as a token lets an agent take them. */
    @Produces
    @Singleton
    JobSwitch jobSwitch(Tokens tokens) {
        return () -> wanted.map(all -> all ? Reach.EVERYWHERE : Reach.NOWHERE)
                .orElseGet(() -> reach(tokens.good(Right.AGENT)));
    }

    static Reach reach(List<StoredToken> tokens) {
        Set<String> projects = tokens.stream()
                .map(StoredToken::project)
                .filter(Objects::nonNull)
                .collect(Collectors.toSet());
        return new Reach(tokens.stream().anyMatch(token -> token.project() == null), projects);
    }
}
