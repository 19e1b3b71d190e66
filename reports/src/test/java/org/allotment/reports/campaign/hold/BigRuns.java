package org.allotment.reports.campaign.hold;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.StringJoiner;
import org.allotment.reports.Nights;
import org.allotment.reports.campaign.Campaign;
import org.allotment.reports.campaign.Crowd;
import org.allotment.reports.campaign.Tally;
import org.allotment.reports.campaign.Terms;
import org.allotment.reports.campaign.site.Client;
import org.allotment.reports.campaign.site.Client.Answer;
import org.allotment.reports.campaign.site.Ledger;
import org.allotment.reports.campaign.site.ServerProcess;

/** One run of ten thousand benchmarks; then sixteen writers of small runs, on every server of the store. */
public final class BigRuns implements Campaign {
    private static final int BENCHMARKS = 10_000;
    private static final int WRITERS = 16;
    private static final int MOST_MILLIS = 5_000;

    @Override
    public String id() {
        return "D10";
    }

    @Override
    public String name() {
        return "big";
    }

    @Override
    public String unit() {
        return "runs";
    }

    @Override
    public String promise() {
        return "10,000 benchmarks in one run within 5 s; 16 writers at once, none shown a deadlock";
    }

    @Override
    public Counts counts() {
        return new Counts(64, 1_000, 10_000);
    }

    @Override
    public void run(Terms terms, Tally tally) throws Exception {
        int first = ServerProcess.freePort();
        int second = ServerProcess.freePort();
        try (ServerProcess server = ServerProcess.start(terms.site(), first, "-Xmx384m");
                Client client = new Client()) {
            server.awaitReady();
            great(client, first, tally);
            try (ServerProcess other =
                    terms.site().replicas() > 1 ? ServerProcess.start(terms.site(), second) : server) {
                int port = other.equals(server) ? first : second;
                if (port == second) {
                    other.awaitReady();
                }
                Crowd.each(
                        WRITERS,
                        Crowd.numbers(terms.count()),
                        run -> small(client, run % 2 == 0 ? first : port, terms, run, tally));
            }
        }
        Map<String, String> stored = Ledger.runs(terms.site().store(), "written", tally);
        tally.expect(stored.size() == terms.count(), "stored=" + stored.size() + ", written=" + terms.count());
        Ledger.check(terms.site().store(), tally);
    }

    private static void great(Client client, int port, Tally tally) throws Exception {
        StringJoiner elements = new StringJoiner(",", "[", "]");
        for (int i = 0; i < BENCHMARKS; i++) {
            elements.add(
                    "{\"benchmark\": \"org.example.Great.b" + i + "\", \"mode\": \"avgt\", \"primaryMetric\":"
                            + " {\"score\": 1.5, \"scoreUnit\": \"ns/op\", \"rawData\": [[1.5, 1.25, 1.75], [1.5, 1.5, 1.5]]}}");
        }
        byte[] body = elements.toString().getBytes(StandardCharsets.UTF_8);
        Answer answer = client.send(Client.upload(port, "?project=great&branch=main&commit=c1", body)
                .build());
        tally.bar("greatMillis", answer.millis(), MOST_MILLIS);
        tally.expect(answer.status() == 201, "great run, status=" + answer.status() + ", body=" + answer.text());
    }

    private static void small(Client client, int port, Terms terms, int run, Tally tally) throws Exception {
        byte[] body = new Nights(terms.seed() + run).jmh(1, 1).getBytes(StandardCharsets.UTF_8);
        Answer answer =
                client.send(Client.upload(port, "?project=written&branch=b" + run % WRITERS + "&commit=c" + run, body)
                        .header("Idempotency-Key", "run-" + run)
                        .build());
        tally.did();
        tally.most("slowestMillis", answer.millis());
        tally.expect(answer.status() == 201, "run=" + run + ", status=" + answer.status() + ", body=" + answer.text());
    }
}
