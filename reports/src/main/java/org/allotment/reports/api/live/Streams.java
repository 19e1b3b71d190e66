package org.allotment.reports.api.live;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.runtime.ShutdownEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.subscription.BackPressureStrategy;
import io.smallrye.mutiny.subscription.MultiEmitter;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.allotment.reports.live.RunningNights;
import org.allotment.reports.model.live.RunningNight;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The open streams of progress. While there is one, a single thread asks the store every few seconds, whichever server heard the news, and
 * gives each stream what changed for it; a stream costs no thread and no connection to the store. A client that does not read gets
 * the newest state when it does, and none of those between. Streams end after a while by themselves: clients then come back, and
 * show again that they may.
 */
@Singleton
final class Streams {
    /** Open at once; a browser that finds no place shows the page as it was loaded. */
    static final int MOST = 64;

    private static final Logger LOG = Logger.getLogger("org.allotment.reports");
    private static final long ROUND_MILLIS = 2_000;
    /** Proxies, and this server itself, close what is idle for a minute. */
    private static final Duration SIGN_OF_LIFE = Duration.ofSeconds(15);

    private static final Duration LIFE = Duration.ofMinutes(10);
    private static final long RETRY_MILLIS = 5_000;

    private final RunningNights nights;
    private final ObjectMapper json;
    private final Sse sse;
    private final Set<Stream> open = new HashSet<>();
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("progress").factory());
    private @Nullable ScheduledFuture<?> rounds;
    private boolean woken;
    private boolean stopped;

    Streams(RunningNights nights, ObjectMapper json, Sse sse) {
        this.nights = nights;
        this.json = json;
        this.sse = sse;
    }

    /** One client. All but {@code project} belongs to the lock of the streams. */
    private static final class Stream {
        private final @Nullable String project;
        private final MultiEmitter<? super OutboundSseEvent> client;
        private final long opened = System.nanoTime();
        private long said = opened;
        private String last = "";

        Stream(@Nullable String project, MultiEmitter<? super OutboundSseEvent> client) {
            this.project = project;
            this.client = client;
        }
    }

    /** Whether another may be opened. */
    synchronized boolean isFull() {
        return stopped || open.size() >= MOST;
    }

    /**
     * A stream that begins with the present state.
     *
     * @param project null for all
     * @param present all that runs now
     */
    Multi<OutboundSseEvent> open(@Nullable String project, List<RunningNight> present) {
        return Multi.createFrom()
                .emitter(client -> begin(new Stream(project, client), present), BackPressureStrategy.LATEST);
    }

    private synchronized void begin(Stream stream, List<RunningNight> present) {
        if (isFull()) {
            stream.client.complete();
            return;
        }
        open.add(stream);
        stream.client.onTermination(() -> end(stream));
        give(stream, present);
        if (rounds == null) {
            rounds = thread.scheduleWithFixedDelay(this::round, ROUND_MILLIS, ROUND_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    private synchronized void end(Stream stream) {
        open.remove(stream);
        if (open.isEmpty() && rounds != null) {
            rounds.cancel(false);
            rounds = null;
        }
    }

    /** Tells every stream what changed since it was told; soon where the change came to this server. */
    synchronized void wake() {
        if (!stopped && !woken && !open.isEmpty()) {
            woken = true;
            thread.execute(this::round);
        }
    }

    private void round() {
        synchronized (this) {
            woken = false;
        }
        List<RunningNight> present;
        try {
            present = nights.list(null);
        } catch (RuntimeException e) {
            // The store is away, and the next round may find it; a round that throws would be the last.
            LOG.debug("progress is not read this time, reason=" + e.getMessage());
            present = null;
        }
        synchronized (this) {
            for (Stream stream : List.copyOf(open)) {
                tell(stream, present);
            }
        }
    }

    private void tell(Stream stream, @Nullable List<RunningNight> present) {
        long now = System.nanoTime();
        if (now - stream.opened > LIFE.toNanos()) {
            stream.client.complete();
            return;
        }
        if (present != null) {
            give(stream, present);
        }
        if (now - stream.said > SIGN_OF_LIFE.toNanos()) {
            stream.said = now;
            stream.client.emit(sse.newEventBuilder().comment("still here").build());
        }
    }

    private void give(Stream stream, List<RunningNight> present) {
        String text = text(present.stream()
                .filter(night -> stream.project == null
                        || stream.project.equals(night.key().project()))
                .toList());
        if (!text.equals(stream.last)) {
            stream.last = text;
            stream.said = System.nanoTime();
            stream.client.emit(sse.newEventBuilder()
                    .name("progress")
                    .reconnectDelay(RETRY_MILLIS)
                    .data(text)
                    .build());
        }
    }

    private String text(List<RunningNight> visible) {
        try {
            return json.writeValueAsString(Progress.page(visible, nights.now()));
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException("progress cannot be written", e);
        }
    }

    /** Ends all: a server that stops waits for nobody who only listens. */
    void stop(@Observes ShutdownEvent stop) {
        List<Stream> last;
        synchronized (this) {
            stopped = true;
            last = List.copyOf(open);
        }
        thread.shutdownNow();
        last.forEach(stream -> stream.client.complete());
    }
}
