import org.jspecify.annotations.NullMarked;

/**
 * Off-heap memory for the JVM: allocators in pure Java on {@code java.lang.foreign}.
 *
 * <p>The packages stand in a fixed order and import downwards only; {@code docs/ARCHITECTURE.md} draws it.
 */
@NullMarked
module org.allotment.core {
    requires static transitive org.jspecify;

    exports org.allotment.core.adapt.collection;
    exports org.allotment.core.adapt;
    exports org.allotment.core.bits;
    exports org.allotment.core.bitset;
    exports org.allotment.core.buddy;
    exports org.allotment.core.bump;
    exports org.allotment.core.catalog;
    exports org.allotment.core.concurrent.heap;
    exports org.allotment.core.concurrent.remote;
    exports org.allotment.core.concurrent.striped;
    exports org.allotment.core.concurrent;
    exports org.allotment.core.context;
    exports org.allotment.core.guard.budget;
    exports org.allotment.core.guard;
    exports org.allotment.core.id;
    exports org.allotment.core.mapped;
    exports org.allotment.core.memory;
    exports org.allotment.core.os;
    exports org.allotment.core.page;
    exports org.allotment.core.pagemap;
    exports org.allotment.core.slab;
    exports org.allotment.core.source;
    exports org.allotment.core.switching;
    exports org.allotment.core.tlsf;
    exports org.allotment.core.tree;
    exports org.allotment.core;
}
