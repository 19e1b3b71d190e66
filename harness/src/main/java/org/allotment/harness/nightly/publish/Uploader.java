package org.allotment.harness.nightly.publish;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.allotment.harness.result.Documents;
import org.allotment.harness.result.ExitStatus;
import org.allotment.harness.result.RunProblem;
import org.allotment.harness.result.UploadAnswer;

/**
 * Sends uploads to a dashboard. What may pass by itself (no connection, 5xx, 429) is tried again with growing, scattered
 * pauses; what will not (4xx) is refused at once. The key lets the server store each upload once however often it comes.
 */
public final class Uploader {

    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration ANSWER = Duration.ofMinutes(2);

    private final URI server;
    private final Optional<String> token;
    private final Retry retry;

    /** An uploader to this server; the token may be absent where the server wants none. */
    public Uploader(URI server, Optional<String> token, Retry retry) {
        this.server = server;
        this.token = token;
        this.retry = retry;
    }

    /** The server said no; trying again would not help. */
    public static final class Refused extends Exception {

        private static final long serialVersionUID = 1L;

        /** What a document is refused with; an older server names a part that it does not know nowhere else. */
        private static final Set<Integer> DOCUMENTS = Set.of(400, 413, 415);

        private final int status;
        private final String answer;

        Refused(int status, String answer) {
            super("refused by the dashboard, status=" + status + ", reason=" + reason(answer));
            this.status = status;
            this.answer = answer;
        }

        /** Whether the upload might be taken without this part. */
        boolean mayBeAbout(String part) {
            return DOCUMENTS.contains(status) || where(answer).startsWith(part);
        }

        private static String where(String answer) {
            try {
                return Documents.tree(answer).path("error").path("where").asText("");
            } catch (IOException _) {
                return "";
            }
        }

        /** The body of the answer. */
        public String answer() {
            return answer;
        }

        private static String reason(String answer) {
            try {
                var error = Documents.tree(answer).path("error");
                return error.path("code").asText() + ": "
                        + error.path("message").asText()
                        + (error.path("where").asText("").isEmpty()
                                ? ""
                                : ", where=" + error.path("where").asText());
            } catch (IOException _) {
                return answer.lines().findFirst().orElse("none");
            }
        }
    }

    /** An answer and the bytes it was read from. */
    public record Accepted(UploadAnswer answer, String text) {}

    /**
     * Sends a body until the server has it.
     *
     * @param query parameters of the request, as {@code project}
     * @throws Refused if the server will not take it
     * @throws RunProblem if the server could not be reached or did not recover
     */
    public Accepted send(UploadBody body, Map<String, String> query) throws Refused, InterruptedException {
        var request = request(body, query);
        var why = "";
        try (var client = HttpClient.newBuilder().connectTimeout(CONNECT).build()) {
            for (var attempt = 0; attempt < retry.attempts(); attempt++) {
                if (attempt > 0) {
                    retry.pause(attempt);
                }
                try {
                    var answer = client.send(request, BodyHandlers.ofString());
                    if (answer.statusCode() < 300) {
                        return new Accepted(UploadAnswer.read(answer.body()), answer.body());
                    }
                    why = "status " + answer.statusCode();
                    refuse(answer);
                } catch (IOException failure) {
                    why = failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
                }
            }
        }
        throw new RunProblem(
                ExitStatus.MISSING,
                "dashboard not reached, server=" + server + ", attempts=" + retry.attempts() + ", last=" + why);
    }

    private static void refuse(HttpResponse<String> answer) throws Refused {
        if (!Retry.mayPass(answer.statusCode())) {
            throw new Refused(answer.statusCode(), answer.body());
        }
    }

    private HttpRequest request(UploadBody body, Map<String, String> query) {
        var uri = URI.create(base() + "/api/v1/runs" + queryText(query));
        try {
            var request = HttpRequest.newBuilder(uri)
                    .timeout(ANSWER)
                    .header("Content-Type", "multipart/form-data; boundary=" + body.boundary())
                    .header("Content-Encoding", "gzip")
                    .header("Accept", "application/json")
                    .header("Idempotency-Key", body.key(query))
                    .POST(BodyPublishers.ofByteArray(body.compressed()));
            token.ifPresent(text -> request.header("Authorization", "Bearer " + text));
            return request.build();
        } catch (IOException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static String queryText(Map<String, String> query) {
        return query.isEmpty()
                ? ""
                : new TreeMap<>(query)
                        .entrySet().stream()
                                .map(entry -> entry.getKey() + "="
                                        + URLEncoder.encode(entry.getValue(), StandardCharsets.UTF_8))
                                .collect(Collectors.joining("&", "?", ""));
    }

    private String base() {
        var text = server.toString();
        return text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
    }

    /** The address of a page for a browser. */
    public String page(String path) {
        return path.startsWith("/") ? base() + path : path;
    }
}
