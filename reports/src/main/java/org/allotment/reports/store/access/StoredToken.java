package org.allotment.reports.store.access;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A token as the store knows it: never the token itself.
 *
 * @param scope    the word of what it is good for
 * @param project  the one project that it opens, null for all
 * @param expires  null for never
 * @param revoked  null while it is good
 * @param lastUsed to the minute
 */
public record StoredToken(
        long id,
        String name,
        String scope,
        @Nullable String project,
        Instant created,
        @Nullable Instant expires,
        @Nullable Instant revoked,
        @Nullable Instant lastUsed) {
    /** True when it opens anything at this moment. */
    public boolean isGoodAt(Instant moment) {
        return revoked == null && (expires == null || expires.isAfter(moment));
    }
}
