package org.allotment.reports.campaign.site;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;

/** Asks servers of this machine. */
public final class Client implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(10))
            .build();

    /**
     * An answer.
     *
     * @param nanos from the request to the last byte
     */
    public record Answer(HttpResponse<byte[]> response, long nanos) {
        /** Its status. */
        public int status() {
            return response.statusCode();
        }

        /** Its header of a name, or an empty text. */
        public String header(String name) {
            return response.headers().firstValue(name).orElse("");
        }

        /** Its body. */
        public byte[] body() {
            return response.body();
        }

        /** The body as text. */
        public String text() {
            return new String(body(), StandardCharsets.UTF_8);
        }

        /** The body as JSON. */
        public JsonNode json() throws IOException {
            return JSON.readTree(body());
        }

        /** Whether it was done. */
        public boolean isGood() {
            return status() / 100 == 2;
        }

        /** Whether it says to come again later. */
        public boolean isLater() {
            return status() == 503 && !header("Retry-After").isEmpty();
        }

        /** How long it took. */
        public long millis() {
            return nanos / 1_000_000;
        }
    }

    /** A request to a port. */
    public static HttpRequest.Builder request(int port, String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(PATIENCE);
    }

    /** An upload of a JMH array. */
    public static HttpRequest.Builder upload(int port, String query, byte[] jmh) {
        return request(port, "/api/v1/runs" + query)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofByteArray(jmh));
    }

    /** Sends one and reads of the answer what comes first: of one that never ends. */
    public Answer begin(HttpRequest request) throws IOException, InterruptedException {
        long start = System.nanoTime();
        HttpResponse<byte[]> answer = http.send(request, head -> new Beginning());
        return new Answer(answer, System.nanoTime() - start);
    }

    /** The first bytes of a body; the others are not waited for. */
    private static final class Beginning implements BodySubscriber<byte[]> {
        private final CompletableFuture<byte[]> first = new CompletableFuture<>();

        @SuppressWarnings("NullAway.Init")
        private Flow.Subscription subscription;

        @Override
        public CompletionStage<byte[]> getBody() {
            return first;
        }

        @Override
        public void onSubscribe(Flow.Subscription subscribed) {
            subscription = subscribed;
            subscription.request(1);
        }

        @Override
        public void onNext(List<ByteBuffer> buffers) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            for (ByteBuffer buffer : buffers) {
                byte[] part = new byte[buffer.remaining()];
                buffer.get(part);
                bytes.writeBytes(part);
            }
            first.complete(bytes.toByteArray());
            subscription.cancel();
        }

        @Override
        public void onError(Throwable fault) {
            first.completeExceptionally(fault);
        }

        @Override
        public void onComplete() {
            first.complete(new byte[0]);
        }
    }

    /** Sends one. */
    public Answer send(HttpRequest request) throws IOException, InterruptedException {
        long start = System.nanoTime();
        HttpResponse<byte[]> answer = http.send(request, BodyHandlers.ofByteArray());
        return new Answer(answer, System.nanoTime() - start);
    }

    /** Asks for a path. */
    public Answer get(int port, String path) throws IOException, InterruptedException {
        return send(request(port, path).build());
    }

    /** Whether a server says that it is ready. */
    public boolean isReady(int port) throws InterruptedException {
        try {
            return get(port, "/q/health/ready").status() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
