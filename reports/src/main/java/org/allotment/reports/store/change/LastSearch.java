package org.allotment.reports.store.change;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the store knows of a series in one epoch that was searched before, or never was.
 *
 * @param content hash of what the last search saw, null where there was none
 * @param changes all that were ever found, the retracted ones too, by their number
 */
public record LastSearch(@Nullable String content, List<StoredChange> changes) {
    /** Immutable. */
    public LastSearch {
        changes = List.copyOf(changes);
    }
}
