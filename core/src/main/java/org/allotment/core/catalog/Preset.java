package org.allotment.core.catalog;

import java.util.List;
import org.allotment.core.page.PageCapacity;

/**
 * A named selection.
 *
 * @param name unique, also among engines and capacities
 * @param idea one phrase for people
 * @param engines names of entries, in the catalogue's order
 * @param capacity of the page allocator
 */
public record Preset(String name, String idea, List<String> engines, PageCapacity capacity) {
    /** Keeps a copy. */
    public Preset {
        engines = List.copyOf(engines);
    }
}
