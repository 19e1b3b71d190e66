package org.allotment.reports.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.allotment.reports.Postgres;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Both schemas have the same tables, columns, kinds of value, keys and indexes. */
final class SchemaTest {
    @TempDir
    private Path folder;

    @Test
    void schemasAreEqual() throws SQLException {
        Path file = folder.resolve("schema.db");
        StoreSettings postgres = Postgres.freshDatabase();
        try (Store lite = Store.of(StoreSettings.sqlite(file));
                Store pg = Store.of(postgres)) {
            lite.check();
            pg.check();
        }
        try (Connection lite = DriverManager.getConnection("jdbc:sqlite:" + file);
                Connection pg = DriverManager.getConnection(postgres.url(), postgres.user(), postgres.password())) {
            List<String> schema = described(lite, "");
            assertThat(schema).hasSizeGreaterThan(200);
            assertThat(described(pg, "public")).isEqualTo(schema);
        }
    }

    private static List<String> described(Connection connection, String schema) throws SQLException {
        DatabaseMetaData data = connection.getMetaData();
        List<String> lines = new ArrayList<>();
        for (String table : tables(data, schema)) {
            lines.addAll(columns(data, schema, table));
            lines.add(table + " primary key " + keys(data.getPrimaryKeys(null, schema, table), "COLUMN_NAME"));
            lines.add(table + " refers " + references(data, schema, table));
            lines.add(table + " indexes " + indexes(data, schema, table));
        }
        return lines;
    }

    private static List<String> tables(DatabaseMetaData data, String schema) throws SQLException {
        TreeSet<String> names = new TreeSet<>();
        try (ResultSet rows = data.getTables(null, schema, "%", new String[] {"TABLE"})) {
            while (rows.next()) {
                String name = rows.getString("TABLE_NAME");
                if (!name.startsWith("flyway") && !name.startsWith("sqlite_")) {
                    names.add(name);
                }
            }
        }
        return List.copyOf(names);
    }

    private static List<String> columns(DatabaseMetaData data, String schema, String table) throws SQLException {
        List<String> lines = new ArrayList<>();
        try (ResultSet rows = data.getColumns(null, schema, table, "%")) {
            while (rows.next()) {
                boolean id = rows.getString("COLUMN_NAME").equals("id")
                        && kind(rows.getString("TYPE_NAME")).equals("whole");
                lines.add(table + "." + rows.getString("COLUMN_NAME") + " " + kind(rows.getString("TYPE_NAME"))
                        + (id || rows.getInt("NULLABLE") == DatabaseMetaData.columnNoNulls ? " not null" : ""));
            }
        }
        return lines;
    }

    private static String kind(String type) {
        return switch (type.toLowerCase(Locale.ROOT)) {
            case "integer", "int4", "int8", "int2", "bigserial", "bigint" -> "whole";
            case "text" -> "text";
            case "real", "float8" -> "figure";
            case "blob", "bytea" -> "bytes";
            default -> throw new AssertionError("type=" + type);
        };
    }

    private static Set<String> references(DatabaseMetaData data, String schema, String table) throws SQLException {
        TreeSet<String> references = new TreeSet<>();
        try (ResultSet rows = data.getImportedKeys(null, schema, table)) {
            while (rows.next()) {
                references.add(rows.getString("FKCOLUMN_NAME") + "->" + rows.getString("PKTABLE_NAME") + "."
                        + rows.getString("PKCOLUMN_NAME"));
            }
        }
        return references;
    }

    /** Columns in order; the index of a primary key is named by the engine and told by the key itself. */
    private static Set<String> indexes(DatabaseMetaData data, String schema, String table) throws SQLException {
        Map<String, String> columns = new TreeMap<>();
        try (ResultSet rows = data.getIndexInfo(null, schema, table, false, true)) {
            while (rows.next()) {
                String name = rows.getString("INDEX_NAME");
                String unique = rows.getBoolean("NON_UNIQUE") ? "" : "unique ";
                columns.merge(name, unique + rows.getString("COLUMN_NAME"), (a, b) -> a + ", " + rows(b));
            }
        }
        TreeSet<String> found = new TreeSet<>(columns.values());
        found.remove("unique " + keys(data.getPrimaryKeys(null, schema, table), "COLUMN_NAME"));
        return found;
    }

    private static String rows(String column) {
        return column.replace("unique ", "");
    }

    private static String keys(ResultSet rows, String column) throws SQLException {
        TreeMap<Integer, String> keys = new TreeMap<>();
        try (rows) {
            while (rows.next()) {
                keys.put(rows.getInt("KEY_SEQ"), rows.getString(column));
            }
        }
        return String.join(", ", keys.values());
    }
}
