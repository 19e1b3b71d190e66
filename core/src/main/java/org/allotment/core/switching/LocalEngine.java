package org.allotment.core.switching;

import org.allotment.core.LifetimeHint;
import org.allotment.core.bitset.BitSetAllocator;
import org.allotment.core.context.ContextAllocator;
import org.allotment.core.guard.UsageTrackingAllocator;
import org.allotment.core.guard.UsageTrackingSizeAware;
import org.allotment.core.mapped.MappedAllocator;
import org.allotment.core.mapped.OversizeSizeAware;
import org.allotment.core.os.NumaPolicy;
import org.allotment.core.slab.SlabAllocator;
import org.allotment.core.source.MappingOptions;
import org.allotment.core.source.MemoryMapSource;
import org.allotment.core.source.MemorySource;
import org.allotment.core.tlsf.TlsfAllocator;
import org.allotment.core.tlsf.TlsfOptions;

/** The kind of allocator that a thread or a context has for itself. */
@FunctionalInterface
public interface LocalEngine {
    /** Blocks above this many bytes are mappings of their own in {@link #numaLocal}. */
    long OVERSIZE = 1 << 20;

    /**
     * Makes an allocator that is called by one thread at a time, not always the same: it must not check for an owner.
     *
     * @param source where all its memory comes from, mappings apart
     * @return the allocator, with its usage tracked
     */
    UsageTrackingAllocator over(MemorySource source);

    /**
     * Names the sizes that may come from elsewhere than the source: each block a mapping of its own, aligned as asked.
     *
     * @return the largest size that always comes from the source, in bytes
     */
    default long mappedAbove() {
        return Long.MAX_VALUE;
    }

    /**
     * A two-level segregated fit for all sizes that the source has: it grows as needed.
     *
     * @return the kind
     */
    static LocalEngine tlsf() {
        return source -> new UsageTrackingSizeAware(TlsfAllocator.create(source, TlsfOptions.DEFAULT.withoutOwner()));
    }

    /**
     * Free lists by size class: the fastest for small blocks.
     *
     * @return the kind
     */
    static LocalEngine slab() {
        return source -> new UsageTrackingSizeAware(SlabAllocator.checkedWithoutOwner(source));
    }

    /**
     * {@link #tlsf} in its trusting form, which believes what it is told: for contexts whose users are known to be right.
     *
     * @return the kind
     */
    static LocalEngine trustingTlsf() {
        TlsfOptions options = TlsfOptions.DEFAULT.withoutOwner().trusting();
        return source -> new UsageTrackingSizeAware(TlsfAllocator.create(source, options));
    }

    /**
     * {@link #slab} in its trusting form.
     *
     * @return the kind
     */
    static LocalEngine trustingSlab() {
        return source -> new UsageTrackingSizeAware(SlabAllocator.trusting(source));
    }

    /**
     * One region of a fixed size with a bit for each granule: what the seed's medium-lived contexts have.
     *
     * @param byteSize bytes of the region
     * @param granule bytes of a granule, a power of two from 8 up
     * @return the kind
     */
    static LocalEngine bitSet(long byteSize, long granule) {
        return source -> {
            BitSetAllocator engine = BitSetAllocator.checkedWithoutOwner(source, byteSize, granule);
            return new UsageTrackingAllocator(engine, engine::usableBytes);
        };
    }

    /**
     * One region of a fixed size in which a pointer moves on: for what dies with its context.
     *
     * @param byteSize bytes of the region
     * @return the kind
     */
    static LocalEngine bump(long byteSize) {
        return source -> new UsageTrackingAllocator(
                ContextAllocator.checkedWithoutOwner(source, byteSize, LifetimeHint.SHORT_LIVED, 1), size -> size);
    }

    /**
     * A lockless allocator for a thread, on memory of the node it runs on: two-level segregated fit, and mappings of
     * their own, from the same source, for blocks above {@link #OVERSIZE}.
     *
     * <p>Meant to be used with its own source as the thread's: {@code initializeThreadLocal(maps, numaLocal(maps))}.
     *
     * @param maps where the mappings come from; {@link #numaLocalSource}
     * @return the kind
     */
    static LocalEngine numaLocal(MemoryMapSource maps) {
        return new LocalEngine() {
            @Override
            public UsageTrackingAllocator over(MemorySource source) {
                TlsfAllocator small = TlsfAllocator.create(source, TlsfOptions.DEFAULT.withoutOwner());
                MappedAllocator large = MappedAllocator.withoutOwner(maps);
                return new UsageTrackingSizeAware(new OversizeSizeAware(small, large, OVERSIZE));
            }

            @Override
            public long mappedAbove() {
                return OVERSIZE;
            }
        };
    }

    /**
     * A source of memory that lies on the node of the thread that first touches it; where the system knows no nodes, of
     * memory as it comes.
     *
     * @return a source of its own
     */
    static MemoryMapSource numaLocalSource() {
        return MemoryMapSource.create(MappingOptions.DEFAULT.withPolicy(NumaPolicy.of(NumaPolicy.Mode.LOCAL)));
    }
}
