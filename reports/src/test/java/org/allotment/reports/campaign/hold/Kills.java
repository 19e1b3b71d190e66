package org.allotment.reports.campaign.hold;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.allotment.reports.campaign.Campaign;
import org.allotment.reports.campaign.Tally;
import org.allotment.reports.campaign.Terms;
import org.allotment.reports.campaign.site.Ledger;
import org.allotment.reports.campaign.site.ServerProcess;

/** SIGKILL while four clients upload; on a store that servers share, two of them, one killed at a time. */
public final class Kills implements Campaign {
    private static final int MOST_MILLIS = 300;

    @Override
    public String id() {
        return "D1";
    }

    @Override
    public String name() {
        return "kills";
    }

    @Override
    public String unit() {
        return "kills";
    }

    @Override
    public String promise() {
        return "an acknowledged run is stored once and whole; one that was not is stored once or not at all";
    }

    @Override
    public Counts counts() {
        return new Counts(6, 100, 1_000);
    }

    @Override
    public void run(Terms terms, Tally tally) throws Exception {
        Random random = terms.random(0);
        List<Integer> ports = new ArrayList<>();
        List<ServerProcess> servers = new ArrayList<>();
        try {
            for (int i = 0; i < terms.site().replicas(); i++) {
                ports.add(ServerProcess.freePort());
                servers.add(ServerProcess.start(terms.site(), ports.get(i)));
                servers.get(i).awaitReady();
            }
            try (Uploaders load = new Uploaders(ports, terms, tally)) {
                for (int kill = 0; kill < terms.count(); kill++) {
                    int victim = random.nextInt(servers.size());
                    load.awaitMore(1);
                    LockSupport.parkNanos(
                            Duration.ofMillis(random.nextInt(MOST_MILLIS)).toNanos());
                    servers.get(victim).kill();
                    tally.did();
                    servers.set(victim, ServerProcess.start(terms.site(), ports.get(victim)));
                    servers.get(victim).awaitReady();
                }
                load.awaitMore(Uploaders.CLIENTS);
                load.stop();
                check(terms, load.acknowledged(), tally);
            }
        } finally {
            servers.forEach(ServerProcess::close);
        }
    }

    private static void check(Terms terms, Map<String, String> acknowledged, Tally tally) throws Exception {
        Map<String, String> stored = Ledger.runs(terms.site().store(), Uploaders.PROJECT, tally);
        tally.add("acknowledged", acknowledged.size());
        tally.add("stored", stored.size());
        acknowledged.forEach((key, id) -> tally.expect(id.equals(stored.get(key)), "lost, key=" + key + ", id=" + id));
        tally.expect(
                stored.size() <= acknowledged.size() + Uploaders.CLIENTS,
                "stored more than was sent, stored=" + stored.size() + ", acknowledged=" + acknowledged.size());
        Ledger.check(terms.site().store(), tally);
    }
}
