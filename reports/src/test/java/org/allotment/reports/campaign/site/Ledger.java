package org.allotment.reports.campaign.site;

import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.allotment.reports.campaign.Tally;
import org.allotment.reports.store.Store;
import org.allotment.reports.store.StoreSettings;
import org.allotment.reports.store.keep.Verification;

/** What a store holds, read past every server. */
public final class Ledger {
    /** A run whose counts are not those of its rows came in part. */
    private static final String TORN = """
            SELECT count(*) FROM run r
            WHERE NOT EXISTS (SELECT 1 FROM work_unit u WHERE u.run_id = r.id)
             AND r.green + r.improved + r.suspect + r.red + r.missing + r.not_applicable + r.too_few_runs + r.ungated
              <> (SELECT count(*) FROM result x WHERE x.run_id = r.id)
               + (SELECT count(*) FROM stress_result s WHERE s.run_id = r.id)""";

    private Ledger() {}

    /** Ids of the runs of a project by their keys; two runs of one key cannot be, and are a violation. */
    public static Map<String, String> runs(StoreSettings settings, String project, Tally tally) {
        Map<String, String> runs = new HashMap<>();
        try (Store store = Store.of(settings)) {
            store.read(handle -> handle.createQuery("""
                            SELECT r.idempotency_key, r.id FROM run r JOIN project p ON p.id = r.project_id
                            WHERE p.name = :project""")
                            .bind("project", project)
                            .map((row, context) -> Map.entry(row.getString(1), row.getString(2)))
                            .list())
                    .forEach(run -> tally.expect(
                            runs.put(run.getKey(), run.getValue()) == null, "run twice, key=" + run.getKey()));
        }
        return runs;
    }

    /** Names of all projects. */
    public static List<String> projects(StoreSettings settings) {
        try (Store store = Store.of(settings)) {
            return store.read(handle -> handle.createQuery("SELECT name FROM project ORDER BY name")
                    .mapTo(String.class)
                    .list());
        }
    }

    /** Every run is there whole, every document is what was sent, every reference leads somewhere. */
    public static void check(StoreSettings settings, Tally tally) throws SQLException {
        Verification verification = Verification.of(settings);
        verification.faults().forEach(tally::violation);
        try (Store store = Store.of(settings)) {
            none(store, tally, "runs in part", TORN);
            none(store, tally, "results without samples", """
                    SELECT count(*) FROM result x WHERE NOT EXISTS
                     (SELECT 1 FROM sample s WHERE s.series_id = x.series_id AND s.run_id = x.run_id)""");
            none(store, tally, "uploads of no run", """
                    SELECT count(*) FROM upload u WHERE NOT EXISTS
                     (SELECT 1 FROM run_part p WHERE p.sha256 = u.sha256)""");
        }
    }

    private static void none(Store store, Tally tally, String what, String sql) {
        long found =
                store.read(handle -> handle.createQuery(sql).mapTo(Long.class).one());
        tally.expect(found == 0, what + ", count=" + found);
    }
}
