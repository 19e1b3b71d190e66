package org.allotment.reports.campaign.guard;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.allotment.reports.Golden;
import org.allotment.reports.access.Needs;
import org.allotment.reports.access.Right;
import org.allotment.reports.campaign.Campaign;
import org.allotment.reports.campaign.Tally;
import org.allotment.reports.campaign.Terms;
import org.allotment.reports.campaign.site.Client;
import org.allotment.reports.campaign.site.Client.Answer;
import org.allotment.reports.campaign.site.ServerProcess;
import org.allotment.reports.store.Store;

/** Every resource method with every kind of token, wherever one can be put; then paths spelled in strange ways. */
public final class AccessMatrix implements Campaign {
    private static final String SECRET = "org.example.Guarded";
    private static final int DEAD_MILLIS = 1_000;

    @Override
    public String id() {
        return "D5";
    }

    @Override
    public String name() {
        return "access";
    }

    @Override
    public String unit() {
        return "spellings";
    }

    @Override
    public String promise() {
        return "each endpoint answers each token as its scope says; no spelling leads around; no token is kept or logged";
    }

    @Override
    public Counts counts() {
        return new Counts(100, 500, 500);
    }

    @Override
    public void run(Terms terms, Tally tally) throws Exception {
        int port = ServerProcess.freePort();
        try (ServerProcess server = ServerProcess.start(terms.site(), port, "-Dallotment.read-needs-token=true");
                Store store = Store.of(terms.site().store());
                Client client = new Client()) {
            server.awaitReady();
            Keyring keys = new Keyring(store);
            Client.Answer uploaded = client.send(
                    with(Client.upload(port, "?project=guarded&commit=c1", document()), keys.token("admin of all"))
                            .build());
            tally.expect(uploaded.isGood(), "the administrator cannot upload, status=" + uploaded.status());
            String run = uploaded.json().get("id").asText();
            for (Endpoint endpoint : endpoints(run)) {
                matrix(client, port, endpoint, keys, tally);
            }
            spellings(port, terms, tally);
            revocation(client, port, keys, tally);
            String said = String.join("\n", server.said());
            tally.expect(!said.contains("alt_"), "a token in the log");
            tokensAreNotKept(terms, keys, tally);
        }
    }

    private static byte[] document() {
        return new String(Golden.bytes("jmh-foreign.json"), StandardCharsets.UTF_8)
                .replaceAll("\"benchmark\"\\s*:\\s*\"", "\"benchmark\": \"" + SECRET)
                .getBytes(StandardCharsets.UTF_8);
    }

    private record Endpoint(String verb, String path, String type, Right needs, boolean endless) {}

    /** All that the code has, so that a new one is in the matrix the day it is written. */
    private static List<Endpoint> endpoints(String run) {
        List<Endpoint> endpoints = new ArrayList<>();
        new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests()).importPackages("org.allotment.reports").stream()
                        .filter(type -> type.isAnnotatedWith(Path.class))
                        .map(type -> type.reflect())
                        .forEach(type -> {
                            for (Method method : type.getDeclaredMethods()) {
                                verb(method).ifPresent(verb -> {
                                    Needs needs = method.getAnnotation(Needs.class);
                                    endpoints.add(new Endpoint(
                                            verb,
                                            path(type, method, run),
                                            consumed(method),
                                            needs.value(),
                                            isEndless(method)));
                                });
                            }
                        });
        return endpoints;
    }

    private static Optional<String> verb(Method method) {
        return Arrays.stream(method.getAnnotations())
                .map(Annotation::annotationType)
                .filter(type -> type.isAnnotationPresent(HttpMethod.class))
                .map(type -> type.getAnnotation(HttpMethod.class).value())
                .findFirst();
    }

    /** What is not of the right type is refused before anybody asks whose it is. */
    private static String consumed(Method method) {
        Consumes consumes = method.getAnnotation(Consumes.class);
        return consumes == null ? MediaType.APPLICATION_JSON : consumes.value()[0];
    }

    /** Of a stream only the beginning can be waited for. */
    private static boolean isEndless(Method method) {
        Produces produces = method.getAnnotation(Produces.class);
        return produces != null && produces.value()[0].equals(MediaType.SERVER_SENT_EVENTS);
    }

    private static String path(Class<?> type, Method method, String run) {
        Path own = method.getAnnotation(Path.class);
        String path = ("/" + type.getAnnotation(Path.class).value() + "/" + (own == null ? "" : own.value()))
                .replaceAll("/+", "/");
        // What is revoked must not be one of the keys.
        String id = path.contains("runs") ? run : path.contains("tokens") ? "999999" : "1";
        String filled = path.replaceAll("\\{[^/{}]*(?:\\{[^{}]*\\}[^{}]*)*\\}", id);
        return filled.length() > 1 && filled.endsWith("/") ? filled.substring(0, filled.length() - 1) : filled;
    }

    private static void matrix(Client client, int port, Endpoint endpoint, Keyring keys, Tally tally) throws Exception {
        for (Map.Entry<String, String> bad : keys.bad().entrySet()) {
            Answer answer = ask(client, port, endpoint.path(), endpoint, bad.getValue());
            expect(answer.status() == 401, endpoint, bad.getKey(), answer, tally);
        }
        for (String place : List.of("?token=", "?access_token=", "?authorization=Bearer%20", ";token=")) {
            Answer answer = ask(client, port, endpoint.path() + place + keys.token("admin of all"), endpoint, "");
            expect(answer.status() / 100 == 4, endpoint, "in the address " + place, answer, tally);
        }
        for (Right right : Right.values()) {
            boolean may = right.allowed().contains(endpoint.needs());
            Answer own = ask(client, port, endpoint.path(), endpoint, "Bearer " + keys.token(right.word() + " of all"));
            expect(may == (own.status() != 401 && own.status() != 403), endpoint, right.word(), own, tally);
            Answer other =
                    ask(client, port, endpoint.path(), endpoint, "Bearer " + keys.token(right.word() + " of other"));
            tally.expect(!other.text().contains(SECRET), "shown to another project, path=" + endpoint.path());
            tally.expect(
                    may || other.status() == 403,
                    "another project, path=" + endpoint.path() + ", status=" + other.status());
        }
        tally.add("endpoints", 1);
    }

    private static void expect(boolean holds, Endpoint endpoint, String who, Answer answer, Tally tally) {
        tally.add("asked", 1);
        String what = endpoint.verb() + " " + endpoint.path() + ", token=" + who + ", status=" + answer.status();
        tally.expect(holds, what);
        tally.expect(answer.isGood() || !answer.text().contains(SECRET), what + ": shown all the same");
    }

    private static Answer ask(Client client, int port, String path, Endpoint endpoint, String authorization)
            throws Exception {
        HttpRequest.Builder request = Client.request(port, path)
                .method(endpoint.verb(), BodyPublishers.noBody())
                .header("Content-Type", endpoint.type())
                // Forms are taken from the server's own pages only.
                .header("Sec-Fetch-Site", "same-origin");
        if (!authorization.isEmpty()) {
            request.header("Authorization", authorization);
        }
        return endpoint.endless() ? client.begin(request.build()) : client.send(request.build());
    }

    private static HttpRequest.Builder with(HttpRequest.Builder request, String token) {
        return request.header("Authorization", "Bearer " + token);
    }

    private static void spellings(int port, Terms terms, Tally tally) throws IOException {
        Random random = terms.random(0);
        List<String> paths =
                List.of("/api/v1/tokens", "/api/v1/runs", "/api/v1/audit", "/runs", "/overview.csv", "/series/1");
        for (int i = 0; i < terms.count(); i++) {
            String path = Spelling.of(paths.get(i % paths.size()), random);
            String answer = Spelling.ask(port, path);
            tally.expect(
                    answer.matches("(?s)HTTP/1\\.[01] [345].*"),
                    "path=" + path + ", answer=" + answer.lines().findFirst());
            tally.expect(!answer.contains(SECRET) && !answer.contains("\"scope\""), "path=" + path + ": leaks");
            tally.did();
        }
    }

    private static void revocation(Client client, int port, Keyring keys, Tally tally) throws Exception {
        HttpRequest request = with(Client.request(port, "/api/v1/runs"), keys.token("read of all"))
                .build();
        tally.expect(client.send(request).status() == 200, "a good token is refused");
        long revoked = keys.revoke("read of all");
        int status = client.send(request).status();
        long millis = (System.nanoTime() - revoked) / 1_000_000;
        tally.bar("deadAfterMillis", millis, DEAD_MILLIS);
        tally.expect(status == 401, "revoked, status=" + status);
    }

    private static void tokensAreNotKept(Terms terms, Keyring keys, Tally tally) throws Exception {
        java.nio.file.Path dump = terms.folder().resolve("dump");
        org.allotment.reports.store.keep.Backup.make(terms.site().store(), dump);
        String bytes = Files.readString(dump, StandardCharsets.ISO_8859_1);
        Map<String, String> found = new LinkedHashMap<>(keys.all());
        found.values().removeIf(text -> !bytes.contains(text));
        tally.expect(found.isEmpty(), "tokens in a dump, names=" + found.keySet());
    }
}
