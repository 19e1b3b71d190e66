package org.allotment.core.catalog;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.allotment.core.AllocationException;
import org.allotment.core.Allocator;
import org.allotment.core.IdAllocator;
import org.allotment.core.PageAllocator;
import org.allotment.core.page.PageCapacity;
import org.allotment.core.source.MemorySource;
import org.jspecify.annotations.Nullable;

/**
 * What exists, by name; see the package. Any thread may call.
 *
 * <p>Names are kept: results of years are filed under them.
 */
public final class EngineCatalog {
    private static final String PAGE = "page";

    /** The seed's words for single features, where ours are others. */
    private static final Map<String, String> FEATURES = Map.of("bitmap", PAGE, "allocator_api", "adapt");

    private static final Map<String, PageCapacity> CAPACITIES = capacitiesByName();
    private static final Map<String, EngineEntry> ENTRIES = entriesByName();
    private static final Map<String, Preset> PRESETS = presetsByName();
    private static final Map<String, EngineVariant> VARIANTS = variantsByName();

    private EngineCatalog() {}

    private static Map<String, PageCapacity> capacitiesByName() {
        Map<String, PageCapacity> capacities = new LinkedHashMap<>();
        capacities.put("page-alloc-256m", PageCapacity.MIB_256);
        capacities.put("page-alloc-4g", PageCapacity.GIB_4);
        capacities.put("page-alloc-64g", PageCapacity.GIB_64);
        capacities.put("page-alloc-1t", PageCapacity.TIB_1);
        return Collections.unmodifiableMap(capacities);
    }

    private static Map<String, EngineEntry> entriesByName() {
        Map<String, EngineEntry> entries = new LinkedHashMap<>();
        Engines.ALL.forEach(entry -> entries.put(entry.name(), entry));
        return entries;
    }

    private static Map<String, Preset> presetsByName() {
        Map<String, Preset> presets = new LinkedHashMap<>();
        presets.put(
                "default",
                new Preset(
                        "default",
                        "what the seed has without being asked: pages of a small region",
                        List.of(PAGE),
                        PageCapacity.MIB_256));
        presets.put("full", new Preset("full", "everything", List.copyOf(ENTRIES.keySet()), PageCapacity.MIB_256));
        return presets;
    }

    private static Map<String, EngineVariant> variantsByName() {
        Map<String, EngineVariant> variants = new LinkedHashMap<>();
        for (EngineEntry entry : ENTRIES.values()) {
            entry.variants().forEach(variant -> variants.put(variant.name(), variant));
            entry.variants().stream().limit(1).forEach(first -> variants.putIfAbsent(entry.name(), first));
        }
        return variants;
    }

    /**
     * Lists the catalogue.
     *
     * @return all entries, engines before the parts they stand on
     */
    public static List<EngineEntry> entries() {
        return Engines.ALL;
    }

    /**
     * Finds an entry.
     *
     * @param name its name
     * @return the entry
     * @throws AllocationException of kind {@code INVALID_PARAMETER} if there is none of this name; it lists those there
     *     are
     */
    public static EngineEntry entry(String name) {
        return known("engine", name, ENTRIES.get(name), ENTRIES.keySet());
    }

    /**
     * Finds whose a package is.
     *
     * @param packageName relative to {@code org.allotment.core}
     * @return the entry that names it, or else the nearest package around it; nothing for a package without one
     */
    public static Optional<EngineEntry> ofPackage(String packageName) {
        String around = packageName;
        while (true) {
            String wanted = around;
            Optional<EngineEntry> found = Engines.ALL.stream()
                    .filter(entry -> entry.packages().contains(wanted))
                    .findFirst();
            int dot = around.lastIndexOf('.');
            if (found.isPresent() || dot < 0) {
                return found;
            }
            around = around.substring(0, dot);
        }
    }

    /**
     * Finds whose a variant is.
     *
     * @param variant one of the catalogue
     * @return its entry
     * @throws AllocationException of kind {@code INVALID_PARAMETER} if it is none of the catalogue
     */
    public static EngineEntry entryOf(EngineVariant variant) {
        for (EngineEntry entry : Engines.ALL) {
            if (entry.variants().contains(variant)) {
                return entry;
            }
        }
        throw AllocationException.invalidParameter("not of the catalogue, variant=" + variant.name());
    }

    /**
     * Finds what can be opened.
     *
     * @param name of a variant, or of an engine, which stands for its first
     * @return the variant
     * @throws AllocationException of kind {@code INVALID_PARAMETER} if there is none of this name; it lists those there
     *     are
     */
    public static EngineVariant variant(String name) {
        return known("engine to open", name, VARIANTS.get(name), VARIANTS.keySet());
    }

    /**
     * Lists the presets.
     *
     * @return {@code default} and {@code full}
     */
    public static List<Preset> presets() {
        return List.copyOf(PRESETS.values());
    }

    /**
     * Finds a preset.
     *
     * @param name its name
     * @return the preset
     * @throws AllocationException of kind {@code INVALID_PARAMETER} if there is none of this name; it lists those there
     *     are
     */
    public static Preset preset(String name) {
        return known("preset", name, PRESETS.get(name), PRESETS.keySet());
    }

    /**
     * Lists the capacities of the page allocator that have a name; any other size serves as well.
     *
     * @return capacities by the seed's names for them, smallest first
     */
    public static Map<String, PageCapacity> capacities() {
        return CAPACITIES;
    }

    /**
     * Finds a capacity.
     *
     * @param name the seed's name for it
     * @return the capacity
     * @throws AllocationException of kind {@code INVALID_PARAMETER} if there is none of this name; it lists those there
     *     are
     */
    public static PageCapacity capacity(String name) {
        return known("capacity", name, CAPACITIES.get(name), CAPACITIES.keySet());
    }

    /**
     * Lists what {@code --only} takes for more than a regular expression.
     *
     * @return names of all entries and presets
     */
    public static List<String> names() {
        List<String> names = new ArrayList<>(ENTRIES.keySet());
        names.addAll(PRESETS.keySet());
        return Collections.unmodifiableList(names);
    }

    /** What a word stands for, as a preset. */
    static Preset resolve(String word) {
        String name = FEATURES.getOrDefault(word, word);
        if (ENTRIES.containsKey(name)) {
            return new Preset(name, "", List.of(name), PageCapacity.MIB_256);
        }
        if (CAPACITIES.containsKey(name)) {
            return new Preset(name, "", List.of(PAGE), capacity(name));
        }
        List<String> known = new ArrayList<>(names());
        known.addAll(CAPACITIES.keySet());
        return known("engine, preset or capacity", name, PRESETS.get(name), known);
    }

    /**
     * Opens an engine for blocks with the usual settings.
     *
     * @param name of a variant, or of an engine, which stands for its first
     * @param form one that it has
     * @param source where its memory comes from; must stay open for as long
     * @return an allocator that belongs to the calling thread, if it has an owner
     * @throws AllocationException of kind {@code INVALID_PARAMETER} if the name or the form does not exist, or opens no
     *     blocks; or what the engine refuses
     */
    public static Allocator open(String name, Form form, MemorySource source) {
        return open(name, EngineSettings.DEFAULT.in(form), source);
    }

    /**
     * Opens an engine for blocks.
     *
     * @param name of a variant, or of an engine, which stands for its first
     * @param settings how it behaves
     * @param source where its memory comes from; must stay open for as long
     * @return an allocator that belongs to the calling thread, if it has an owner
     * @throws AllocationException of kind {@code INVALID_PARAMETER} if the name or the form does not exist, or opens no
     *     blocks; or what the engine refuses
     */
    public static Allocator open(String name, EngineSettings settings, MemorySource source) {
        EngineVariant variant = variant(name);
        variant.spelling(settings.form());
        if (variant instanceof EngineVariant.Blocks blocks) {
            return blocks.opener().open(source, settings);
        }
        throw otherKind(variant, "blocks");
    }

    /**
     * Opens an engine for pages over one region, which it never touches.
     *
     * @param name of a variant, or of an engine, which stands for its first
     * @param start first byte of the region, above 0
     * @param capacity bytes of the region
     * @param pageSize bytes of a page, a power of two
     * @return an allocator that belongs to the calling thread
     * @throws AllocationException of kind {@code INVALID_PARAMETER} if the name does not exist or opens no pages, or
     *     another argument is bad
     */
    public static PageAllocator openPages(String name, long start, PageCapacity capacity, long pageSize) {
        EngineVariant variant = variant(name);
        if (variant instanceof EngineVariant.Pages pages) {
            return pages.opener().open(start, capacity.bytes(), pageSize);
        }
        throw otherKind(variant, "pages");
    }

    /**
     * Opens an engine for numbers.
     *
     * @param name of a variant, or of an engine, which stands for its first
     * @param first the lowest number, from 0 up
     * @param count how many, from 1 up
     * @return an allocator with all numbers free
     * @throws AllocationException of kind {@code INVALID_PARAMETER} if the name does not exist or opens no numbers, or
     *     another argument is bad
     */
    public static IdAllocator openIds(String name, long first, long count) {
        EngineVariant variant = variant(name);
        if (variant instanceof EngineVariant.Ids ids) {
            return ids.opener().open(first, count);
        }
        throw otherKind(variant, "ids");
    }

    private static AllocationException otherKind(EngineVariant variant, String wanted) {
        String opens = switch (variant) {
            case EngineVariant.Blocks _ -> "blocks";
            case EngineVariant.Pages _ -> "pages";
            case EngineVariant.Ids _ -> "ids";
        };
        return AllocationException.invalidParameter("the engine allocates something else, name=" + variant.name()
                + ", wanted=" + wanted + ", opens=" + opens);
    }

    private static <T> T known(String what, String name, @Nullable T found, Collection<String> known) {
        if (found == null) {
            throw AllocationException.invalidParameter(
                    "no such " + what + ", name=" + name + ", known=" + String.join(",", known));
        }
        return found;
    }
}
