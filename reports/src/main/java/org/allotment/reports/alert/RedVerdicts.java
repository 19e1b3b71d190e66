package org.allotment.reports.alert;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/** Red findings of a run, of a series or of a litmus test. */
public final class RedVerdicts implements IncidentSource {
    private static final String SERIES = "series ";
    private static final String LITMUS = "litmus ";

    @Override
    public List<Sighting> sightings(Handle handle, String runId) {
        return handle.createQuery("""
                        SELECT f.kind, f.series_id, f.name, f.metric, f.detail, c.sha FROM finding f
                        JOIN run r ON r.id = f.run_id LEFT JOIN code_commit c ON c.id = r.commit_id
                        WHERE f.run_id = :run AND f.state = 'red' ORDER BY f.ord""")
                .bind("run", runId)
                .map((row, context) -> {
                    long series = row.getLong("series_id");
                    String name = row.getString("name");
                    String metric = row.getString("metric");
                    return new Sighting(
                            series == 0 ? LITMUS + name : SERIES + series,
                            name + (metric == null ? "" : " " + metric) + ": " + row.getString("detail"),
                            row.getString("sha"));
                })
                .list();
    }

    @Override
    public Set<String> examined(Handle handle, String runId, Set<String> subjects) {
        Set<String> examined = new HashSet<>();
        for (String subject : subjects) {
            boolean series = subject.startsWith(SERIES);
            String sql = series
                    ? "SELECT count(*) FROM result WHERE run_id = :run AND series_id = :what"
                    : "SELECT count(*) FROM stress_result s JOIN stress_test t ON t.id = s.test_id"
                            + " WHERE s.run_id = :run AND t.name = :what";
            String what = subject.substring(SERIES.length());
            long seen = handle.createQuery(sql)
                    .bind("run", runId)
                    .bind("what", series ? (Object) Long.valueOf(what) : what)
                    .mapTo(Long.class)
                    .one();
            if (seen > 0) {
                examined.add(subject);
            }
        }
        return examined;
    }
}
