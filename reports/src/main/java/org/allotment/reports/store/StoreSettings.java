package org.allotment.reports.store;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Which store.
 *
 * @param url      a file for SQLite, or a {@code jdbc:postgresql:} URL
 * @param user     PostgreSQL only
 * @param password PostgreSQL only
 */
public record StoreSettings(
        String url, @Nullable String user, @Nullable String password) {
    private static final String POSTGRES = "jdbc:postgresql:";
    private static final String SQLITE = "jdbc:sqlite:";

    /** SQLite in one file. */
    public static StoreSettings sqlite(Path file) {
        return new StoreSettings(file.toString(), null, null);
    }

    /** True for PostgreSQL. */
    public boolean isPostgres() {
        return url.startsWith(POSTGRES);
    }

    /** The file of a SQLite store. */
    public Path file() {
        return Path.of(url.startsWith(SQLITE) ? url.substring(SQLITE.length()) : url);
    }

    /** What it is, without user, password or query. */
    public String description() {
        int query = url.indexOf('?');
        return query < 0 ? url : url.substring(0, query);
    }

    @Override
    public String toString() {
        return description();
    }
}
