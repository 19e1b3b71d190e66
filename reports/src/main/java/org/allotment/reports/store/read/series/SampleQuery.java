package org.allotment.reports.store.read.series;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import org.allotment.reports.model.State;
import org.allotment.reports.store.Store;
import org.allotment.reports.store.column.Columns;
import org.allotment.reports.store.read.SeriesQuery;
import org.jspecify.annotations.Nullable;

/** The samples of one run of one series. */
public final class SampleQuery {
    private final Store store;

    /** Over an open store. */
    public SampleQuery(Store store) {
        this.store = store;
    }

    /** What a run said about a series; of one project, or of any where it is null. */
    public Optional<RunSamples> of(long series, String run, @Nullable String only) {
        return store.read(handle -> handle.createQuery("SELECT " + SeriesQuery.COLUMNS + """
                        , x.started, x.state, x.score, x.score_lo, x.score_hi, r.thinned, c.sha,
                         a.run_id, a.forks, a.reported, h.bytes AS histogram
                        """ + SeriesQuery.FROM + """
                         JOIN result x ON x.series_id = s.id JOIN run r ON r.id = x.run_id
                         JOIN sample a ON a.series_id = x.series_id AND a.run_id = x.run_id
                         LEFT JOIN histogram h ON h.series_id = x.series_id AND h.run_id = x.run_id
                         LEFT JOIN code_commit c ON c.id = r.commit_id
                         WHERE s.id = :series AND x.run_id = :run""")
                .bind("series", series)
                .bind("run", run)
                .map((row, context) -> samples(row))
                .findOne()
                .filter(found -> only == null || only.equals(found.series().project())));
    }

    private static RunSamples samples(ResultSet row) throws SQLException {
        return new RunSamples(
                SeriesQuery.info(row),
                Columns.time(row, "started"),
                row.getString("sha"),
                State.of(row.getString("state")),
                Columns.figure(row, "score"),
                Columns.figure(row, "score_lo"),
                Columns.figure(row, "score_hi"),
                Columns.maybeTime(row, "thinned"),
                SeriesQuery.rawResult(row));
    }
}
