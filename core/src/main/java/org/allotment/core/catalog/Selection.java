package org.allotment.core.catalog;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.allotment.core.AllocationException;
import org.allotment.core.page.PageCapacity;

/**
 * What somebody chose of the catalogue.
 *
 * @param engines entries, in the catalogue's order, none twice
 * @param capacity of the page allocator: the largest that was chosen, else that of the preset {@code default}
 */
public record Selection(List<EngineEntry> engines, PageCapacity capacity) {
    /** Keeps a copy. */
    public Selection {
        engines = List.copyOf(engines);
    }

    /**
     * Selects what any number of names stand for: entries and presets by theirs; a capacity stands for the page
     * allocator with it. Of several capacities the largest wins, as it does in the seed, whose features {@code bitmap}
     * and {@code allocator_api} stand for our {@code page} and {@code adapt}.
     *
     * @param names of entries, presets, capacities and features, in any order
     * @return what they select together
     * @throws AllocationException of kind {@code INVALID_PARAMETER} if one is unknown; it lists those there are
     */
    public static Selection of(String... names) {
        Set<String> engines = new LinkedHashSet<>();
        PageCapacity capacity = PageCapacity.MIB_256;
        for (String name : names) {
            Preset preset = EngineCatalog.resolve(name);
            engines.addAll(preset.engines());
            capacity = preset.capacity().bytes() > capacity.bytes() ? preset.capacity() : capacity;
        }
        List<EngineEntry> chosen = EngineCatalog.entries().stream()
                .filter(entry -> engines.contains(entry.name()))
                .toList();
        return new Selection(chosen, capacity);
    }

    /**
     * Selects by one word, if that is the name of an entry or a preset: what {@code --only} of every suite does before it
     * takes the word for a regular expression.
     *
     * @param word any text
     * @return what it selects, or nothing if it is no such name
     */
    public static Optional<Selection> named(String word) {
        return EngineCatalog.names().contains(word) ? Optional.of(of(word)) : Optional.empty();
    }

    /**
     * Tells whether an entry was chosen.
     *
     * @param engine name of an entry, or any other text
     * @return true when it was
     */
    public boolean holds(String engine) {
        return engines.stream().anyMatch(entry -> entry.name().equals(engine));
    }
}
