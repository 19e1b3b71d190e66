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
                        SELECT br.name, o.id, count(*) AS runs FROM series s
                        JOIN series o ON o.variant_id = s.variant_id AND o.metric_id = s.metric_id
                         AND o.env_class_id = s.env_class_id
                        JOIN branch br ON br.id = o.branch_id JOIN project p ON p.id = br.project_id
                        JOIN result x ON x.series_id = o.id
                        WHERE s.id = :series AND (:every = 1 OR p.name = :only)
                        GROUP BY br.name, o.id ORDER BY max(x.started) DESC, br.name""")
                .bind("series", series)
                .bind("every", only == null ? 1 : 0)
                .bind("only", only == null ? "" : only)
                .map((row, context) -> new Branch(row.getString("name"), row.getLong("id"), row.getLong("runs")))
                .list());
    }
}
