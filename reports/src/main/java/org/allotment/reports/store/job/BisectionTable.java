package org.allotment.reports.store.job;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.allotment.reports.model.job.Bisection;
import org.allotment.reports.model.job.Verdict;
import org.jdbi.v3.core.Handle;

/** Searches for commits, within the caller's transaction. */
public final class BisectionTable {
    /** The steps {@code j} of the search that a confirmation {@code c} began. */
    private static final String STEPS = " JOIN job j ON j.kind = 'bisect' AND j.series_id = c.series_id"
            + " AND j.base_sha = c.base_sha AND j.worse = c.worse";

    private final Handle handle;

    /** Over one connection. */
    public BisectionTable(Handle handle) {
        this.handle = handle;
    }

    /** Begins a search that the job of this id asked for. */
    public long begin(long jobId, List<String> commits) {
        long id = handle.createQuery("""
                        INSERT INTO bisection (state, commits, low, high) VALUES ('searching', :commits, 0, :high)
                        RETURNING id""")
                .bind("commits", String.join("\n", commits))
                .bind("high", commits.size() - 1)
                .mapTo(Long.class)
                .one();
        handle.execute("UPDATE job SET bisection_id = ? WHERE id = ?", id, jobId);
        return id;
    }

    /** One search. */
    public Optional<Bisection> find(long id) {
        return handle.createQuery("SELECT * FROM bisection WHERE id = :id")
                .bind("id", id)
                .map((row, context) -> {
                    List<String> commits = List.of(row.getString("commits").split("\n"));
                    int low = row.getInt("low");
                    int high = row.getInt("high");
                    return new Bisection(
                            row.getLong("id"),
                            Bisection.State.of(row.getString("state")),
                            commits.get(low),
                            commits.get(high),
                            high - low - 1,
                            commits);
                })
                .findOne();
    }

    /** What is known of the commits of a search, whoever asked; what will never be answered says nothing. */
    public Map<String, Verdict> verdicts(long id) {
        Map<String, Verdict> verdicts = new HashMap<>();
        handle.createQuery("SELECT j.head_sha, coalesce(j.verdict, 'unclear') FROM job c" + STEPS
                        + " WHERE c.bisection_id = :id AND c.kind = 'confirm'"
                        + " AND j.state IN ('done', 'failed', 'cancelled')")
                .bind("id", id)
                .map((row, context) -> Map.entry(row.getString(1), Verdict.of(row.getString(2))))
                .forEach(entry -> verdicts.put(entry.getKey(), entry.getValue()));
        return verdicts;
    }

    /** Searches that have not ended and of which no step is open: one failed, was cancelled, or was of another search. */
    public List<Long> stranded() {
        return handle.createQuery("SELECT b.id FROM bisection b WHERE b.state = 'searching' AND NOT EXISTS"
                        + " (SELECT 1 FROM job c" + STEPS + " WHERE c.bisection_id = b.id AND c.kind = 'confirm'"
                        + " AND j.state IN ('waiting', 'claimed')) ORDER BY b.id")
                .mapTo(Long.class)
                .list();
    }

    /** Writes how far a search has come; the ends are places in its commits. */
    public void set(long id, Bisection.State state, int low, int high) {
        handle.createUpdate("UPDATE bisection SET state = :state, low = :low, high = :high WHERE id = :id")
                .bind("state", state.word())
                .bind("low", low)
                .bind("high", high)
                .bind("id", id)
                .execute();
    }

    /** The job whose confirmation began a search. */
    public long beganWith(long id) {
        return handle.createQuery(
                        "SELECT id FROM job WHERE bisection_id = :id AND kind = 'confirm' ORDER BY id LIMIT 1")
                .bind("id", id)
                .mapTo(Long.class)
                .one();
    }
}
