package org.allotment.reports.app;

import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.allotment.reports.access.AuditLog;
import org.allotment.reports.access.Doorkeeper;
import org.allotment.reports.access.ProjectHistory;
import org.allotment.reports.access.Tokens;
import org.allotment.reports.api.gate.Visitor;
import org.allotment.reports.app.job.JobSwitch;
import org.allotment.reports.collect.Collector;
import org.allotment.reports.collect.heap.HeapWalks;
import org.allotment.reports.collect.intake.UploadLimits;
import org.allotment.reports.compare.Comparisons;
import org.allotment.reports.jobs.Suspicions;
import org.allotment.reports.live.RunningNights;
import org.allotment.reports.store.HistoryQueries;
import org.allotment.reports.store.Store;
import org.allotment.reports.store.StoreSettings;
import org.allotment.reports.store.access.AuditTable;
import org.allotment.reports.store.access.TokenTable;
import org.allotment.reports.store.incident.IncidentQuery;
import org.allotment.reports.store.inquiry.CommitQuery;
import org.allotment.reports.store.inquiry.MachineQuery;
import org.allotment.reports.store.read.SqlHistory;
import org.allotment.reports.store.read.StoredUploads;
import org.allotment.reports.store.read.job.JobTrail;
import org.allotment.reports.store.read.producer.ProducerQuery;
import org.allotment.reports.store.read.series.BranchQuery;
import org.allotment.reports.store.read.series.SampleQuery;
import org.allotment.reports.triage.Triage;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Makes the parts that know nothing of a container. */
@Singleton
final class Wiring {
    @Produces
    @Singleton
    Store store(
            @ConfigProperty(name = "allotment.db") String db,
            @ConfigProperty(name = "allotment.db.user") Optional<String> user,
            @ConfigProperty(name = "allotment.db.password") Optional<String> password) {
        return Store.of(new StoreSettings(db, user.orElse(null), password.orElse(null)));
    }

    void close(@Disposes Store store) {
        store.close();
    }

    @Produces
    @Singleton
    HistoryQueries history(Store store, Visitor visitor) {
        return new ProjectHistory(new SqlHistory(store), visitor::project);
    }

    @Produces
    @Singleton
    Tokens tokens(Store store) {
        return new Tokens(new TokenTable(store), Clock.systemUTC());
    }

    @Produces
    @Singleton
    AuditLog audit(Store store) {
        return new AuditLog(new AuditTable(store), Clock.systemUTC());
    }

    @Produces
    @Singleton
    Doorkeeper doorkeeper(
            Tokens tokens,
            @ConfigProperty(name = "allotment.token.sha256") Optional<List<String>> uploaders,
            @ConfigProperty(name = "allotment.read-needs-token", defaultValue = "false") boolean closed,
            @ConfigProperty(name = "quarkus.http.host") String host) {
        return new Doorkeeper(tokens, uploaders.orElse(List.of()), !closed && Loopback.is(host));
    }

    @Produces
    @Singleton
    StoredUploads uploads(Store store) {
        return new StoredUploads(store);
    }

    @Produces
    @Singleton
    IncidentQuery incidents(Store store) {
        return new IncidentQuery(store);
    }

    @Produces
    @Singleton
    Comparisons comparisons(Store store) {
        return new Comparisons(store);
    }

    @Produces
    @Singleton
    CommitQuery commits(Store store) {
        return new CommitQuery(store);
    }

    @Produces
    @Singleton
    MachineQuery machines(Store store) {
        return new MachineQuery(store);
    }

    @Produces
    @Singleton
    RunningNights running(Store store) {
        return new RunningNights(store, Clock.systemUTC());
    }

    @Produces
    @Singleton
    JobTrail trail(Store store) {
        return new JobTrail(store);
    }

    @Produces
    @Singleton
    HeapWalks heaps(Store store) {
        return new HeapWalks(store);
    }

    @Produces
    @Singleton
    ProducerQuery producers(Store store) {
        return new ProducerQuery(store);
    }

    @Produces
    @Singleton
    SampleQuery samples(Store store) {
        return new SampleQuery(store);
    }

    @Produces
    @Singleton
    BranchQuery branches(Store store) {
        return new BranchQuery(store);
    }

    @Produces
    @Singleton
    Triage triage(Store store) {
        return new Triage(store, Clock.systemUTC());
    }

    @Produces
    @Singleton
    Background background(
            Store store,
            Suspicions suspicions,
            JobSwitch jobSwitch,
            @ConfigProperty(name = "allotment.retention.nights") Optional<Integer> nights,
            @ConfigProperty(name = "allotment.retention.delete-nights") Optional<Integer> longest) {
        if (nights.isPresent() && nights.get() < 1) {
            throw new StartRefusedException("out of range, allotment.retention.nights=" + nights.get() + ", min=1");
        }
        if (longest.isPresent() && longest.get() < Math.max(1, nights.orElse(1))) {
            throw new StartRefusedException("out of range, allotment.retention.delete-nights=" + longest.get()
                    + ", min=" + Math.max(1, nights.orElse(1)));
        }
        Runnable questions = () -> suspicions.ask(jobSwitch.reach());
        return new Background(store, questions, nights.orElse(null), longest.orElse(null));
    }

    void close(@Disposes Background background) {
        background.close();
    }

    @Produces
    @Singleton
    Collector collector(Store store, Background background) {
        return new Collector(store, Clock.systemUTC(), UploadLimits.STANDARD, background.searches());
    }
}
