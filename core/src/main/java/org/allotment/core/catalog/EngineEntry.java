package org.allotment.core.catalog;

import java.util.List;

/**
 * One line of the catalogue: an engine, or a part that engines stand on. Whatever measures, tests or describes it
 * elsewhere does so under this name.
 *
 * @param name unique; its own first variant may be called by it too
 * @param idea one phrase for people
 * @param packages packages of this library that belong to it, relative to {@code org.allotment.core}; sub-packages go
 *     with them unless another entry has them
 * @param types the classes a user of the library makes, relative likewise
 * @param variants what can be opened by name; empty for parts, which are made by their own factories
 */
public record EngineEntry(
        String name, String idea, List<String> packages, List<String> types, List<EngineVariant> variants) {
    /** Keeps copies. */
    public EngineEntry {
        packages = List.copyOf(packages);
        types = List.copyOf(types);
        variants = List.copyOf(variants);
    }

    /**
     * Tells engines from parts.
     *
     * @return true when there is something to open
     */
    public boolean isEngine() {
        return !variants.isEmpty();
    }
}
