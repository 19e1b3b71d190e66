package org.allotment.reports.api.live;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** One stream of events, read line by line over a connection of its own. */
public final class EventStream implements AutoCloseable {
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final HttpResponse<InputStream> answer;
    private final BufferedReader lines;

    private EventStream(HttpRequest request) throws IOException, InterruptedException {
        answer = http.send(request, BodyHandlers.ofInputStream());
        lines = new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8));
    }

    /** Opens one. */
    public static EventStream open(URI address, @Nullable String token) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(address).header("Accept", "text/event-stream");
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        return new EventStream(request.build());
    }

    /** The answer to the request, its body left alone. */
    public HttpResponse<InputStream> answer() {
        return answer;
    }

    /** Waits for the data of the next event; null when the server ended the stream. */
    public @Nullable String next() throws IOException {
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.startsWith("data:")) {
                return line.substring("data:".length());
            }
        }
        return null;
    }

    /** Waits for data that contain a text, and drops what comes before. */
    public String nextWith(String text) throws IOException {
        for (String data = next(); data != null; data = next()) {
            if (data.contains(text)) {
                return data;
            }
        }
        throw new AssertionError("stream ended before, text=" + text);
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
