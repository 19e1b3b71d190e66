package org.allotment.reports.store.read.series;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.allotment.reports.Multipart;
import org.allotment.reports.Nights;
import org.allotment.reports.Postgres;
import org.allotment.reports.collect.Collector;
import org.allotment.reports.collect.intake.UploadLimits;
import org.allotment.reports.collect.intake.UploadRequest;
import org.allotment.reports.model.Samples;
import org.allotment.reports.model.history.SeriesHistory.Point;
import org.allotment.reports.model.history.SeriesInfo;
import org.allotment.reports.stats.Robust;
import org.allotment.reports.store.Store;
import org.allotment.reports.store.StoreSettings;
import org.allotment.reports.store.keep.Thinning;
import org.allotment.reports.store.read.SeriesQuery;
import org.allotment.reports.store.read.SeriesRows;
import org.allotment.reports.store.read.SqlHistory;
import org.allotment.reports.store.read.series.BranchQuery.Branch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The samples of one run and the branches of one figure, on both stores. */
final class SeriesDetailTest {
    private static final int NIGHTS = 4;
    private static final int FORKS = 3;

    @TempDir
    private Path folder;

    @Test
    void sqliteShowsOneRunAndTheBranches() throws Exception {
        showsOneRunAndTheBranches(StoreSettings.sqlite(folder.resolve("history.db")));
    }

    @Test
    void postgresShowsOneRunAndTheBranches() throws Exception {
        showsOneRunAndTheBranches(Postgres.freshDatabase());
    }

    private static void showsOneRunAndTheBranches(StoreSettings settings) throws Exception {
        try (Store store = Store.of(settings)) {
            List<String> runs = filled(store);
            samplesAreThoseOfTheRun(store, runs);
            branchesAreThoseOfTheFigure(store);
            forksAreReadWhereTheyAreAskedFor(store);
            aSeriesIsTheSameAloneAndAmongOthers(store);
            thinnedSamplesSaySo(store, runs);
        }
    }

    private static void samplesAreThoseOfTheRun(Store store, List<String> runs) {
        SampleQuery query = new SampleQuery(store);
        RunSamples found = query.of(1, runs.get(1), null).orElseThrow();
        Samples whole = new SqlHistory(store)
                .rawResults(1, NIGHTS).stream()
                        .filter(raw -> raw.runId().equals(runs.get(1)))
                        .findFirst()
                        .orElseThrow()
                        .samples();
        assertThat(found.raw().samples()).isEqualTo(whole);
        assertThat(whole.forks()).isEqualTo(FORKS);
        assertThat(found.thinned()).isNull();
        assertThat(found.sha()).isEqualTo(Nights.sha(1));
        assertThat(query.of(1, runs.get(1), "allotment")).isPresent();
        assertThat(query.of(1, runs.get(1), "another")).isEmpty();
        assertThat(query.of(1, "nope", null)).isEmpty();
        assertThat(query.of(987, runs.get(1), null)).isEmpty();
        // A run of the other branch is not one of this series.
        assertThat(query.of(1, runs.getLast(), null)).isEmpty();
    }

    private static void branchesAreThoseOfTheFigure(Store store) {
        BranchQuery query = new BranchQuery(store);
        List<Branch> branches = query.of(1, null);
        assertThat(branches).extracting(Branch::name).containsExactly("feature/x", "main");
        assertThat(branches).extracting(Branch::runs).containsExactly(2L, (long) NIGHTS);
        assertThat(branches.getLast().series()).isEqualTo(1);
        assertThat(query.of(branches.getFirst().series(), "allotment")).isEqualTo(branches);
        assertThat(query.of(1, "another")).isEmpty();
    }

    private static void forksAreReadWhereTheyAreAskedFor(Store store) {
        SqlHistory history = new SqlHistory(store);
        List<Point> whole = history.series(1, NIGHTS).orElseThrow().points();
        assertThat(whole)
                .allSatisfy(point -> assertThat(point.forkMedian())
                        .isEqualTo(Robust.median(point.forkValues().stream()
                                .mapToDouble(Double::doubleValue)
                                .toArray())));
        assertThat(whole)
                .hasSize(NIGHTS)
                .allSatisfy(point -> assertThat(point.forkValues()).hasSize(FORKS));
        List<Point> newest = history.series(1, NIGHTS, 1).orElseThrow().points();
        assertThat(newest).last().isEqualTo(whole.getLast());
        assertThat(newest.subList(0, NIGHTS - 1))
                .allSatisfy(point -> assertThat(point.forkValues()).isEmpty());
        assertThat(newest)
                .extracting(Point::runId)
                .isEqualTo(whole.stream().map(Point::runId).toList());
        assertThat(newest)
                .extracting(Point::score)
                .isEqualTo(whole.stream().map(Point::score).toList());
        assertThat(newest)
                .extracting(Point::epochId)
                .isEqualTo(whole.stream().map(Point::epochId).toList());
    }

    /** Every one of them, of three branches, two machines and all metrics. */
    private static void aSeriesIsTheSameAloneAndAmongOthers(Store store) {
        String columns = "SELECT 'first' AS one, " + SeriesRows.COLUMNS + ", 'behind' AS last" + SeriesQuery.FROM
                + " ORDER BY s.id";
        SeriesRows rows = new SeriesRows(2);
        List<SeriesInfo> all = store.read(handle -> handle.createQuery(columns)
                .map((row, context) -> {
                    assertThat(row.getString(SeriesRows.WIDTH + 2)).isEqualTo("behind");
                    return rows.of(row);
                })
                .list());
        assertThat(all.stream().map(SeriesInfo::branch).distinct()).hasSize(3);
        assertThat(all.stream().map(SeriesInfo::environment).distinct()).hasSize(2);
        assertThat(all.stream().map(SeriesInfo::metric).distinct()).hasSizeGreaterThan(1);
        assertThat(all)
                .allSatisfy(series -> assertThat(series)
                        .isEqualTo(new SqlHistory(store)
                                .series(series.id(), 1)
                                .orElseThrow()
                                .series()));
    }

    private static void thinnedSamplesSaySo(Store store, List<String> runs) {
        store.write(handle -> handle.execute("UPDATE run SET searched = 1"));
        new Thinning(store, Clock.systemUTC(), 1, 0).run((_, _) -> {});
        RunSamples thin = new SampleQuery(store).of(1, runs.getFirst(), null).orElseThrow();
        assertThat(thin.thinned()).isNotNull();
        assertThat(thin.raw().samples().iterations()).isEqualTo(FORKS);
    }

    /** Nights of main, then two of a branch that measures the same commits, and one of another machine on a third branch. */
    private static List<String> filled(Store store) throws Exception {
        Collector collector = new Collector(store, Clock.systemUTC(), UploadLimits.STANDARD);
        Nights nights = new Nights(42);
        List<String> runs = new ArrayList<>();
        for (int night = 0; night < NIGHTS + 2; night++) {
            String environment = Nights.environment(night, "nightly", -1);
            UploadRequest upload = new Multipart()
                    .part("jmh", nights.jmh(FORKS, 1))
                    .part(
                            "environment",
                            night < NIGHTS
                                    ? environment
                                    : environment.replace("\"branch\": \"main\"", "\"branch\": \"feature/x\""))
                    .request();
            runs.add(collector.take(upload).runId());
        }
        collector.take(new Multipart()
                .part("jmh", nights.jmh(FORKS, 1))
                .part(
                        "environment",
                        Nights.environment(NIGHTS + 2, "nightly", -1)
                                .replace("\"main\"", "\"aside\"")
                                .replace("Example 9000", "Another 1"))
                .request());
        return runs;
    }
}
