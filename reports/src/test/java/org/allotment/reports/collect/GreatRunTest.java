package org.allotment.reports.collect;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.allotment.reports.Nights;
import org.allotment.reports.Postgres;
import org.allotment.reports.collect.intake.UploadLimits;
import org.allotment.reports.collect.intake.UploadRequest;
import org.allotment.reports.store.Store;
import org.allotment.reports.store.StoreSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The series of a great run are made in batches: the same as those that small runs make one by one. */
final class GreatRunTest {
    /** With two metrics each more than are looked up one by one. */
    private static final int BENCHMARKS = 120;

    private static final int PIECE = 40;

    @TempDir
    private Path folder;

    @Test
    void itMakesTheSeriesOfSmallOnesOnSqlite() throws Exception {
        try (Store great = Store.of(StoreSettings.sqlite(folder.resolve("great.db")));
                Store small = Store.of(StoreSettings.sqlite(folder.resolve("small.db")))) {
            makeTheSameSeries(great, small);
        }
    }

    @Test
    void itMakesTheSeriesOfSmallOnesOnPostgres() throws Exception {
        try (Store great = Store.of(Postgres.freshDatabase());
                Store small = Store.of(Postgres.freshDatabase())) {
            makeTheSameSeries(great, small);
        }
    }

    /** New ones, half of them known, known variants with another metric, known variants on another branch. */
    private static void makeTheSameSeries(Store great, Store small) throws Exception {
        land(great, "main", 0, jmh(0, BENCHMARKS, 2));
        land(great, "main", 1, jmh(PIECE, PIECE + BENCHMARKS, 2));
        land(great, "main", 2, jmh(0, BENCHMARKS, 3));
        land(great, "other", 3, jmh(0, BENCHMARKS, 2));
        for (int from = 0; from < BENCHMARKS; from += PIECE) {
            land(small, "main", 0, jmh(from, from + PIECE, 2));
            land(small, "main", 1, jmh(PIECE + from, from + 2 * PIECE, 2));
            land(small, "main", 2, jmh(from, from + PIECE, 3));
            land(small, "other", 3, jmh(from, from + PIECE, 2));
        }
        List<String> made = series(great);
        assertThat(made)
                .hasSize(2 * (BENCHMARKS + PIECE) + BENCHMARKS + 2 * BENCHMARKS)
                .doesNotHaveDuplicates();
        assertThat(made).isEqualTo(series(small));
    }

    private static List<String> series(Store store) {
        return store.read(handle -> handle
                .createQuery("""
                        SELECT b.name AS benchmark, v.mode, v.threads, v.params, v.params_hash, m.name AS metric, m.unit, m.kind,
                         br.name AS branch, e.name AS class
                        FROM series s JOIN variant v ON v.id = s.variant_id JOIN benchmark b ON b.id = v.benchmark_id
                        JOIN metric m ON m.id = s.metric_id JOIN branch br ON br.id = s.branch_id
                        JOIN env_class e ON e.id = s.env_class_id""")
                .map((row, context) ->
                        IntStream.rangeClosed(1, 10).mapToObj(i -> text(row, i)).collect(Collectors.joining(" | ")))
                .stream()
                .sorted()
                .toList());
    }

    private static String text(ResultSet row, int column) {
        try {
            return row.getString(column);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void land(Store store, String branch, int night, String jmh) throws Exception {
        new Collector(store, Clock.systemUTC(), UploadLimits.STANDARD)
                .take(new UploadRequest(
                        "application/json",
                        null,
                        null,
                        "great",
                        Nights.sha(night),
                        branch,
                        null,
                        new ByteArrayInputStream(jmh.getBytes(StandardCharsets.UTF_8))));
    }

    private static String jmh(int from, int to, int metrics) {
        return IntStream.range(from, to).mapToObj(i -> element(i, metrics)).collect(Collectors.joining(",", "[", "]"));
    }

    /** Four sizes of each benchmark. */
    private static String element(int i, int metrics) {
        String secondary = IntStream.range(1, metrics)
                .mapToObj(k -> String.format(
                        Locale.ROOT,
                        "\"metric%d\": {\"score\": 2, \"scoreUnit\": \"B/op\", \"rawData\": [[2.0, 2.0]]}",
                        k))
                .collect(Collectors.joining(", "));
        return String.format(Locale.ROOT, """
                {"benchmark": "org.example.Great%d.measure", "mode": "avgt", "threads": 1, "forks": 1,
                 "params": {"size": "%d"},
                 "primaryMetric": {"score": 1, "scoreUnit": "ns/op", "rawData": [[1.0, 1.0]]}, "secondaryMetrics": {%s}}""", i / 4, 16 << i % 4, secondary);
    }
}
