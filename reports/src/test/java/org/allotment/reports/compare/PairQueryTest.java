package org.allotment.reports.compare;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.allotment.reports.jobs.Landed;
import org.allotment.reports.store.Plans;
import org.allotment.reports.store.Store;
import org.allotment.reports.store.StoreSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A comparison reads a night from where it lies, whatever else the history holds. */
final class PairQueryTest {
    @TempDir
    private Path folder;

    @Test
    void aNightIsReadByItsRun() throws Exception {
        try (Store store = Store.of(StoreSettings.sqlite(folder.resolve("history.db")))) {
            Landed landed = new Landed(store, Clock.systemUTC());
            landed.night(0, 1);
            landed.night(1, 1);
            List<String> plan = store.write(handle -> {
                Side newest = new SideQuery(handle, "allotment").newest("main").getFirst();
                return Plans.of(handle, asked -> {
                    assertThat(new PairQuery(asked).of(newest, true)).isNotEmpty();
                    assertThat(new PairQuery(asked).of(newest, false)).isNotEmpty();
                });
            });
            assertThat(plan.stream().filter(line -> line.matches("(SCAN|SEARCH) sample\\b.*")))
                    .hasSize(2)
                    .containsOnly("SEARCH sample USING INDEX sample_run (run_id=?)");
            assertThat(plan.stream().filter(line -> line.matches("(SCAN|SEARCH) x\\b.*")))
                    .hasSize(2)
                    .allMatch(line -> line.startsWith("SEARCH x ") && line.endsWith("(run_id=?)"));
        }
    }
}
