package org.allotment.reports.store.read.series;

import java.util.List;
import org.allotment.reports.store.Store;
import org.jspecify.annotations.Nullable;

/** The same figure of the same machine class on every branch that has it. */
public final class BranchQuery {
    private final Store store;

    /** Over an open store. */
    public BranchQuery(Store store) {
        this.store = store;
    }

    /** A branch, and the figure's series on it; the branch that ran last comes first. */
    public record Branch(String name, long series, long runs) {}

    /** The branches of a series, its own among them; of one project, or of any where it is null. */
    public List<Branch> of(long series, @Nullable String only) {
        return store.read(handle -> handle.createQuery("""
                        SELECT name, id, runs FROM (
                         SELECT br.name, o.id, (SELECT count(*) FROM result x WHERE x.series_id = o.id) AS runs,
                          (SELECT x.started FROM result x WHERE x.series_id = o.id
                           ORDER BY x.x_ord DESC, x.started DESC LIMIT 1) AS newest
                         FROM series s JOIN series o ON o.variant_id = s.variant_id AND o.metric_id = s.metric_id
                          AND o.env_class_id = s.env_class_id
                         JOIN branch br ON br.id = o.branch_id JOIN project p ON p.id = br.project_id
                         WHERE s.id = :series AND (:every = 1 OR p.name = :only)) measured
                        WHERE newest IS NOT NULL ORDER BY newest DESC, name""")
                .bind("series", series)
                .bind("every", only == null ? 1 : 0)
                .bind("only", only == null ? "" : only)
                .map((row, context) -> new Branch(row.getString("name"), row.getLong("id"), row.getLong("runs")))
                .list());
    }
}
