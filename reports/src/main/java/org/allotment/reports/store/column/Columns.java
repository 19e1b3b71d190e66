package org.allotment.reports.store.column;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Columns as values: NULL is NaN for a figure and null for the rest. */
public final class Columns {
    private Columns() {}

    /** A measured figure. */
    public static double figure(ResultSet row, String column) throws SQLException {
        double value = row.getDouble(column);
        return row.wasNull() ? Double.NaN : value;
    }

    /** The same by number: the driver looks every name up. */
    public static double figure(ResultSet row, int column) throws SQLException {
        double value = row.getDouble(column);
        return row.wasNull() ? Double.NaN : value;
    }

    /** A number that may be missing. */
    public static @Nullable Double number(ResultSet row, String column) throws SQLException {
        double value = row.getDouble(column);
        return row.wasNull() ? null : value;
    }

    /** An integer that may be missing. */
    public static @Nullable Long whole(ResultSet row, String column) throws SQLException {
        long value = row.getLong(column);
        return row.wasNull() ? null : value;
    }

    /** A short integer that may be missing. */
    public static @Nullable Integer small(ResultSet row, String column) throws SQLException {
        int value = row.getInt(column);
        return row.wasNull() ? null : value;
    }

    /** A truth that may be missing. */
    public static @Nullable Boolean flag(ResultSet row, String column) throws SQLException {
        int value = row.getInt(column);
        return row.wasNull() ? null : value != 0;
    }

    /** A moment that is always there. */
    public static Instant time(ResultSet row, String column) throws SQLException {
        return Instant.ofEpochMilli(row.getLong(column));
    }

    /** A moment that may be missing. */
    public static @Nullable Instant maybeTime(ResultSet row, String column) throws SQLException {
        Long millis = whole(row, column);
        return millis == null ? null : Instant.ofEpochMilli(millis);
    }
}
