package org.allotment.reports.store.keep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.allotment.reports.Golden;
import org.allotment.reports.Nights;
import org.allotment.reports.Postgres;
import org.allotment.reports.access.Right;
import org.allotment.reports.access.Tokens;
import org.allotment.reports.app.command.Operation;
import org.allotment.reports.collect.Collector;
import org.allotment.reports.collect.intake.UploadLimits;
import org.allotment.reports.collect.intake.UploadRequest;
import org.allotment.reports.store.Store;
import org.allotment.reports.store.StoreSettings;
import org.allotment.reports.store.access.TokenTable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Backups of both stores, restored into both, row for row. */
final class BackupTest {
    @TempDir
    private Path folder;

    @Test
    void aHistoryGoesThroughBothStoresRowForRow() throws Exception {
        StoreSettings lite = StoreSettings.sqlite(folder.resolve("a.db"));
        fill(lite, 4);
        Map<String, List<String>> rows = Rows.of(lite);
        assertThat(rows.get("run")).hasSize(4);
        Path first = folder.resolve("first.backup");
        Backup.make(lite, first);
        StoreSettings postgres = Postgres.freshDatabase();
        Backup.restore(first, postgres);
        Path second = folder.resolve("second.backup");
        Backup.make(postgres, second);
        StoreSettings again = StoreSettings.sqlite(folder.resolve("b.db"));
        Backup.restore(second, again);
        assertThat(Rows.of(again)).isEqualTo(rows);
        for (StoreSettings store : List.of(lite, postgres, again)) {
            Verification verification = Verification.of(store);
            assertThat(verification.faults()).isEmpty();
            assertThat(verification.runs()).isEqualTo(4);
            assertThat(verification.uploads()).isEqualTo(4);
        }
        fill(postgres, 5);
        assertThat(Rows.of(postgres).get("run")).hasSize(5);
        try (var files = Files.list(folder)) {
            assertThat(files).noneMatch(file -> file.toString().contains(".part"));
        }
    }

    @Test
    void nothingIsOverwritten() throws Exception {
        StoreSettings lite = StoreSettings.sqlite(folder.resolve("a.db"));
        fill(lite, 1);
        Path backup = folder.resolve("backup");
        Backup.make(lite, backup);
        assertThatThrownBy(() -> Backup.make(lite, backup))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("file exists");
        assertThatThrownBy(() -> Backup.restore(backup, lite)).hasMessageContaining("the store exists");
        StoreSettings postgres = Postgres.freshDatabase();
        Backup.restore(backup, postgres);
        assertThatThrownBy(() -> Backup.restore(backup, postgres)).hasMessageContaining("not empty");
        assertThat(Rows.of(postgres).get("run")).hasSize(1);
    }

    @Test
    void damageIsFound() throws Exception {
        StoreSettings lite = StoreSettings.sqlite(folder.resolve("a.db"));
        fill(lite, 2);
        try (Connection connection = Connections.file(lite.file());
                Statement statement = connection.createStatement()) {
            statement.execute("UPDATE upload SET size_bytes = size_bytes + 1 WHERE rowid = 1");
            statement.execute("DELETE FROM branch");
        }
        assertThat(Verification.of(lite).faults())
                .anyMatch(fault -> fault.startsWith("document differs"))
                .anyMatch(fault -> fault.startsWith("dangling reference"));
        StringWriter out = new StringWriter();
        assertThat(operation(out, "--db", lite.url(), "verify")).isEqualTo(1);
        assertThat(out.toString()).contains("dangling").contains("runs=2");
        byte[] junk = new byte[8192];
        Arrays.fill(junk, (byte) 'x');
        Path file = Files.write(folder.resolve("junk"), junk);
        assertThat(operation(out, "--db", folder.resolve("c.db").toString(), "restore", file.toString()))
                .isEqualTo(1);
        assertThat(folder.resolve("c.db")).doesNotExist();
    }

    @Test
    void commandsExportAndMakeTokens() throws Exception {
        String db = folder.resolve("a.db").toString();
        fill(StoreSettings.sqlite(Path.of(db)), 0);
        byte[] foreign = Golden.bytes("jmh-foreign.json");
        try (Store store = Store.of(StoreSettings.sqlite(Path.of(db)))) {
            take(store, "foreign", foreign);
        }
        Path exported = folder.resolve("out");
        StringWriter out = new StringWriter();
        assertThat(operation(out, "--db", db, "export", exported.toString())).isZero();
        try (var files = Files.walk(exported)) {
            assertThat(files.filter(Files::isRegularFile))
                    .singleElement()
                    .satisfies(file -> assertThat(file).hasBinaryContent(foreign));
        }
        StringWriter shown = new StringWriter();
        assertThat(operation(shown, "--db", db, "token", "create", "--name", "ci", "--scope", "ingest", "--days", "9"))
                .isZero();
        String text = shown.toString().lines().findFirst().orElseThrow();
        try (Store store = Store.of(StoreSettings.sqlite(Path.of(db)))) {
            Tokens tokens = new Tokens(new TokenTable(store), Clock.systemUTC());
            assertThat(tokens.recognised(text))
                    .get()
                    .satisfies(token -> assertThat(token.scope()).isEqualTo(Right.INGEST.word()));
            assertThat(operation(out, "--db", db, "token", "revoke", "1")).isZero();
            assertThat(tokens.recognised(text)).isEmpty();
        }
        assertThat(operation(out, "--db", db, "token", "list")).isZero();
        assertThat(out.toString()).contains("ci").doesNotContain(text);
        assertThat(operation(out, "--db", db, "token", "create", "--name", "x", "--scope", "all"))
                .isEqualTo(1);
        assertThat(operation(out, "--db", db, "nothing")).isEqualTo(2);
    }

    private static int operation(StringWriter out, String... args) {
        PrintWriter writer = new PrintWriter(out, true);
        return Operation.run(writer, writer, args);
    }

    private static void fill(StoreSettings settings, int runs) throws Exception {
        Nights nights = new Nights(11);
        try (Store store = Store.of(settings)) {
            store.check();
            for (int i = 0; i < runs; i++) {
                take(store, "run-" + i, nights.jmh(2, 1).getBytes(StandardCharsets.UTF_8));
            }
        }
    }

    private static void take(Store store, String key, byte[] jmh) throws Exception {
        new Collector(store, Clock.systemUTC(), UploadLimits.STANDARD)
                .take(new UploadRequest(
                        "application/json", null, key, "p", "c-" + key, "main", new ByteArrayInputStream(jmh)));
    }
}
