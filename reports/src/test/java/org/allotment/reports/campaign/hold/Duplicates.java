package org.allotment.reports.campaign.hold;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import org.allotment.reports.Nights;
import org.allotment.reports.campaign.Campaign;
import org.allotment.reports.campaign.Crowd;
import org.allotment.reports.campaign.Tally;
import org.allotment.reports.campaign.Terms;
import org.allotment.reports.campaign.site.Client;
import org.allotment.reports.campaign.site.Client.Answer;
import org.allotment.reports.campaign.site.Ledger;
import org.allotment.reports.campaign.site.ServerProcess;

/** Every run is sent one to five times, sixteen at once; then again with other bytes. */
public final class Duplicates implements Campaign {
    private static final String QUERY = "?project=repeated&branch=main";
    private static final int AT_ONCE = 16;
    private static final int MOST_TIMES = 5;
    private static final int OTHER_BYTES = 10;

    @Override
    public String id() {
        return "D2";
    }

    @Override
    public String name() {
        return "duplicates";
    }

    @Override
    public String unit() {
        return "runs";
    }

    @Override
    public String promise() {
        return "one run for each key, the same id to each sender, 409 for other bytes, never a 5xx";
    }

    @Override
    public Counts counts() {
        return new Counts(60, 1_000, 10_000);
    }

    @Override
    public void run(Terms terms, Tally tally) throws Exception {
        int port = ServerProcess.freePort();
        try (ServerProcess server = ServerProcess.start(terms.site(), port);
                Client client = new Client()) {
            server.awaitReady();
            Map<Integer, String> ids = new ConcurrentHashMap<>();
            Crowd.each(AT_ONCE, sendings(terms), run -> {
                byte[] body = new Nights(terms.seed() + run).jmh(1, 1).getBytes(StandardCharsets.UTF_8);
                keep(run, client.send(request(port, run, body)), ids, tally);
            });
            tally.did(ids.size());
            List<Integer> again =
                    ids.keySet().stream().filter(run -> run % OTHER_BYTES == 0).toList();
            Crowd.each(AT_ONCE, again, run -> conflict(client, port, run, tally));
            Map<String, String> stored = Ledger.runs(terms.site().store(), "repeated", tally);
            tally.expect(stored.size() == terms.count(), "stored=" + stored.size() + ", sent=" + terms.count());
            ids.forEach((run, id) -> tally.expect(id.equals(stored.get("run-" + run)), "lost, run=" + run));
            Ledger.check(terms.site().store(), tally);
        }
    }

    private static List<Integer> sendings(Terms terms) {
        Random random = terms.random(0);
        List<Integer> sendings = new ArrayList<>();
        for (int run = 0; run < terms.count(); run++) {
            sendings.addAll(Collections.nCopies(1 + random.nextInt(MOST_TIMES), run));
        }
        // Near one another, so that some of them meet.
        for (int from = 0; from < sendings.size(); from += AT_ONCE) {
            Collections.shuffle(sendings.subList(from, Math.min(sendings.size(), from + AT_ONCE)), random);
        }
        return sendings;
    }

    private static HttpRequest request(int port, int run, byte[] body) {
        return Client.upload(port, QUERY, body)
                .header("Idempotency-Key", "run-" + run)
                .build();
    }

    private static void keep(int run, Answer answer, Map<Integer, String> ids, Tally tally) throws IOException {
        tally.add("sent", 1);
        tally.add("status" + answer.status(), 1);
        if (answer.status() != 200 && answer.status() != 201) {
            tally.violation("run=" + run + ", status=" + answer.status() + ", body=" + answer.text());
            return;
        }
        String id = answer.json().get("id").asText();
        String before = ids.putIfAbsent(run, id);
        tally.expect(before == null || before.equals(id), "two ids, run=" + run + ", ids=" + before + ", " + id);
    }

    private static void conflict(Client client, int port, int run, Tally tally) throws Exception {
        byte[] body = new Nights(~run).jmh(1, 2).getBytes(StandardCharsets.UTF_8);
        Answer answer = client.send(request(port, run, body));
        tally.add("status" + answer.status(), 1);
        tally.expect(answer.status() == 409, "other bytes, run=" + run + ", status=" + answer.status());
    }
}
