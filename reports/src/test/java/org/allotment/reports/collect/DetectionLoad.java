package org.allotment.reports.collect;

import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import org.allotment.reports.Postgres;
import org.allotment.reports.collect.search.ChangeSearches;
import org.allotment.reports.store.Store;
import org.allotment.reports.store.StoreSettings;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/**
 * How long a first search of many series takes: {@code main sqlite|postgres SERIES RUNS}. Rows are made by SQL, past the
 * upload, since only the search is timed. Every tenth series has a step.
 */
final class DetectionLoad {
    private static final long SEED = 1;
    private static final int TOGETHER = 200_000;

    private DetectionLoad() {}

    public static void main(String[] arguments) throws Exception {
        int series = Integer.parseInt(arguments[1]);
        int runs = Integer.parseInt(arguments[2]);
        Path folder = Files.createTempDirectory("detection-load-");
        StoreSettings settings = arguments[0].equals("postgres")
                ? Postgres.freshDatabase()
                : StoreSettings.sqlite(folder.resolve("history.db"));
        try (Store store = Store.of(settings)) {
            store.write(handle -> fill(handle, series, runs));
            for (int i = 0; i < 2; i++) {
                long start = System.nanoTime();
                long busy = cpuNanos();
                new ChangeSearches(store, Runnable::run).searchAll();
                Duration took = Duration.ofNanos(System.nanoTime() - start);
                Duration used = Duration.ofNanos(cpuNanos() - busy);
                int found = store.read(handle -> handle.createQuery("SELECT count(*) FROM change_point")
                        .mapTo(Integer.class)
                        .one());
                System.out.printf(
                        "store=%s, series=%d, runs=%d, changes=%d, millis=%d, cpuMillis=%d%n",
                        arguments[0], series, runs, found, took.toMillis(), used.toMillis());
                store.write(handle ->
                        handle.execute("UPDATE run SET searched = 0 WHERE x_ord = (SELECT max(x_ord) FROM run)"));
            }
        }
    }

    private static long cpuNanos() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    private static int fill(Handle handle, int series, int runs) {
        handle.execute("INSERT INTO project (id, name) VALUES (1, 'load')");
        handle.execute("INSERT INTO branch (id, project_id, name) VALUES (1, 1, 'main')");
        handle.execute("INSERT INTO env_class (id, project_id, name) VALUES (1, 1, 'machine')");
        handle.execute("INSERT INTO environment (id, fingerprint, jvm_flags) VALUES (1, 'e', '')");
        handle.execute("INSERT INTO epoch (id, fingerprint, microcode, kernel, jdk, jvm_args, jmh_config, source_hash)"
                + " VALUES (1, 'e', '', '', '', '', '', '')");
        handle.execute("INSERT INTO benchmark (id, project_id, name) VALUES (1, 1, 'b')");
        handle.execute(
                "INSERT INTO metric (id, name, unit, kind, higher_is_better) VALUES (1, 'score', 'ns/op', 'time', 0)");
        for (int run = 0; run < runs; run++) {
            addRun(handle, run);
        }
        Random random = new Random(SEED);
        for (int each = 1; each <= series; each++) {
            handle.execute(
                    "INSERT INTO variant (id, benchmark_id, mode, threads, params, params_hash) VALUES (?, 1, 'avgt', 1, '', ?)",
                    each,
                    "h" + each);
            handle.execute(
                    "INSERT INTO series (id, variant_id, metric_id, env_class_id, branch_id) VALUES (?, ?, 1, 1, 1)",
                    each,
                    each);
        }
        for (int from = 1; from <= series; from += TOGETHER / runs) {
            addResults(handle, random, from, Math.min(series + 1, from + TOGETHER / runs), runs);
        }
        return series;
    }

    private static void addRun(Handle handle, int run) {
        handle.execute(
                "INSERT INTO code_commit (id, project_id, sha, subject, author, position) VALUES (?, 1, ?, '', '', ?)",
                run + 1,
                "sha" + run,
                run);
        handle.execute(
                "INSERT INTO run (id, project_id, branch_id, commit_id, environment_id, env_class_id, kind, started,"
                        + " received, x_ord, dirty, load_before, load_after, canary_scores, idempotency_key, content_sha256,"
                        + " state, green, improved, suspect, red, missing, not_applicable, too_few_runs, ungated)"
                        + " VALUES (?, 1, 1, ?, 1, 1, 'nightly', ?, ?, ?, 0, '', '', '', ?, '', 'green',"
                        + " 0, 0, 0, 0, 0, 0, 0, 0)",
                id(run),
                run + 1,
                run,
                run,
                run,
                "k" + run);
    }

    private static void addResults(Handle handle, Random random, int from, int to, int runs) {
        try (PreparedBatch batch = handle.prepareBatch(
                "INSERT INTO result (series_id, run_id, epoch_id, x_ord, started, fork_median, log_median, log_variance,"
                        + " forks, iterations, state) VALUES (?, ?, 1, ?, ?, ?, ?, 0.0001, 5, 25, 'green')")) {
            for (int series = from; series < to; series++) {
                double lean = 0;
                for (int run = 0; run < runs; run++) {
                    lean = 0.2 * lean + random.nextGaussian();
                    double log = 0.03 * (lean + (series % 10 == 0 && run >= runs - 50 ? 3 : 0));
                    batch.add(series, id(run), run, run, Math.exp(log), log);
                }
            }
            batch.execute();
        }
    }

    private static String id(int run) {
        return String.format("%016x", run);
    }
}
