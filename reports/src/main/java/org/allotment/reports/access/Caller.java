package org.allotment.reports.access;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who asks.
 *
 * @param name    for the audit log
 * @param tokenId null where no token of the store was used
 * @param scopes  what may be done
 * @param project the one project that is open to it, null for all
 */
public record Caller(
        String name,
        @Nullable Long tokenId,
        Set<Right> scopes,
        @Nullable String project) {
    /** Immutable. */
    public Caller {
        scopes = Set.copyOf(scopes);
    }
}
