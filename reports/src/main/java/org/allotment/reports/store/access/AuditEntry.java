package org.allotment.reports.store.access;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One change, or one refused attempt.
 *
 * @param actor   the name of the token, or what stands for one
 * @param tokenId null where no token of the store was used
 * @param action  method and path, or the command
 * @param target  what it was done to, if it is known
 * @param remote  the address that it came from
 * @param status  of the answer
 */
public record AuditEntry(
        Instant at,
        String actor,
        @Nullable Long tokenId,
        String action,
        @Nullable String project,
        @Nullable String target,
        String remote,
        int status) {
    /** Status of what was done where nobody answered it. */
    public static final int DONE = 200;
}
