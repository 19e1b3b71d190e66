package org.allotment.reports.campaign.load;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Locale;
import org.allotment.reports.collect.Collector;
import org.allotment.reports.collect.intake.UploadLimits;
import org.allotment.reports.collect.intake.UploadRequest;
import org.allotment.reports.model.State;
import org.allotment.reports.store.Store;
import org.jdbi.v3.core.Handle;

/**
 * A long history. Its first night is uploaded as any other; the nights behind it are copies of its rows, with other
 * scores, that are made in the store: what uploads would have written, save that all nights share one document and one set
 * of samples, and that nobody searched them for changes.
 */
final class Fill {
    static final String PROJECT = "load";
    private static final long NIGHT = 86_400_000L;
    private static final int TOGETHER = 20;

    /** One series in so many has a step in the middle of its nights, for the search to find. */
    private static final int STEPPED = 20;

    private final Store store;
    private final int series;
    private final int runs;
    private String first = "";
    private int next = 1;

    /** Nights up to {@code runs}, of {@code series} series; nothing is written yet. */
    Fill(Store store, int series, int runs) {
        this.store = store;
        this.series = series;
        this.runs = runs;
    }

    private void upload() throws Exception {
        byte[] night = Documents.jmh("Load", series / 2, 5, false).getBytes(StandardCharsets.UTF_8);
        // Searches wait: the copies are not there yet.
        Collector collector = new Collector(store, Clock.systemUTC(), UploadLimits.STANDARD);
        first = collector
                .take(new UploadRequest(
                        "application/json",
                        null,
                        "night-0",
                        PROJECT,
                        sha(0),
                        "main",
                        null,
                        new ByteArrayInputStream(night)))
                .runId();
        store.write(handle -> handle.execute(
                "UPDATE run SET started = received - ?, x_ord = x_ord - ? WHERE id = ?",
                runs * NIGHT,
                runs * NIGHT,
                first));
        store.write(handle -> handle.execute(
                "UPDATE result SET started = started - ?, x_ord = x_ord - ? WHERE run_id = ?",
                runs * NIGHT,
                runs * NIGHT,
                first));
    }

    /** The nights up to the {@code most}th, those that are there left alone. */
    void upTo(int most) throws Exception {
        if (first.isEmpty()) {
            upload();
        }
        while (next < most) {
            int start = next;
            int end = Math.min(most, start + TOGETHER);
            store.write(handle -> {
                for (int run = start; run < end; run++) {
                    copy(handle, run);
                }
                return start;
            });
            next = end;
        }
    }

    /** Has the newest night wait for the search for changes, which then has every series to read. */
    void pend() {
        store.write(
                handle -> handle.execute("UPDATE run SET searched = 0 WHERE id = ?", next == 1 ? first : id(next - 1)));
    }

    private static String id(int run) {
        return String.format(Locale.ROOT, "10ad%012x", run);
    }

    static String sha(int run) {
        return String.format(Locale.ROOT, "%040x", 0x10ad0000L + run);
    }

    private void copy(Handle handle, int run) {
        String id = id(run);
        handle.createUpdate("""
                        INSERT INTO code_commit (project_id, sha, subject, author, position)
                        SELECT project_id, :sha, 'a commit', 'A. Author', position + :later FROM code_commit
                        WHERE sha = :first""")
                .bind("sha", sha(run))
                .bind("first", sha(0))
                .bind("later", run * NIGHT)
                .execute();
        handle.createUpdate("""
                        INSERT INTO run (id, project_id, branch_id, commit_id, environment_id, env_class_id, kind, started,
                         received, x_ord, dirty, load_before, load_after, canary_scores, idempotency_key, content_sha256,
                         state, green, improved, suspect, red, missing, not_applicable, too_few_runs, ungated, searched)
                        SELECT :id, project_id, branch_id, (SELECT id FROM code_commit WHERE sha = :sha), environment_id,
                         env_class_id, 'nightly', started + :later, received, x_ord + :later, dirty, load_before,
                         load_after, canary_scores, :id, content_sha256, 'green',
                         green + too_few_runs, improved, suspect, red, missing, not_applicable, 0, ungated, 1
                        FROM run WHERE id = :first""")
                .bind("id", id)
                .bind("sha", sha(run))
                .bind("first", first)
                .bind("later", run * NIGHT)
                .execute();
        copyResults(handle, id, run);
        handle.execute(
                "INSERT INTO sample (series_id, run_id, codec, forks, reported)"
                        + " SELECT series_id, ?, codec, forks, reported FROM sample WHERE run_id = ?",
                id,
                first);
        handle.execute(
                "INSERT INTO run_part (run_id, name, ord, sha256) SELECT ?, name, ord, sha256 FROM run_part WHERE run_id = ?",
                id,
                first);
        handle.execute("INSERT INTO noticed_run (run_id) VALUES (?)", id);
    }

    /** With some noise that every store works out alike. */
    private void copyResults(Handle handle, String id, int run) {
        handle.createUpdate("""
                        INSERT INTO result (series_id, run_id, epoch_id, x_ord, started, score, score_lo, score_hi,
                         fork_median, log_median, log_variance, forks, iterations, state, ratio, mde)
                        SELECT series_id, :id, epoch_id, x_ord + :later, started + :later, score * (1 + n), score_lo * (1 + n),
                         score_hi * (1 + n), fork_median * (1 + n), log_median + n, log_variance, forks, iterations,
                         CASE WHEN state = :few THEN :green ELSE state END, 1 + n, 0.03
                        FROM (SELECT r.*, ((series_id * 7919 + :run * 104729) % 1000 - 500) / 50000.0
                         + CASE WHEN series_id % :stepped = 0 AND :run >= :middle THEN 0.1 ELSE 0 END AS n
                         FROM result r WHERE run_id = :first) noisy""")
                .bind("id", id)
                .bind("run", run)
                .bind("few", State.TOO_FEW_RUNS.word())
                .bind("green", State.GREEN.word())
                .bind("stepped", STEPPED)
                .bind("middle", Math.min(runs, Load.SEARCHED) / 2)
                .bind("first", first)
                .bind("later", run * NIGHT)
                .execute();
    }
}
