package org.allotment.reports.store.access;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.allotment.reports.store.Store;
import org.allotment.reports.store.column.Columns;
import org.jspecify.annotations.Nullable;

/** Tokens in the store. */
public final class TokenTable {
    private final Store store;

    /** Over an open store. */
    public TokenTable(Store store) {
        this.store = store;
    }

    /** Adds one; its id is given by the store. */
    public long add(StoredToken token, String digest) {
        return store.write(handle -> handle.createQuery("""
                        INSERT INTO api_token (name, digest, scope, project, created, expires)
                        VALUES (:name, :digest, :scope, :project, :created, :expires) RETURNING id""")
                .bind("name", token.name())
                .bind("digest", digest)
                .bind("scope", token.scope())
                .bind("project", token.project())
                .bind("created", token.created().toEpochMilli())
                .bind("expires", millis(token.expires()))
                .mapTo(Long.class)
                .one());
    }

    /** The token with this digest, good or not. */
    public Optional<StoredToken> find(String digest) {
        return store.read(handle -> handle.createQuery("SELECT * FROM api_token WHERE digest = :digest")
                .bind("digest", digest)
                .map((row, context) -> token(row))
                .findOne());
    }

    /** All, oldest first; those of one project, or of any where it is null. */
    public List<StoredToken> list(@Nullable String project) {
        return store.read(handle -> handle.createQuery(
                        "SELECT * FROM api_token WHERE :every = 1 OR project = :project ORDER BY id")
                .bind("every", project == null ? 1 : 0)
                .bind("project", project == null ? "" : project)
                .map((row, context) -> token(row))
                .list());
    }

    /** True when there has ever been one. */
    public boolean isAny() {
        return store.read(handle -> handle.createQuery("SELECT id FROM api_token LIMIT 1")
                .mapTo(Long.class)
                .findOne()
                .isPresent());
    }

    /** Makes one good for nothing; false when there is no such token, in this project where one is named. */
    public boolean revoke(long id, @Nullable String project, Instant when) {
        return store.write(handle -> handle.createUpdate("""
                        UPDATE api_token SET revoked = coalesce(revoked, :now)
                        WHERE id = :id AND (:every = 1 OR project = :project)""")
                        .bind("now", when.toEpochMilli())
                        .bind("id", id)
                        .bind("every", project == null ? 1 : 0)
                        .bind("project", project == null ? "" : project)
                        .execute())
                > 0;
    }

    /** Remembers that it was used. */
    public void used(long id, Instant when) {
        store.write(handle -> handle.createUpdate("UPDATE api_token SET last_used = :now WHERE id = :id")
                .bind("now", when.toEpochMilli())
                .bind("id", id)
                .execute());
    }

    private static @Nullable Long millis(@Nullable Instant moment) {
        return moment == null ? null : moment.toEpochMilli();
    }

    private static StoredToken token(ResultSet row) throws SQLException {
        return new StoredToken(
                row.getLong("id"),
                row.getString("name"),
                row.getString("scope"),
                row.getString("project"),
                Columns.time(row, "created"),
                Columns.maybeTime(row, "expires"),
                Columns.maybeTime(row, "revoked"),
                Columns.maybeTime(row, "last_used"));
    }
}
