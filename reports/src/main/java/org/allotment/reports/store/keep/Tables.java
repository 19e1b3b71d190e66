package org.allotment.reports.store.keep;

import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The tables of a history, each behind those that it refers to. */
final class Tables {
    private final String schema;
    private final DatabaseMetaData data;

    private Tables(DatabaseMetaData data, String schema) {
        this.data = data;
        this.schema = schema;
    }

    /**
     * One table.
     *
     * @param columns in their order
     * @param key     of the primary key
     * @param own     columns that refer to the table itself
     */
    record Table(String name, List<String> columns, List<String> key, Set<String> own) {}

    static List<Table> of(Connection connection) throws SQLException {
        DatabaseMetaData data = connection.getMetaData();
        boolean postgres = data.getDatabaseProductName().startsWith("Postgre");
        return new Tables(data, postgres ? connection.getSchema() : "").ordered();
    }

    /** Columns that refer to a table, as {@code table.column}, its own columns left out. */
    static List<String> referring(Connection connection, String to) throws SQLException {
        DatabaseMetaData data = connection.getMetaData();
        boolean postgres = data.getDatabaseProductName().startsWith("Postgre");
        Tables tables = new Tables(data, postgres ? connection.getSchema() : "");
        List<String> found = new ArrayList<>();
        for (String name : tables.names()) {
            try (ResultSet rows = data.getImportedKeys(null, tables.schema, name)) {
                while (rows.next()) {
                    if (rows.getString("PKTABLE_NAME").equals(to) && !name.equals(to)) {
                        found.add(name + "." + rows.getString("FKCOLUMN_NAME"));
                    }
                }
            }
        }
        return found;
    }

    private List<Table> ordered() throws SQLException {
        Map<String, Set<String>> waits = new TreeMap<>();
        Map<String, Table> tables = new HashMap<>();
        for (String name : names()) {
            Set<String> own = new TreeSet<>();
            Set<String> others = new TreeSet<>();
            try (ResultSet rows = data.getImportedKeys(null, schema, name)) {
                while (rows.next()) {
                    if (rows.getString("PKTABLE_NAME").equals(name)) {
                        own.add(rows.getString("FKCOLUMN_NAME"));
                    } else {
                        others.add(rows.getString("PKTABLE_NAME"));
                    }
                }
            }
            waits.put(name, others);
            tables.put(name, new Table(name, columns(name), key(name), own));
        }
        Set<String> done = new LinkedHashSet<>();
        while (done.size() < tables.size()) {
            int before = done.size();
            waits.forEach((name, others) -> {
                if (done.containsAll(others)) {
                    done.add(name);
                }
            });
            if (done.size() == before) {
                throw new IllegalStateException("tables refer to one another in a circle, tables=" + waits.keySet());
            }
        }
        return done.stream().map(tables::get).toList();
    }

    private List<String> names() throws SQLException {
        List<String> names = new ArrayList<>();
        try (ResultSet rows = data.getTables(null, schema, "%", new String[] {"TABLE"})) {
            while (rows.next()) {
                String name = rows.getString("TABLE_NAME");
                if (!name.startsWith("flyway") && !name.startsWith("sqlite_")) {
                    names.add(name);
                }
            }
        }
        return names;
    }

    private List<String> columns(String table) throws SQLException {
        List<String> columns = new ArrayList<>();
        try (ResultSet rows = data.getColumns(null, schema, table, "%")) {
            while (rows.next()) {
                columns.add(rows.getString("COLUMN_NAME"));
            }
        }
        return columns;
    }

    private List<String> key(String table) throws SQLException {
        Map<Integer, String> columns = new TreeMap<>();
        try (ResultSet rows = data.getPrimaryKeys(null, schema, table)) {
            while (rows.next()) {
                columns.put(rows.getInt("KEY_SEQ"), rows.getString("COLUMN_NAME"));
            }
        }
        return List.copyOf(columns.values());
    }
}
