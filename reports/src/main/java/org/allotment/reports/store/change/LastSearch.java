package org.allotment.reports.store.change;

import java.util.List;
import java.util.Optional;

/**
 * What the store knows of a series in one epoch that was searched before, or never was.
 *
 * @param content hash of what the last search saw
 * @param changes all that were ever found, the retracted ones too, by their number
 */
public record LastSearch(Optional<String> content, List<StoredChange> changes) {
    /** Immutable. */
    public LastSearch {
        changes = List.copyOf(changes);
    }
}
