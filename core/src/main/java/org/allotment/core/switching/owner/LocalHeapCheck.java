package org.allotment.core.switching.owner;

import org.allotment.core.SizeAware;
import org.allotment.core.pagemap.PageMap;
import org.jspecify.annotations.Nullable;

/** The walk over a heap's territories. */
final class LocalHeapCheck {
    private LocalHeapCheck() {}

    static void verify(
            LocalHeap heap, PageMap<Territory> owners, Iterable<Territory> pieces, Iterable<Territory> mappings) {
        pieces.forEach(piece -> verifyEntered(heap, owners, piece, false));
        mappings.forEach(mapping -> verifyEntered(heap, owners, mapping, true));
    }

    private static void verifyEntered(LocalHeap heap, PageMap<Territory> owners, Territory place, boolean mapping) {
        require(place.heap() == heap && place.mapping() == mapping, "H1 a territory is its heap's", place);
        long end = place.start() + place.byteSize();
        for (long address = place.start(); address < end; address += PageMap.GRANULE) {
            require(place.equals(owners.get(address)), "H2 the map knows every granule of a territory", place);
        }
        require(place.equals(owners.get(end - 1)), "H2 the map knows every granule of a territory", place);
    }

    static void verifyMappings(SizeAware engine, Iterable<Territory> mappings) {
        for (Territory mapping : mappings) {
            boolean isBlock = engine.contains(mapping.start());
            require(
                    isBlock && engine.usableSize(mapping.start()) == mapping.byteSize(),
                    "H5 a mapping is one block, and all of it",
                    mapping);
        }
    }

    static void require(boolean holds, String invariant, @Nullable Object what) {
        if (!holds) {
            throw new AssertionError(invariant + ", found=" + what);
        }
    }
}
