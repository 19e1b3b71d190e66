package org.allotment.reports.campaign.hold;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.allotment.reports.campaign.Campaign;
import org.allotment.reports.campaign.Tally;
import org.allotment.reports.campaign.Terms;
import org.allotment.reports.campaign.site.Client;
import org.allotment.reports.campaign.site.Client.Answer;
import org.allotment.reports.campaign.site.Ledger;
import org.allotment.reports.campaign.site.PostgresSite;
import org.allotment.reports.campaign.site.ServerProcess;

/** PostgreSQL goes away for a while, again and again; the server is started while it is away. */
public final class Outages implements Campaign {
    private static final int MOST_READY_MILLIS = 5_000;
    private static final int SHORT_MILLIS = 3_000;
    private static final int LONG_MILLIS = 30_000;
    private static final int FEW = 3;
    private static final List<String> PATHS = List.of("/", "/api/v1/runs", "/runs", "/api/v1/projects");

    @Override
    public String id() {
        return "D11";
    }

    @Override
    public String name() {
        return "outages";
    }

    @Override
    public String unit() {
        return "outages";
    }

    @Override
    public String promise() {
        return "503 with Retry-After while the database is away, ready again within 5 s without a restart, nothing lost";
    }

    @Override
    public Counts counts() {
        return new Counts(1, 2, 10);
    }

    @Override
    public List<String> stores() {
        return List.of("postgres");
    }

    @Override
    public void run(Terms terms, Tally tally) throws Exception {
        PostgresSite site = (PostgresSite) terms.site();
        int port = ServerProcess.freePort();
        site.stop();
        try (ServerProcess server = ServerProcess.start(site, port);
                Client client = new Client()) {
            server.awaitReady();
            away(client, port, SHORT_MILLIS, tally);
            back(site, client, port, tally);
            try (Uploaders load = new Uploaders(List.of(port), terms, tally)) {
                for (int i = 0; i < terms.count(); i++) {
                    load.awaitMore(Uploaders.CLIENTS);
                    site.stop();
                    away(client, port, terms.count() < FEW ? SHORT_MILLIS : LONG_MILLIS, tally);
                    back(site, client, port, tally);
                    tally.did();
                }
                load.awaitMore(Uploaders.CLIENTS);
                load.stop();
                Map<String, String> stored = Ledger.runs(site.store(), Uploaders.PROJECT, tally);
                load.acknowledged().forEach((key, id) -> tally.expect(id.equals(stored.get(key)), "lost, key=" + key));
                tally.add("acknowledged", load.acknowledged().size());
            }
            tally.expect(server.isAlive(), "the server is dead");
        }
        Ledger.check(site.store(), tally);
    }

    private static void away(Client client, int port, int millis, Tally tally) throws Exception {
        long end = System.nanoTime() + Duration.ofMillis(millis).toNanos();
        while (System.nanoTime() < end) {
            for (String path : PATHS) {
                Answer answer = client.get(port, path);
                tally.add("askedWhileAway", 1);
                tally.most("slowestWhileAwayMillis", answer.millis());
                tally.expect(answer.isLater(), "away, path=" + path + ", status=" + answer.status());
            }
            tally.expect(client.get(port, "/q/health/live").isGood(), "away, and not alive");
            tally.expect(!client.isReady(port), "away, and says that it is ready");
            LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
        }
    }

    private static void back(PostgresSite site, Client client, int port, Tally tally) throws Exception {
        site.start();
        long start = System.nanoTime();
        while (!client.isReady(port)
                && System.nanoTime() - start < Duration.ofMinutes(1).toNanos()) {
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
        }
        long millis = Duration.ofNanos(System.nanoTime() - start).toMillis();
        tally.bar("slowestReadyMillis", millis, MOST_READY_MILLIS);
        tally.expect(client.get(port, "/").isGood(), "ready, but gives no page");
    }
}
