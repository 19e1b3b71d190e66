package org.allotment.reports.store.read;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.allotment.reports.jobs.Landed;
import org.allotment.reports.model.MetricKind;
import org.allotment.reports.store.Plans;
import org.allotment.reports.store.Store;
import org.allotment.reports.store.StoreSettings;
import org.allotment.reports.store.change.ChangeTable;
import org.allotment.reports.store.change.SearchedSeries;
import org.allotment.reports.store.write.RunPlace;
import org.allotment.reports.store.write.past.PastNights;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whoever reads the runs of a series reads them beside each other: each row of the table lies on a page of its own. */
final class CourseIndexTest {
    private static final int NIGHTS = 12;

    @TempDir
    private Path folder;

    @Test
    void pagesReadItAlone() throws Exception {
        readItAlone(handle -> assertThat(
                        SeriesQuery.history(handle, 1, NIGHTS, 1).orElseThrow().points())
                .hasSize(NIGHTS));
    }

    @Test
    void theSearchForChangesReadsItAlone() throws Exception {
        readItAlone(handle -> assertThat(
                        new ChangeTable(handle).course(new SearchedSeries(1, 1, MetricKind.TIME, false)))
                .hasSize(NIGHTS));
    }

    @Test
    void verdictsReadItAlone() throws Exception {
        RunPlace place = new RunPlace("0", 1, 1, 1, Long.MAX_VALUE, 0, Long.MAX_VALUE, 0, false);
        Map<Integer, PastNights.Asked> many =
                IntStream.range(0, 60).boxed().collect(Collectors.toMap(i -> i, _ -> new PastNights.Asked(1, 1)));
        readItAlone(handle -> assertThat(
                        new PastNights(handle, place).of(many, NIGHTS).values())
                .hasSize(60)
                .allMatch(nights -> nights.size() == NIGHTS));
    }

    private void readItAlone(Consumer<Handle> work) throws Exception {
        try (Store store = Store.of(StoreSettings.sqlite(folder.resolve("history.db")))) {
            Landed landed = new Landed(store, Clock.systemUTC());
            for (int night = 0; night < NIGHTS; night++) {
                landed.night(night, 1);
            }
            List<String> lines = store.write(handle -> Plans.of(handle, work)).stream()
                    .filter(line -> line.matches("(SCAN|SEARCH) (x|result)\\b.*"))
                    .toList();
            assertThat(lines).isNotEmpty().allMatch(line -> line.contains("COVERING INDEX result_course (series_id="));
        }
    }
}
