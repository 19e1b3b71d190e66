package org.allotment.reports.campaign.guard;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.allotment.reports.Golden;
import org.allotment.reports.Multipart;
import org.allotment.reports.campaign.Campaign;
import org.allotment.reports.campaign.Crowd;
import org.allotment.reports.campaign.Tally;
import org.allotment.reports.campaign.Terms;
import org.allotment.reports.campaign.site.Client;
import org.allotment.reports.campaign.site.Client.Answer;
import org.allotment.reports.campaign.site.Ledger;
import org.allotment.reports.campaign.site.ServerProcess;
import org.allotment.reports.format.Documents;
import org.allotment.reports.format.Parsed;

/** Mutated documents: read in this process, then sent. */
public final class Mutations implements Campaign {
    private static final String QUERY = "?project=mutated&branch=main";
    private static final List<String> DOCUMENTS =
            List.of("jmh-foreign.json", "stress.json", "environment.json", "jmh.json", "multipart");
    private static final int CLIENTS = 8;
    private static final int MOST_MILLIS = 2_000;

    @Override
    public String id() {
        return "D3";
    }

    @Override
    public String name() {
        return "mutations";
    }

    @Override
    public String unit() {
        return "documents";
    }

    @Override
    public String promise() {
        return "read or refused, never thrown; no 5xx, none over 2 s, nothing stored in part";
    }

    @Override
    public Counts counts() {
        return new Counts(500, 100_000, 1_000_000);
    }

    /** The store sees only what was read whole. */
    @Override
    public List<String> stores() {
        return List.of("sqlite");
    }

    @Override
    public void run(Terms terms, Tally tally) throws Exception {
        int port = ServerProcess.freePort();
        Set<String> stored = ConcurrentHashMap.newKeySet();
        try (ServerProcess server = ServerProcess.start(terms.site(), port);
                Client client = new Client()) {
            server.awaitReady();
            Crowd.each(CLIENTS, Crowd.numbers(terms.count()), number -> {
                Random random = terms.random(number);
                String name = DOCUMENTS.get(random.nextInt(DOCUMENTS.size()));
                byte[] bytes = new Mutator(random).mutated(original(name));
                boolean refused = isRefused(name, bytes, number, tally);
                Answer answer = client.send(request(port, name, bytes));
                tally.did();
                tally.add("status" + answer.status(), 1);
                tally.most("slowestMillis", answer.millis());
                String what = "document=" + number + ", name=" + name + ", status=" + answer.status();
                tally.expect(answer.status() < 500, what + ", body=" + answer.text());
                tally.late(what + ", millis=" + answer.millis(), answer.millis() > MOST_MILLIS);
                tally.expect(!refused || !answer.isGood(), what + ": taken, but not readable");
                if (answer.isGood()) {
                    stored.add(answer.json().get("id").asText());
                }
            });
            tally.expect(server.isAlive(), "the server is dead");
        }
        tally.add("stored", stored.size());
        Set<String> kept = ConcurrentHashMap.newKeySet();
        for (String project : Ledger.projects(terms.site().store())) {
            kept.addAll(Ledger.runs(terms.site().store(), project, tally).values());
        }
        tally.expect(kept.equals(stored), "kept=" + kept.size() + ", acknowledged=" + stored.size());
        Ledger.check(terms.site().store(), tally);
    }

    private static byte[] original(String name) {
        return name.equals("multipart")
                ? new Multipart()
                        .part("environment", Golden.bytes("environment.json"))
                        .part("jmh", Golden.bytes("jmh-foreign.json"))
                        .bytes()
                : Golden.bytes(name);
    }

    /** Whether the reader refuses it; whatever it throws is a violation. */
    private static boolean isRefused(String name, byte[] bytes, int number, Tally tally) throws IOException {
        ByteArrayInputStream in = new ByteArrayInputStream(bytes);
        try {
            Parsed<?> parsed = switch (name) {
                case "stress.json" -> new Documents().stress(in);
                case "environment.json" -> new Documents().environment(in);
                case "multipart" -> null;
                default -> new Documents().jmh(in);
            };
            return parsed instanceof Parsed.Refused<?>;
        } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
            tally.violation("document=" + number + ", name=" + name + ", thrown=" + e);
            return false;
        }
    }

    private static HttpRequest request(int port, String name, byte[] bytes) {
        if (name.startsWith("jmh")) {
            return Client.upload(port, QUERY, bytes).build();
        }
        byte[] body = switch (name) {
            case "stress.json" -> new Multipart().part("stress", bytes).bytes();
            case "environment.json" ->
                new Multipart()
                        .part("environment", bytes)
                        .part("jmh", Golden.bytes("jmh-foreign.json"))
                        .bytes();
            default -> bytes;
        };
        return Client.request(port, "/api/v1/runs")
                .header("Content-Type", Multipart.contentType())
                .POST(BodyPublishers.ofByteArray(body))
                .build();
    }
}
