package org.allotment.reports.store.keep;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.allotment.reports.store.keep.Tables.Table;

/** Copies every row of one history into another, empty one of the same schema; all in one transaction of each. */
final class Copy {
    private static final int BATCH_ROWS = 500;
    private static final int BATCH_BYTES = 4 << 20;
    private static final int FETCH = 64;

    private final Connection from;
    private final Connection to;

    Copy(Connection from, Connection to) {
        this.from = from;
        this.to = to;
    }

    /** Rows copied, by table. */
    SortedMap<String, Long> run() throws SQLException {
        from.setAutoCommit(false);
        to.setAutoCommit(false);
        SortedMap<String, Long> rows = new TreeMap<>();
        List<Table> tables = Tables.of(from);
        if (!names(tables).equals(names(Tables.of(to)))) {
            throw new IllegalStateException("the schemas differ");
        }
        for (Table table : tables) {
            rows.put(table.name(), copy(table));
            if (!table.own().isEmpty()) {
                copyOwn(table);
            }
        }
        if (to.getMetaData().getDatabaseProductName().startsWith("Postgre")) {
            continueNumbers(tables);
        }
        to.commit();
        from.rollback();
        return rows;
    }

    private static List<String> names(List<Table> tables) {
        return tables.stream().map(Table::name).sorted().toList();
    }

    private long copy(Table table) throws SQLException {
        String columns = String.join(", ", table.columns());
        String places = String.join(", ", Collections.nCopies(table.columns().size(), "?"));
        long rows = 0;
        try (Statement query = from.createStatement();
                PreparedStatement insert = to.prepareStatement(
                        "INSERT INTO " + table.name() + " (" + columns + ") VALUES (" + places + ")")) {
            query.setFetchSize(FETCH);
            long bytes = 0;
            try (ResultSet found = query.executeQuery("SELECT " + columns + " FROM " + table.name())) {
                while (found.next()) {
                    bytes += bind(table, found, insert);
                    insert.addBatch();
                    rows++;
                    if (rows % BATCH_ROWS == 0 || bytes > BATCH_BYTES) {
                        insert.executeBatch();
                        bytes = 0;
                    }
                }
            }
            insert.executeBatch();
        }
        return rows;
    }

    private static long bind(Table table, ResultSet row, PreparedStatement insert) throws SQLException {
        long bytes = 0;
        for (int i = 0; i < table.columns().size(); i++) {
            // What refers to the table itself comes when all of its rows are there.
            Object value = table.own().contains(table.columns().get(i)) ? null : row.getObject(i + 1);
            insert.setObject(i + 1, value);
            bytes += value instanceof byte[] block ? block.length : 0;
        }
        return bytes;
    }

    private void copyOwn(Table table) throws SQLException {
        String key = table.key().getFirst();
        for (String column : table.own()) {
            try (Statement query = from.createStatement();
                    PreparedStatement update = to.prepareStatement(
                            "UPDATE " + table.name() + " SET " + column + " = ? WHERE " + key + " = ?");
                    ResultSet found = query.executeQuery("SELECT " + column + ", " + key + " FROM " + table.name()
                            + " WHERE " + column + " IS NOT NULL")) {
                while (found.next()) {
                    update.setObject(1, found.getObject(1));
                    update.setObject(2, found.getObject(2));
                    update.executeUpdate();
                }
            }
        }
    }

    /** New rows get numbers behind those of the copied ones. */
    private void continueNumbers(List<Table> tables) throws SQLException {
        String numbered = tables.stream().map(table -> "'" + table.name() + "'").collect(Collectors.joining(", "));
        try (Statement query = to.createStatement();
                Statement update = to.createStatement();
                ResultSet found = query.executeQuery("SELECT table_name FROM information_schema.columns"
                        + " WHERE column_name = 'id' AND is_identity = 'YES' AND table_schema = current_schema()"
                        + " AND table_name IN (" + numbered + ")")) {
            while (found.next()) {
                String table = found.getString(1);
                update.execute("SELECT setval(pg_get_serial_sequence('" + table + "', 'id'), coalesce(max(id), 0) + 1,"
                        + " false) FROM " + table);
            }
        }
    }
}
