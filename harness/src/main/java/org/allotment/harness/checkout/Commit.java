package org.allotment.harness.checkout;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The commit that was measured.
 *
 * @param sha full hash
 * @param branch null on a detached head
 * @param authorTime ISO 8601 in UTC
 * @param commitTime ISO 8601 in UTC
 * @param dirty whether the checkout held changes that no commit has
 */
public record Commit(
        String sha,
        @Nullable String branch,
        String subject,
        String author,
        String authorTime,
        String commitTime,
        List<String> parents,
        boolean dirty) {

    /** Keeps its own copy of the parents. */
    public Commit {
        parents = List.copyOf(parents);
    }
}
