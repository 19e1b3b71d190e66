package org.allotment.reports.app.notice;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.allotment.reports.alert.Channel;
import org.allotment.reports.alert.Notices;
import org.allotment.reports.alert.Questions;
import org.allotment.reports.app.job.JobSwitch;
import org.allotment.reports.jobs.Suspicions;
import org.allotment.reports.store.Store;
import org.eclipse.microprofile.config.Config;
import org.jboss.logging.Logger;

/**
 * Says what is to be said, every few seconds, where the settings name a channel. Webhook and mail have a thread each: a
 * mail server that answers nothing keeps no webhook waiting.
 */
@Singleton
final class NoticeRounds {
    private static final Logger LOG = Logger.getLogger("org.allotment.reports");
    private static final int SECONDS = 5;

    private final List<Notices> notices;
    private final List<ScheduledExecutorService> rounds = new ArrayList<>();

    @Inject
    NoticeRounds(Store store, Config config, Suspicions suspicions, JobSwitch jobSwitch) {
        this(notices(store, config, Clock.systemUTC(), suspicions, jobSwitch));
    }

    NoticeRounds(List<Notices> notices) {
        this.notices = notices;
    }

    /** One for each thread: the channels of one wait for each other. */
    static List<Notices> notices(Store store, Config config, Clock clock, Suspicions suspicions, JobSwitch jobSwitch) {
        Questions questions = (handle, project) -> suspicions.askWithin(handle, project, jobSwitch.reach());
        return new ChannelSettings(config, clock)
                .channels().stream()
                        .map(together ->
                                together.stream().<Channel>map(Spoken::new).toList())
                        .map(together -> new Notices(store, clock, together, questions))
                        .toList();
    }

    void start(@Observes StartupEvent start) {
        for (Notices each : notices) {
            ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("notices").factory());
            rounds.add(executor);
            var _ = executor.scheduleWithFixedDelay(() -> round(each), 0, SECONDS, TimeUnit.SECONDS);
        }
    }

    void stop(@Observes ShutdownEvent stop) {
        rounds.forEach(ScheduledExecutorService::shutdownNow);
    }

    static void round(Notices notices) {
        try {
            notices.round();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            // The next round tries again; a round that throws would be the last.
            LOG.warn("no notices this time, reason=" + e.getMessage());
        }
    }
}
