package org.allotment.reports.app;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.net.URI;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.allotment.reports.alert.Channel;
import org.allotment.reports.alert.Notices;
import org.allotment.reports.alert.Webhook;
import org.allotment.reports.store.Store;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Says what is to be said, every few seconds, where the settings name a channel. */
@Singleton
final class NoticeRounds {
    private static final Logger LOG = Logger.getLogger("org.allotment.reports");
    private static final int SECONDS = 5;

    private final Notices notices;
    private final boolean wanted;
    private @Nullable ScheduledExecutorService rounds;

    NoticeRounds(
            Store store,
            @ConfigProperty(name = "allotment.notice.webhook.url") Optional<URI> webhook,
            @ConfigProperty(name = "allotment.notice.webhook.secret") Optional<String> secret) {
        List<Channel> channels = new ArrayList<>();
        webhook.ifPresent(url -> {
            if (secret.isEmpty()) {
                throw new StartRefusedException("a webhook needs a secret: set allotment.notice.webhook.secret");
            }
            channels.add(new Webhook(url, secret.get(), Clock.systemUTC()));
        });
        this.wanted = !channels.isEmpty();
        this.notices = new Notices(store, Clock.systemUTC(), channels);
    }

    void start(@Observes StartupEvent start) {
        if (wanted) {
            rounds = Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("notices").factory());
            var _ = rounds.scheduleWithFixedDelay(this::round, 0, SECONDS, TimeUnit.SECONDS);
        }
    }

    void stop(@Observes ShutdownEvent stop) {
        if (rounds != null) {
            rounds.shutdownNow();
        }
    }

    private void round() {
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
