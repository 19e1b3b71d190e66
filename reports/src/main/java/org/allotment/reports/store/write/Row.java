package org.allotment.reports.store.write;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jspecify.annotations.Nullable;

/** One row to be inserted, column by column. Column names are this package's own, values are always bound. */
final class Row {
    private final String table;
    private final SequencedMap<String, @Nullable Object> values = new LinkedHashMap<>();

    Row(String table) {
        this.table = table;
    }

    Row put(String column, @Nullable Object value) {
        values.put(column, value);
        return this;
    }

    /** A figure: NaN and infinities have no place in a column, the exact value is in the samples. */
    Row putFigure(String column, double value) {
        return put(column, Double.isFinite(value) ? value : null);
    }

    Row putTime(String column, @Nullable Instant time) {
        return put(column, time == null ? null : time.toEpochMilli());
    }

    void insert(Handle handle) {
        try (var update = handle.createUpdate(sql())) {
            bound(update).execute();
        }
    }

    long insertReturningId(Handle handle) {
        try (var query = handle.createQuery(sql() + " RETURNING id")) {
            return bound(query).mapTo(Long.class).one();
        }
    }

    /** Inserts rows of one table and the same columns. */
    static void insert(Handle handle, List<Row> rows) {
        if (rows.isEmpty()) {
            return;
        }
        try (PreparedBatch batch = handle.prepareBatch(rows.getFirst().sql())) {
            rows.forEach(row -> batch.bindMap(row.values()).add());
            batch.execute();
        }
    }

    String sql() {
        return "INSERT INTO " + table + " (" + String.join(", ", values.keySet()) + ") VALUES (:"
                + String.join(", :", values.keySet()) + ")";
    }

    Map<String, @Nullable Object> values() {
        return values;
    }

    private <S extends SqlStatement<S>> S bound(S statement) {
        return statement.bindMap(values);
    }
}
