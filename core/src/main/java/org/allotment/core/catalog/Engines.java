package org.allotment.core.catalog;

import static org.allotment.core.catalog.EngineTrait.ANY_THREAD;
import static org.allotment.core.catalog.EngineTrait.CATCHES_MISUSE;
import static org.allotment.core.catalog.EngineTrait.GROWS;
import static org.allotment.core.catalog.EngineTrait.REUSES;
import static org.allotment.core.catalog.EngineTrait.SIZE_AWARE;
import static org.allotment.core.catalog.Form.BARE;
import static org.allotment.core.catalog.Form.CHECKED;
import static org.allotment.core.catalog.Form.TRUSTING;

import java.util.List;
import java.util.Set;
import org.allotment.core.AllocationException;
import org.allotment.core.Allocator;
import org.allotment.core.LifetimeHint;
import org.allotment.core.bits.Alignment;
import org.allotment.core.bitset.BitSetAllocator;
import org.allotment.core.buddy.BuddyAllocator;
import org.allotment.core.buddy.BuddyOptions;
import org.allotment.core.bump.BumpAllocator;
import org.allotment.core.concurrent.HeapLock;
import org.allotment.core.concurrent.LockedSizeAware;
import org.allotment.core.concurrent.QueuedLock;
import org.allotment.core.concurrent.SpinLock;
import org.allotment.core.concurrent.heap.HeapOptions;
import org.allotment.core.concurrent.heap.OwnedHeap;
import org.allotment.core.concurrent.heap.SharedAllocator;
import org.allotment.core.context.ContextAllocator;
import org.allotment.core.id.BitmapIdAllocator;
import org.allotment.core.id.BuddyIdAllocator;
import org.allotment.core.mapped.MappedAllocator;
import org.allotment.core.page.BitmapPageAllocator;
import org.allotment.core.slab.SlabAllocator;
import org.allotment.core.source.MemoryMapSource;
import org.allotment.core.source.MemorySource;
import org.allotment.core.switching.SwitchableAllocator;
import org.allotment.core.tlsf.TlsfAllocator;
import org.allotment.core.tlsf.TlsfOptions;
import org.allotment.core.tree.TreeAllocator;

/**
 * The catalogue itself.
 *
 * <p>Openers are lambdas, not method references: linking a reference loads its class, and a JVM that measures one engine
 * must not know of others, or its compiler takes calls for polymorphic. Types are named as text for the same reason.
 */
final class Engines {
    private static final List<Form> TWO = List.of(CHECKED, TRUSTING);
    private static final List<Form> THREE = List.of(CHECKED, TRUSTING, BARE);
    private static final Set<EngineTrait> BASIC = Set.of(REUSES, CATCHES_MISUSE);
    private static final Set<EngineTrait> GENERAL = Set.of(REUSES, CATCHES_MISUSE, SIZE_AWARE, GROWS);
    private static final Set<EngineTrait> SHARED = Set.of(REUSES, CATCHES_MISUSE, SIZE_AWARE, GROWS, ANY_THREAD);

    static final List<EngineEntry> ALL = List.of(
            engine(
                    "bump",
                    "a pointer that moves on; everything is freed at once, or the last block",
                    List.of("bump.BumpAllocator"),
                    new EngineVariant.Blocks("bump", TWO, Set.of(), (source, settings) -> bump(source, settings))),
            engine(
                    "slab",
                    "free lists by size class",
                    List.of("slab.SlabAllocator"),
                    new EngineVariant.Blocks("slab", TWO, GENERAL, (source, settings) -> slab(source, settings))),
            engine(
                    "tlsf",
                    "two-level segregated fit",
                    List.of("tlsf.TlsfAllocator"),
                    new EngineVariant.Blocks("tlsf", THREE, GENERAL, (source, settings) -> tlsf(source, settings))),
            engine(
                    "buddy",
                    "binary buddies",
                    List.of("buddy.BuddyAllocator", "buddy.FrameAllocator"),
                    new EngineVariant.Blocks("buddy", THREE, GENERAL, (source, settings) -> buddy(source, settings))),
            engine(
                    "bitset",
                    "a bit for each granule",
                    List.of("bitset.BitSetAllocator"),
                    new EngineVariant.Blocks("bitset", TWO, BASIC, (source, settings) -> bitset(source, settings))),
            engine(
                    "tree",
                    "blocks of powers of two, the free ones in red-black trees",
                    List.of("tree.TreeAllocator"),
                    new EngineVariant.Blocks("tree", TWO, BASIC, (source, settings) -> tree(source, settings))),
            engine(
                    "context",
                    "memory of one context: the engine that suits how long blocks live",
                    List.of("context.ContextAllocator"),
                    context("context-medium", LifetimeHint.MEDIUM_LIVED, BASIC),
                    context("context-short", LifetimeHint.SHORT_LIVED, Set.of()),
                    context("context-long", LifetimeHint.LONG_LIVED, BASIC)),
            engine(
                    "page",
                    "runs of pages from a bitmap",
                    List.of("page.BitmapPageAllocator"),
                    new EngineVariant.Pages(
                            "page", (start, bytes, pageSize) -> BitmapPageAllocator.over(start, bytes, pageSize))),
            engine(
                    "id",
                    "numbers from a bitmap, or from buddies",
                    List.of("id.BitmapIdAllocator", "id.BuddyIdAllocator"),
                    new EngineVariant.Ids("id-bitmap", (first, count) -> BitmapIdAllocator.of(first, count)),
                    new EngineVariant.Ids("id-buddy", (first, count) -> BuddyIdAllocator.of(first, count))),
            engine(
                    "mapped",
                    "a mapping for each block, alone or above a threshold of another engine",
                    List.of("mapped.MappedAllocator", "mapped.OversizeAllocator", "mapped.OversizeSizeAware"),
                    new EngineVariant.Blocks(
                            "mapped", List.of(CHECKED), GENERAL, (source, settings) -> mapped(source, settings))),
            engine(
                    "concurrent",
                    "what any thread may use: two-level segregated fit behind a lock, blocks of one size without",
                    List.of(
                            "concurrent.LockedAllocator",
                            "concurrent.LockedSizeAware",
                            "concurrent.RescuingAllocator",
                            "concurrent.FixedBlockPool",
                            "concurrent.striped.StripedAllocator",
                            "concurrent.striped.StripedSizeAware"),
                    new EngineVariant.Blocks(
                            "concurrent-queued",
                            THREE,
                            SHARED,
                            (source, settings) -> locked(source, settings, new QueuedLock())),
                    new EngineVariant.Blocks(
                            "concurrent-spin",
                            THREE,
                            SHARED,
                            (source, settings) -> locked(source, settings, new SpinLock()))),
            new EngineEntry(
                    "shared",
                    "a heap for each thread; any thread frees any block",
                    List.of("concurrent.heap", "concurrent.remote", "concurrent.slice", "concurrent.care"),
                    List.of("concurrent.heap.SharedAllocator", "concurrent.heap.OwnedHeap"),
                    List.of(
                            new EngineVariant.Blocks(
                                    "shared", TWO, SHARED, (source, settings) -> shared(source, settings)),
                            new EngineVariant.Blocks(
                                    "shared-heap", TWO, GENERAL, (source, settings) -> heap(source, settings)))),
            new EngineEntry(
                    "guard",
                    "decorators that watch another allocator",
                    List.of("guard"),
                    List.of(
                            "guard.UsageTrackingAllocator",
                            "guard.UsageTrackingSizeAware",
                            "guard.budget.BudgetedAllocator",
                            "guard.budget.BudgetedSizeAware"),
                    List.of()),
            engine(
                    "switching",
                    "global, thread's or context's memory, as the caller has selected; opened with a global one only",
                    List.of("switching.SwitchableAllocator", "switching.GlobalHandle", "switching.ContextHandle"),
                    new EngineVariant.Blocks(
                            "switching",
                            THREE,
                            Set.of(REUSES, CATCHES_MISUSE, GROWS, ANY_THREAD),
                            (source, settings) -> switchable(source, settings))),
            new EngineEntry(
                    "adapt",
                    "ours as the language's allocators, theirs as ours, and collections",
                    List.of("adapt"),
                    List.of(
                            "adapt.SegmentView",
                            "adapt.ArenaView",
                            "adapt.SegmentBackedAllocator",
                            "adapt.NativeAllocator",
                            "adapt.TrustingNativeAllocator",
                            "adapt.AllocatorHandle",
                            "adapt.SizeAwareHandle",
                            "adapt.collection.OffHeapVector",
                            "adapt.collection.OffHeapBlockVector",
                            "adapt.collection.OffHeapBTreeMap"),
                    List.of()),
            new EngineEntry(
                    "source",
                    "where engines take their memory from",
                    List.of("source", "os"),
                    List.of(
                            "source.MemoryMapSource",
                            "source.RegionSource",
                            "source.FixedBlockSource",
                            "source.ContextMemory",
                            "source.AllocatorSource",
                            "source.CountedSource"),
                    List.of()),
            new EngineEntry(
                    "memory",
                    "what everything stands on: raw access, word arrays, bits, whose an address is",
                    List.of("memory", "bits", "ending", "pagemap"),
                    List.of("memory.RawAccess", "memory.HeapWords", "memory.OffHeapWords"),
                    List.of()));

    private Engines() {}

    /** An engine whose package has its name. */
    private static EngineEntry engine(String name, String idea, List<String> types, EngineVariant... variants) {
        return new EngineEntry(name, idea, List.of(name), types, List.of(variants));
    }

    private static EngineVariant context(String name, LifetimeHint lifetime, Set<EngineTrait> traits) {
        return new EngineVariant.Blocks(name, TWO, traits, (source, settings) -> context(source, settings, lifetime));
    }

    private static Allocator bump(MemorySource source, EngineSettings settings) {
        long bytes = settings.regionBytes();
        if (settings.form() == TRUSTING) {
            return BumpAllocator.trusting(source, bytes);
        }
        return settings.owned()
                ? BumpAllocator.checked(source, bytes)
                : BumpAllocator.checkedWithoutOwner(source, bytes);
    }

    private static Allocator slab(MemorySource source, EngineSettings settings) {
        if (settings.form() == TRUSTING) {
            return SlabAllocator.trusting(source);
        }
        return settings.owned() ? SlabAllocator.checked(source) : SlabAllocator.checkedWithoutOwner(source);
    }

    private static TlsfAllocator tlsf(MemorySource source, EngineSettings settings) {
        TlsfOptions form = switch (settings.form()) {
            case CHECKED -> TlsfOptions.DEFAULT;
            case TRUSTING -> TlsfOptions.DEFAULT.trusting();
            case BARE -> TlsfOptions.DEFAULT.bare();
        };
        TlsfOptions owned = settings.owned() ? form : form.withoutOwner();
        return TlsfAllocator.create(source, owned.growingBy(settings.regionBytes()));
    }

    private static Allocator buddy(MemorySource source, EngineSettings settings) {
        BuddyOptions form = switch (settings.form()) {
            case CHECKED -> BuddyOptions.DEFAULT;
            case TRUSTING -> BuddyOptions.DEFAULT.trusting();
            case BARE -> BuddyOptions.DEFAULT.bare();
        };
        BuddyOptions owned = settings.owned() ? form : form.withoutOwner();
        return BuddyAllocator.create(source, owned.growingBy(powerOfTwo(settings.regionBytes())));
    }

    /** Sizes above the largest power of two are left as they are, for the engine to refuse. */
    private static long powerOfTwo(long bytes) {
        return bytes > Long.MAX_VALUE / 2 ? bytes : Alignment.nextPowerOfTwo(bytes);
    }

    private static Allocator bitset(MemorySource source, EngineSettings settings) {
        long bytes = settings.regionBytes();
        long granule = settings.granuleBytes();
        if (settings.form() == TRUSTING) {
            return BitSetAllocator.trusting(source, bytes, granule);
        }
        return settings.owned()
                ? BitSetAllocator.checked(source, bytes, granule)
                : BitSetAllocator.checkedWithoutOwner(source, bytes, granule);
    }

    private static Allocator tree(MemorySource source, EngineSettings settings) {
        long bytes = settings.regionBytes();
        if (settings.form() == TRUSTING) {
            return TreeAllocator.trusting(source, bytes);
        }
        return settings.owned()
                ? TreeAllocator.checked(source, bytes)
                : TreeAllocator.checkedWithoutOwner(source, bytes);
    }

    private static Allocator context(MemorySource source, EngineSettings settings, LifetimeHint lifetime) {
        long bytes = settings.regionBytes();
        long typical = settings.granuleBytes();
        if (settings.form() == TRUSTING) {
            return ContextAllocator.trusting(source, bytes, lifetime, typical);
        }
        return settings.owned()
                ? ContextAllocator.checked(source, bytes, lifetime, typical)
                : ContextAllocator.checkedWithoutOwner(source, bytes, lifetime, typical);
    }

    private static Allocator mapped(MemorySource source, EngineSettings settings) {
        if (source instanceof MemoryMapSource maps) {
            return settings.owned() ? MappedAllocator.create(maps) : MappedAllocator.withoutOwner(maps);
        }
        throw AllocationException.invalidParameter("mapped blocks need a source of mappings, source="
                + source.getClass().getSimpleName());
    }

    private static Allocator shared(MemorySource source, EngineSettings settings) {
        return SharedAllocator.create(heaps(source, settings));
    }

    private static Allocator heap(MemorySource source, EngineSettings settings) {
        return OwnedHeap.sole(heaps(source, settings), settings.owned());
    }

    private static HeapOptions heaps(MemorySource source, EngineSettings settings) {
        HeapOptions options = HeapOptions.of(source);
        return settings.form() == TRUSTING ? options.trusting() : options;
    }

    private static Allocator locked(MemorySource source, EngineSettings settings, HeapLock lock) {
        return new LockedSizeAware(tlsf(source, settings.withoutOwner()), lock);
    }

    private static Allocator switchable(MemorySource source, EngineSettings settings) {
        return SwitchableAllocator.over(locked(source, settings, new QueuedLock()));
    }
}
