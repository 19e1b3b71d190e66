package org.allotment.harness.nightly.live;

import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.allotment.harness.nightly.plan.Plan;
import org.allotment.harness.nightly.publish.Retry;
import org.allotment.harness.nightly.runner.Standing;
import org.allotment.harness.result.Documents;
import org.jspecify.annotations.Nullable;

/**
 * Says how far a run is, at most every few seconds. A dashboard that does not answer is left alone for a while that
 * doubles; one that refuses is told nothing more. Either is said in one line, once.
 */
public final class Beacon implements Standing.Listener {

    /** How long a word may take at the most, the end of its client included. */
    public static final Duration PATIENCE = Duration.ofSeconds(2);

    private static final long OFTEN = TimeUnit.SECONDS.toNanos(5);
    private static final long FIRST_PAUSE = TimeUnit.SECONDS.toNanos(30);
    /** Less than what makes a dashboard call a run silent. */
    private static final long LONGEST_PAUSE = TimeUnit.MINUTES.toNanos(4);

    private static final int TEXT = 500;
    /** So much of the patience is kept for the end of the client, which may still be looking for an address. */
    private static final int ENDING = 4;

    private final URI address;
    private final Optional<String> token;
    private final Map<String, Object> origin;
    private final PrintWriter out;
    private final Duration patience;
    private final LongSupplier nanos;
    private final Supplier<HttpClient> clients;
    private long nextAt;
    private long pause = FIRST_PAUSE;
    private boolean said;
    private boolean silenced;

    /** A dashboard, how to speak to it, and how long it may take to answer. */
    public record Ear(URI server, Optional<String> token, Duration patience) {}

    /** For one run and the dashboard that will get it. */
    public Beacon(Ear ear, Plan plan, PrintWriter out) {
        this(ear, plan, out, System::nanoTime, () -> client(ear.patience()));
    }

    private static HttpClient client(Duration patience) {
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(patience)
                .build();
    }

    Beacon(Ear ear, Plan plan, PrintWriter out, LongSupplier nanos, Supplier<HttpClient> clients) {
        var base = ear.server().toString().replaceFirst("/$", "");
        this.address = URI.create(base + "/api/v1/progress/" + plan.run().id() + "?project="
                + URLEncoder.encode(plan.run().project(), StandardCharsets.UTF_8));
        this.token = ear.token();
        this.patience = ear.patience();
        this.origin = origin(plan);
        this.out = out;
        this.nanos = nanos;
        this.clients = clients;
        this.nextAt = nanos.getAsLong();
    }

    private static Map<String, Object> origin(Plan plan) {
        var origin = new LinkedHashMap<String, Object>();
        origin.put("kind", plan.run().kind());
        origin.put("profile", plan.run().profile());
        var commit = plan.commit();
        if (commit != null) {
            origin.put("commit", commit.sha());
            origin.put("branch", shortened(commit.branch() == null ? "" : commit.branch()));
        }
        var label = plan.machine().label();
        origin.put("machine", shortened(label == null ? "" : label));
        origin.put("started", plan.run().started());
        return origin;
    }

    @Override
    public void at(Standing standing) throws InterruptedException {
        var isLast = standing.unit().isEmpty() && pause == FIRST_PAUSE;
        if (silenced || (nanos.getAsLong() - nextAt < 0 && !isLast)) {
            return;
        }
        var word = new LinkedHashMap<>(origin);
        word.put("done", standing.done());
        word.put("total", standing.total());
        word.put("failed", standing.failed());
        word.put("unit", shortened(standing.unit()));
        word.put("unitSeconds", standing.unitMillis() / 1000);
        word.put("remainingSeconds", standing.remainingMillis() / 1000);
        send(request ->
                request.header("Content-Type", "application/json").PUT(BodyPublishers.ofString(Documents.line(word))));
    }

    @Override
    public void stopped() {
        if (silenced || pause > FIRST_PAUSE) {
            return;
        }
        try {
            send(HttpRequest.Builder::DELETE);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /** The client is made for one word and taken apart behind it: one that idles would wake up while something is measured. */
    private void send(UnaryOperator<HttpRequest.Builder> word) throws InterruptedException {
        var deadline = nanos.getAsLong() + patience.toNanos();
        try {
            var request = word.apply(HttpRequest.newBuilder(address));
            token.ifPresent(text -> request.header("Authorization", "Bearer " + text));
            ask(request.build(), deadline);
        } catch (IllegalArgumentException _) {
            // Its message would show the token.
            silence("no progress can be told, as the address or the token of the dashboard is not usable, host="
                    + address.getHost());
        } catch (UncheckedIOException failure) {
            unheard(reason(failure.getCause()));
        }
    }

    private void ask(HttpRequest request, long deadline) throws InterruptedException {
        var client = clients.get();
        try {
            // The time-out of a request ends with the head of its answer; this one covers the body too.
            var answer = client.sendAsync(request, BodyHandlers.discarding())
                    .get(left(deadline) - patience.toNanos() / ENDING, TimeUnit.NANOSECONDS);
            answered(answer.statusCode());
        } catch (ExecutionException failure) {
            unheard(reason(failure.getCause()));
        } catch (TimeoutException _) {
            unheard("no answer in " + patience.toMillis() + " ms");
        } finally {
            client.shutdownNow();
            client.awaitTermination(Duration.ofNanos(left(deadline)));
        }
    }

    private long left(long deadline) {
        return Math.max(0, deadline - nanos.getAsLong());
    }

    private void answered(int status) {
        if (Retry.mayPass(status)) {
            unheard("status " + status);
        } else if (status >= 300) {
            silence("the dashboard takes no progress, status=" + status);
        } else {
            pause = FIRST_PAUSE;
            nextAt = nanos.getAsLong() + OFTEN;
        }
    }

    private void silence(String reason) {
        silenced = true;
        sayOnce(reason + "; the run goes on without");
    }

    private void unheard(String reason) {
        nextAt = nanos.getAsLong() + pause;
        pause = Math.min(LONGEST_PAUSE, pause * 2);
        sayOnce("progress not told to the dashboard, reason=" + reason + "; the run goes on");
    }

    private void sayOnce(String line) {
        if (!said) {
            said = true;
            out.println(line);
            out.flush();
        }
    }

    private static String reason(@Nullable Throwable failure) {
        return failure == null
                ? "unknown"
                : failure.getClass().getSimpleName() + (failure.getMessage() == null ? "" : " " + failure.getMessage());
    }

    private static String shortened(String text) {
        var printable = text.replaceAll("\\p{Cntrl}", " ");
        return printable.length() <= TEXT ? printable : printable.substring(0, TEXT - 1) + "…";
    }
}
