package org.allotment.reports.store.live;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.allotment.reports.model.live.RunningNight;
import org.allotment.reports.model.live.RunningNight.Origin;
import org.allotment.reports.model.live.RunningNight.Reach;
import org.allotment.reports.store.Store;
import org.allotment.reports.store.column.Columns;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** One row for each run that goes on. Words of runs wait for no upload, so they are written beside the other writers. */
public final class RunningTable {
    private final Store store;

    /** Of a store. */
    public RunningTable(Store store) {
        this.store = store;
    }

    /**
     * Writes what a run says now over what it said before.
     *
     * @param most how many runs of one project there may be
     * @return false if there are so many others
     */
    public boolean put(RunningNight night, int most) {
        return store.writeAside(handle -> {
            boolean room = others(handle, night.key()) < most;
            if (room) {
                write(handle, night);
            }
            return room;
        });
    }

    private static int others(Handle handle, RunningNight.Key key) {
        return handle.createQuery("SELECT count(*) FROM running WHERE project = :project AND run <> :run")
                .bind("project", key.project())
                .bind("run", key.run())
                .mapTo(Integer.class)
                .one();
    }

    private static void write(Handle handle, RunningNight night) {
        Instant ends = night.reach().ends();
        handle.createUpdate("""
                        INSERT INTO running (project, run, kind, profile, branch, commit_sha, machine, started, heard, silent_from,
                         ends, done, total, failed, unit)
                        VALUES (:project, :run, :kind, :profile, :branch, :commit, :machine, :started, :heard, :silent,
                         :ends, :done, :total, :failed, :unit)
                        ON CONFLICT (project, run) DO UPDATE SET kind = excluded.kind, profile = excluded.profile,
                         branch = excluded.branch, commit_sha = excluded.commit_sha, machine = excluded.machine,
                         started = excluded.started, heard = excluded.heard, silent_from = excluded.silent_from,
                         ends = excluded.ends, done = excluded.done, total = excluded.total, failed = excluded.failed,
                         unit = excluded.unit""")
                .bindMethods(night.key())
                .bindMethods(night.origin())
                .bindMethods(night.reach())
                .bind("started", night.origin().started().toEpochMilli())
                .bind("heard", night.heard().toEpochMilli())
                .bind("silent", night.silentFrom().toEpochMilli())
                .bind("ends", ends == null ? null : ends.toEpochMilli())
                .execute();
    }

    /** Drops a run, whether it is there or not. */
    public void remove(RunningNight.Key key) {
        store.writeAside(handle -> remove(handle, key));
    }

    /** The same within the transaction in which the run lands. */
    public static int remove(Handle handle, RunningNight.Key key) {
        return handle.execute("DELETE FROM running WHERE project = ? AND run = ?", key.project(), key.run());
    }

    /** Drops what was last heard of before this. */
    public void dropBefore(Instant moment) {
        long millis = moment.toEpochMilli();
        boolean any = store.read(handle -> handle.createQuery("SELECT 1 FROM running WHERE heard < :moment LIMIT 1")
                .bind("moment", millis)
                .mapTo(Integer.class)
                .findFirst()
                .isPresent());
        if (any) {
            store.writeAside(handle -> handle.execute("DELETE FROM running WHERE heard < ?", millis));
        }
    }

    /**
     * The runs that were heard of since, in the order of their starts. A word that was under way when its run landed may be
     * written behind it, and does not count.
     *
     * @param project null for all
     */
    public List<RunningNight> list(@Nullable String project, Instant since) {
        return store.read(handle -> handle.createQuery("""
                        SELECT n.* FROM running n WHERE n.heard >= :since AND (n.project = :project OR :all = 1)
                         AND NOT EXISTS (SELECT 1 FROM run r JOIN project p ON p.id = r.project_id
                          WHERE p.name = n.project AND r.external_id = n.run)
                        ORDER BY n.started, n.project, n.run""")
                .bind("since", since.toEpochMilli())
                .bind("project", project == null ? "" : project)
                .bind("all", project == null ? 1 : 0)
                .map((row, context) -> night(row))
                .list());
    }

    private static RunningNight night(ResultSet row) throws SQLException {
        return new RunningNight(
                new RunningNight.Key(row.getString("project"), row.getString("run")),
                new Origin(
                        row.getString("kind"),
                        row.getString("profile"),
                        row.getString("branch"),
                        row.getString("commit_sha"),
                        row.getString("machine"),
                        Columns.time(row, "started")),
                new Reach(
                        row.getInt("done"),
                        row.getInt("total"),
                        row.getInt("failed"),
                        row.getString("unit"),
                        Columns.maybeTime(row, "ends")),
                Columns.time(row, "heard"),
                Columns.time(row, "silent_from"));
    }
}
