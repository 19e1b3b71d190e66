package org.allotment.reports.store.write.past;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.allotment.reports.model.State;
import org.allotment.reports.stats.ForkSummary;
import org.allotment.reports.store.RunKinds;
import org.allotment.reports.store.write.RunPlace;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/**
 * The judged nights before one run. Many series are asked for at once: a server takes longer to be asked than to answer.
 */
public final class PastNights {
    /** Series of one question: its text and its plan grow with them, and what is left over is asked one by one. */
    private static final int TOGETHER = 50;

    private static final String ONE = query(1);
    private static final String MANY = query(TOGETHER);

    private final Handle handle;
    private final RunPlace place;

    /** Of what is before a run, within the caller's transaction. */
    public PastNights(Handle handle, RunPlace place) {
        this.handle = handle;
        this.place = place;
    }

    /** A series, and the epoch that its nights must be of. */
    public record Asked(long series, long epoch) {}

    private record Moment(long order, long started) {
        static final Moment EVER = new Moment(Long.MIN_VALUE, Long.MIN_VALUE);

        boolean isBefore(Moment other) {
            return order < other.order || (order == other.order && started < other.started);
        }
    }

    private record Placed(int slot, Moment moment, PastNight night) {}

    /** The newest nights of each first, and then oldest first: their order is that of the axis. */
    private static String query(int series) {
        String nights = """
                SELECT * FROM (SELECT %1$d AS slot, x.fork_median, x.log_median, x.log_variance, x.state, x.x_ord, x.started, x.run_id
                 FROM result x JOIN run r ON r.id = x.run_id
                 WHERE x.series_id = :series%1$d AND x.epoch_id = :epoch%1$d AND x.state <> 'ungated'
                  AND \
                """ + RunKinds.STEADY + " AND " + RunKinds.NIGHTS + """
                  AND (x.x_ord < :order OR (x.x_ord = :order AND x.started < :started))
                 ORDER BY x.x_ord DESC, x.started DESC, x.run_id DESC LIMIT :limit) nights%1$d
                """;
        return IntStream.range(0, series)
                .mapToObj(i -> String.format(Locale.ROOT, nights, i))
                .collect(Collectors.joining(" UNION ALL ", "", " ORDER BY slot, x_ord, started, run_id"));
    }

    /**
     * The judged nights of each series in its epoch, before the run and behind the last confirmed change, oldest first, those
     * left out on which the machine was another; at most {@code limit} of the newest.
     *
     * @param asked by whatever the caller knows them by
     */
    public <K> Map<K, List<PastNight>> of(Map<K, Asked> asked, int limit) {
        if (asked.isEmpty()) {
            return Map.of();
        }
        Map<Asked, Moment> changes = changes();
        List<Map.Entry<K, Asked>> all = List.copyOf(asked.entrySet());
        Map<K, List<PastNight>> found = new HashMap<>();
        for (int from = 0; from < all.size(); ) {
            int size = all.size() - from < TOGETHER ? 1 : TOGETHER;
            List<Map.Entry<K, Asked>> some = all.subList(from, from + size);
            List<List<PastNight>> nights =
                    found(some.stream().map(Map.Entry::getValue).toList(), limit, changes);
            for (int i = 0; i < size; i++) {
                found.put(some.get(i).getKey(), nights.get(i));
            }
            from += size;
        }
        return found;
    }

    private List<List<PastNight>> found(List<Asked> asked, int limit, Map<Asked, Moment> changes) {
        List<List<PastNight>> found = new ArrayList<>();
        asked.forEach(each -> found.add(new ArrayList<>()));
        try (Query query = handle.createQuery(asked.size() == 1 ? ONE : MANY)) {
            query.bind("order", place.pastOrder())
                    .bind("started", place.pastStarted())
                    .bind("limit", limit);
            for (int i = 0; i < asked.size(); i++) {
                query.bind("series" + i, asked.get(i).series())
                        .bind("epoch" + i, asked.get(i).epoch());
            }
            query.map((row, context) -> placed(row)).forEach(night -> {
                Moment since = changes.getOrDefault(asked.get(night.slot()), Moment.EVER);
                if (!night.moment().isBefore(since)) {
                    found.get(night.slot()).add(night.night());
                }
            });
        }
        return Collections.unmodifiableList(found);
    }

    /** By number: a great run asks for tens of thousands. */
    private static Placed placed(ResultSet row) throws SQLException {
        return new Placed(
                row.getInt(1),
                new Moment(row.getLong(6), row.getLong(7)),
                new PastNight(
                        new ForkSummary(row.getDouble(2), row.getDouble(3), row.getDouble(4)),
                        State.of(row.getString(5))));
    }

    /** The first run behind the last change that was confirmed before the run. */
    private Map<Asked, Moment> changes() {
        Map<Asked, Moment> latest = new HashMap<>();
        handle.createQuery("""
                        SELECT c.series_id, c.epoch_id, r.x_ord, r.started FROM change_point c
                        JOIN series s ON s.id = c.series_id JOIN run r ON r.id = c.run_id
                        WHERE c.state = 'confirmed' AND s.branch_id = :branch AND s.env_class_id = :class
                         AND (r.x_ord < :order OR (r.x_ord = :order AND r.started < :started))
                        ORDER BY r.x_ord, r.started, r.id""")
                .bind("branch", place.branchId())
                .bind("class", place.envClassId())
                .bind("order", place.pastOrder())
                .bind("started", place.pastStarted())
                .map((row, context) -> Map.entry(
                        new Asked(row.getLong("series_id"), row.getLong("epoch_id")),
                        new Moment(row.getLong("x_ord"), row.getLong("started"))))
                .forEach(entry -> latest.put(entry.getKey(), entry.getValue()));
        return latest;
    }
}
