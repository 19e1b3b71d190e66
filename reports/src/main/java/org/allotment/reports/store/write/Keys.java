package org.allotment.reports.store.write;

import java.util.Map;
import org.jdbi.v3.core.Handle;

/** Rows that are found by what they say, and made when they are new. Table and column names are this package's own. */
final class Keys {
    private Keys() {}

    /**
     * The id of the row of {@code table} whose columns hold {@code key}; a new row also gets {@code more}.
     * Writers follow one another, so nobody else makes the row in between.
     */
    static long find(Handle handle, String table, Map<String, ?> key, Map<String, ?> more) {
        String where = String.join(
                " AND ",
                key.keySet().stream().map(column -> column + " = :" + column).toList());
        return handle.createQuery("SELECT id FROM " + table + " WHERE " + where)
                .bindMap(key)
                .mapTo(Long.class)
                .findOne()
                .orElseGet(() -> insert(handle, table, key, more));
    }

    private static long insert(Handle handle, String table, Map<String, ?> key, Map<String, ?> more) {
        Row row = new Row(table);
        key.forEach(row::put);
        more.forEach(row::put);
        return row.insertReturningId(handle);
    }
}
