package org.allotment.harness.nightly.agent;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.allotment.harness.nightly.publish.Retry;
import org.allotment.harness.result.Documents;
import org.allotment.harness.result.ExitStatus;
import org.allotment.harness.result.RunProblem;

/** The jobs of a dashboard over HTTP. What may pass by itself is an {@link IOException}; what will not is not. */
final class JobServer implements AutoCloseable {

    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration ANSWER = Duration.ofSeconds(30);

    private final String base;
    private final Optional<String> token;
    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(CONNECT).build();

    JobServer(URI server, Optional<String> token) {
        var text = server.toString();
        this.base = text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
        this.token = token;
    }

    /** The claim is not the newest of its job, or the job has ended: whatever we know of it, nobody wants it from us. */
    static final class LostClaim extends Exception {

        private static final long serialVersionUID = 1L;

        LostClaim(String message) {
            super(message);
        }
    }

    /** Takes a job; empty where none waits. */
    Optional<Order> claim(String worker, Optional<String> project, Optional<String> environment)
            throws IOException, InterruptedException {
        var fields = new TreeMap<String, String>(Map.of("worker", worker));
        project.ifPresent(name -> fields.put("project", name));
        environment.ifPresent(name -> fields.put("environment", name));
        try {
            var answer = post("/api/v1/jobs/claim", Documents.line(fields));
            return answer.statusCode() == 204 ? Optional.empty() : Optional.of(Order.read(answer.body()));
        } catch (LostClaim impossible) {
            throw new IOException(impossible);
        }
    }

    /** Lengthens the lease. */
    void renew(Order order) throws IOException, InterruptedException, LostClaim {
        post(path(order, "heartbeat"), Documents.line(Map.of("fence", order.fence())));
    }

    /** Sends what was found; returns the server's verdict as it words it. */
    String answer(Order order, Findings findings) throws IOException, InterruptedException, LostClaim {
        var answer = post(path(order, "result"), findings.body(order.fence()));
        var conclusion = Documents.tree(answer.body()).path("conclusion");
        return conclusion.path("verdict").asText("?") + ", "
                + conclusion.path("text").asText("");
    }

    /** Gives the job back; without a reason in peace. */
    void release(Order order, Optional<String> reason) throws IOException, InterruptedException, LostClaim {
        var body = reason.map(
                        text -> Documents.line(Map.of("fence", order.fence(), "reason", Findings.printable(text))))
                .orElseGet(() -> Documents.line(Map.of("fence", order.fence())));
        post(path(order, "release"), body);
    }

    private static String path(Order order, String verb) {
        return "/api/v1/jobs/" + order.id() + "/" + verb;
    }

    private HttpResponse<String> post(String path, String body) throws IOException, InterruptedException, LostClaim {
        var request = HttpRequest.newBuilder(URI.create(base + path))
                .timeout(ANSWER)
                .header("Content-Type", "application/json")
                .header("Accept", "application/json")
                .POST(BodyPublishers.ofString(body));
        token.ifPresent(text -> request.header("Authorization", "Bearer " + text));
        var answer = client.send(request.build(), BodyHandlers.ofString());
        var status = answer.statusCode();
        if (status < 300) {
            return answer;
        }
        if (status == 409 || status == 404) {
            throw new LostClaim("status=" + status + ", " + message(answer.body()));
        }
        if (Retry.mayPass(status)) {
            throw new IOException("status " + status);
        }
        throw new RunProblem(
                ExitStatus.MISSING,
                "refused by the dashboard, server=" + base + ", status=" + status + ", " + message(answer.body()));
    }

    private static String message(String body) {
        try {
            return "reason="
                    + Documents.tree(body).path("error").path("message").asText("none");
        } catch (IOException _) {
            return "reason=none";
        }
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
