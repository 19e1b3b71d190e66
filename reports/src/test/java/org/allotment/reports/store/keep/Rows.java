package org.allotment.reports.store.keep;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.allotment.reports.store.StoreSettings;

/** Everything in a store, to be compared with another. */
public final class Rows {
    private Rows() {}

    /** Each row as one line, in order, by table. */
    public static Map<String, List<String>> of(StoreSettings settings) throws SQLException {
        Map<String, List<String>> rows = new TreeMap<>();
        try (Connection connection = Connections.open(settings);
                Statement statement = connection.createStatement()) {
            for (Tables.Table table : Tables.of(connection)) {
                List<String> lines = new ArrayList<>();
                try (ResultSet found = statement.executeQuery(
                        "SELECT " + String.join(", ", table.columns()) + " FROM " + table.name())) {
                    while (found.next()) {
                        lines.add(line(found, table.columns().size()));
                    }
                }
                rows.put(table.name(), lines.stream().sorted().toList());
            }
        }
        return rows;
    }

    private static String line(ResultSet row, int columns) throws SQLException {
        StringBuilder line = new StringBuilder();
        for (int i = 1; i <= columns; i++) {
            Object value = row.getObject(i);
            line.append(value instanceof byte[] bytes ? Arrays.toString(bytes) : String.valueOf(value))
                    .append('|');
        }
        return line.toString();
    }
}
