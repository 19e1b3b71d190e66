package org.allotment.reports.campaign.hold;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.allotment.reports.Nights;
import org.allotment.reports.campaign.Campaign;
import org.allotment.reports.campaign.Tally;
import org.allotment.reports.campaign.Terms;
import org.allotment.reports.campaign.site.Client;
import org.allotment.reports.campaign.site.Ledger;
import org.allotment.reports.campaign.site.ServerProcess;
import org.allotment.reports.campaign.site.Site;
import org.allotment.reports.store.Store;
import org.allotment.reports.store.StoreSettings;
import org.allotment.reports.store.keep.Backup;
import org.allotment.reports.store.keep.Rows;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.jdbi.v3.core.Jdbi;

/** Backups of a store in use, restored; every schema there has been, upgraded; upgrades killed. */
public final class Keeping implements Campaign {
    private static final int RUNS = 12;
    private static final int MOST_MILLIS = 2_500;

    @Override
    public String id() {
        return "D12";
    }

    @Override
    public String name() {
        return "keeping";
    }

    @Override
    public String unit() {
        return "upgrades";
    }

    @Override
    public String promise() {
        return "a restored backup is equal row for row; an upgrade that is killed is finished by the next start";
    }

    @Override
    public Counts counts() {
        return new Counts(2, 10, 100);
    }

    @Override
    public void run(Terms terms, Tally tally) throws Exception {
        backups(terms, tally);
        Random random = terms.random(0);
        int versions = versions(terms.site().store());
        tally.most("schemas", versions);
        for (int i = 0; i < terms.count(); i++) {
            upgrade(terms, 1 + i % versions, random.nextInt(MOST_MILLIS), tally);
            tally.did();
        }
    }

    private static void backups(Terms terms, Tally tally) throws Exception {
        int port = ServerProcess.freePort();
        Path backup = terms.folder().resolve("backup");
        try (ServerProcess server = ServerProcess.start(terms.site(), port);
                Client client = new Client()) {
            server.awaitReady();
            for (int run = 0; run < RUNS; run++) {
                byte[] body = new Nights(terms.seed() + run).jmh(2, 1).getBytes(StandardCharsets.UTF_8);
                client.send(Client.upload(port, "?project=kept&commit=c" + run, body)
                        .build());
            }
            try (Uploaders load = new Uploaders(List.of(port), terms, tally)) {
                load.awaitMore(1);
                Backup.make(terms.site().store(), terms.folder().resolve("in-use"));
                load.stop();
            }
        }
        Ledger.check(StoreSettings.sqlite(terms.folder().resolve("in-use")), tally);
        Backup.make(terms.site().store(), backup);
        StoreSettings restored = StoreSettings.sqlite(terms.folder().resolve("restored.db"));
        Backup.restore(backup, restored);
        Map<String, List<String>> rows = Rows.of(terms.site().store());
        tally.expect(rows.equals(Rows.of(restored)), "the restored history differs");
        tally.add("rows", rows.values().stream().mapToLong(List::size).sum());
        Ledger.check(restored, tally);
    }

    /** How many schemas there have been. */
    private static int versions(StoreSettings settings) {
        return flyway(settings).load().info().all().length;
    }

    private static FluentConfiguration flyway(StoreSettings settings) {
        return Flyway.configure()
                .locations(settings.isPostgres() ? "classpath:db/pg" : "classpath:db/lite")
                .dataSource(
                        settings.isPostgres() ? settings.url() : "jdbc:sqlite:" + settings.file(),
                        settings.user(),
                        settings.password());
    }

    private static void upgrade(Terms terms, int from, int millis, Tally tally) throws Exception {
        StoreSettings settings = old(terms);
        flyway(settings).target(Integer.toString(from)).load().migrate();
        Jdbi jdbi = settings.isPostgres()
                ? Jdbi.create(settings.url(), settings.user(), settings.password())
                : Jdbi.create("jdbc:sqlite:" + settings.file());
        jdbi.useHandle(handle -> {
            handle.execute("INSERT INTO project (name) VALUES ('kept')");
            handle.execute("INSERT INTO benchmark (project_id, name) SELECT id, 'a.B.c' FROM project");
        });
        Process upgrade = verify(settings);
        if (!upgrade.waitFor(millis, TimeUnit.MILLISECONDS)) {
            upgrade.destroyForcibly().onExit().join();
            tally.add("killed", 1);
        }
        Process again = verify(settings);
        String said = new String(again.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        tally.expect(again.waitFor() == 0, "from=" + from + ", killed after millis=" + millis + ", said=" + said);
        try (Store store = Store.of(settings)) {
            String kept = store.read(handle -> handle.createQuery(
                            "SELECT p.name || ' ' || b.name FROM benchmark b JOIN project p ON p.id = b.project_id")
                    .mapTo(String.class)
                    .one());
            tally.expect(kept.equals("kept a.B.c"), "from=" + from + ", kept=" + kept);
        }
        tally.expect(flyway(settings).load().info().pending().length == 0, "from=" + from + ": not finished");
    }

    /** An empty store: a new file, or a new schema in the same database. */
    private static StoreSettings old(Terms terms) throws Exception {
        String name = "old_" + System.nanoTime();
        if (terms.site() instanceof Site.Sqlite) {
            return StoreSettings.sqlite(
                    Files.createDirectory(terms.folder().resolve(name)).resolve("old.db"));
        }
        StoreSettings site = terms.site().store();
        Jdbi.create(site.url(), site.user(), site.password())
                .useHandle(handle -> handle.execute("CREATE DATABASE " + name));
        return new StoreSettings(site.url().replace("/postgres", "/" + name), site.user(), site.password());
    }

    private static Process verify(StoreSettings settings) throws Exception {
        List<String> command = new java.util.ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx96m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-jar",
                ServerProcess.jar(),
                "--db",
                settings.url()));
        if (settings.user() != null) {
            command.addAll(List.of("--db-user", settings.user()));
        }
        command.add("verify");
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        if (settings.password() != null) {
            builder.environment().put("ALLOTMENT_DB_PASSWORD", settings.password());
        }
        Process process = builder.start();
        return process;
    }
}
