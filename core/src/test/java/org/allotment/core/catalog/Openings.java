package org.allotment.core.catalog;

import java.util.stream.Stream;

/** Every variant for blocks in every form it has. */
record Openings(EngineVariant.Blocks variant, Form form) {
    static Stream<Openings> all() {
        return EngineCatalog.entries().stream()
                .flatMap(entry -> entry.variants().stream())
                .flatMap(variant -> variant instanceof EngineVariant.Blocks blocks ? of(blocks) : Stream.of());
    }

    /** Those over any source; a mapping per block needs a source of mappings. */
    static Stream<Openings> overAnySource() {
        return all().filter(opening -> !opening.variant.name().equals("mapped"));
    }

    private static Stream<Openings> of(EngineVariant.Blocks blocks) {
        return blocks.forms().stream().map(form -> new Openings(blocks, form));
    }

    boolean has(EngineTrait trait) {
        return variant.traits().contains(trait);
    }

    @Override
    public String toString() {
        return variant.spelling(form);
    }
}
