package org.allotment.reports.store.access;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.allotment.reports.store.Store;
import org.allotment.reports.store.column.Columns;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The log of changes: rows are added and read, never changed. */
public final class AuditTable {
    private final Store store;

    /** Over an open store. */
    public AuditTable(Store store) {
        this.store = store;
    }

    /** Adds one entry. */
    public void add(AuditEntry entry) {
        store.write(handle -> add(handle, entry));
    }

    /** Adds one entry within the caller's transaction. */
    public static int add(Handle handle, AuditEntry entry) {
        return handle.createUpdate("""
                        INSERT INTO audit_log (at, actor, token_id, action, project, target, remote, status)
                        VALUES (:at, :actor, :token, :action, :project, :target, :remote, :status)""")
                .bind("at", entry.at().toEpochMilli())
                .bind("actor", entry.actor())
                .bind("token", entry.tokenId())
                .bind("action", entry.action())
                .bind("project", entry.project())
                .bind("target", entry.target())
                .bind("remote", entry.remote())
                .bind("status", entry.status())
                .execute();
    }

    /** Newest first; those of one project, or of any where it is null. */
    public List<AuditEntry> list(@Nullable String project, int offset, int limit) {
        return store.read(handle -> handle.createQuery("""
                        SELECT * FROM audit_log WHERE :every = 1 OR project = :project
                        ORDER BY id DESC LIMIT :limit OFFSET :offset""")
                .bind("every", project == null ? 1 : 0)
                .bind("project", project == null ? "" : project)
                .bind("limit", limit)
                .bind("offset", offset)
                .map((row, context) -> entry(row))
                .list());
    }

    private static AuditEntry entry(ResultSet row) throws SQLException {
        return new AuditEntry(
                Columns.time(row, "at"),
                row.getString("actor"),
                Columns.whole(row, "token_id"),
                row.getString("action"),
                row.getString("project"),
                row.getString("target"),
                row.getString("remote"),
                row.getInt("status"));
    }
}
