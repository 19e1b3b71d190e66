package org.allotment.harness.subject.catalog;

import static org.allotment.harness.subject.Capability.ALIGNED;
import static org.allotment.harness.subject.Capability.ANY_THREAD;
import static org.allotment.harness.subject.Capability.BOUNDS_CHECKED;
import static org.allotment.harness.subject.Capability.CHECKED_FREE;
import static org.allotment.harness.subject.Capability.INDIVIDUAL_FREE;
import static org.allotment.harness.subject.Capability.OWN_ENTRY;
import static org.allotment.harness.subject.Capability.RAW_ADDRESS;
import static org.allotment.harness.subject.Capability.SIZED_FREE;
import static org.allotment.harness.subject.Capability.STOPS_THREADS;
import static org.allotment.harness.subject.Capability.WHOLE_PAGES;
import static org.allotment.harness.subject.Capability.ZEROED;

import java.lang.foreign.Arena;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.allotment.core.LifetimeHint;
import org.allotment.core.buddy.BuddyOptions;
import org.allotment.core.catalog.EngineCatalog;
import org.allotment.core.catalog.EngineTrait;
import org.allotment.core.catalog.EngineVariant;
import org.allotment.core.catalog.Form;
import org.allotment.core.catalog.Selection;
import org.allotment.core.tlsf.TlsfOptions;
import org.allotment.harness.subject.Applicability;
import org.allotment.harness.subject.Capability;
import org.allotment.harness.subject.Subject;
import org.allotment.harness.subject.Traits;
import org.allotment.harness.subject.allotment.BitSetSubject;
import org.allotment.harness.subject.allotment.BuddySubject;
import org.allotment.harness.subject.allotment.BumpSubject;
import org.allotment.harness.subject.allotment.ContextSubject;
import org.allotment.harness.subject.allotment.LockedSubject;
import org.allotment.harness.subject.allotment.OwnedHeapSubject;
import org.allotment.harness.subject.allotment.PageSubject;
import org.allotment.harness.subject.allotment.SharedSubject;
import org.allotment.harness.subject.allotment.SlabSubject;
import org.allotment.harness.subject.allotment.TlsfSubject;
import org.allotment.harness.subject.allotment.TreeSubject;
import org.allotment.harness.subject.arena.ArenaPerBlock;
import org.allotment.harness.subject.arena.SlicedRegion;
import org.allotment.harness.subject.control.NoAllocator;
import org.allotment.harness.subject.lwjgl.LwjglJemalloc;
import org.allotment.harness.subject.lwjgl.LwjglMemoryUtil;
import org.allotment.harness.subject.lwjgl.LwjglNatives;
import org.allotment.harness.subject.lwjgl.LwjglRpmalloc;
import org.allotment.harness.subject.malloc.CriticalMalloc;
import org.allotment.harness.subject.malloc.PlainMalloc;
import org.allotment.harness.subject.mimalloc.CriticalMimalloc;
import org.allotment.harness.subject.mimalloc.MimallocLibrary;
import org.allotment.harness.subject.mimalloc.PlainMimalloc;
import org.allotment.harness.subject.netty.NettySubject;

/**
 * Every allocator the harness measures, ours and the rivals. An id, once published, keeps its meaning: the history
 * hangs on it. Ours are named by the catalogue of the core; what it has and this list has not is not measured.
 *
 * <p>Openers are lambdas, not constructor references: linking a constructor reference loads its class, and a forked JVM
 * shall see the one subject it measures.
 */
public final class Subjects {
    private static final String OURS = "allotment-";
    private static final String SHARED_HEAP = "shared-heap";

    private static final Traits NATIVE = Traits.of(INDIVIDUAL_FREE, ANY_THREAD, RAW_ADDRESS, ALIGNED);
    private static final Traits NATIVE_SIZED = Traits.of(INDIVIDUAL_FREE, ANY_THREAD, RAW_ADDRESS, ALIGNED, SIZED_FREE);

    private static final List<SubjectEntry> ALL = List.of(
            // The history knows the trusting form by the plain name.
            new SubjectEntry(
                    "allotment-bump",
                    "bump",
                    traits(EngineCatalog.variant("bump"), Form.TRUSTING),
                    Applicability::applicable,
                    () -> new BumpSubject()),
            ours("slab", Form.CHECKED, () -> SlabSubject.checked()),
            ours("slab", Form.TRUSTING, () -> SlabSubject.trusting()),
            ours("tlsf", Form.CHECKED, () -> new TlsfSubject(TlsfOptions.DEFAULT)),
            ours("tlsf", Form.TRUSTING, () -> new TlsfSubject(TlsfOptions.DEFAULT.trusting())),
            ours("tlsf", Form.BARE, () -> new TlsfSubject(TlsfOptions.DEFAULT.bare())),
            ours("buddy", Form.CHECKED, () -> new BuddySubject(BuddyOptions.DEFAULT)),
            ours("buddy", Form.TRUSTING, () -> new BuddySubject(BuddyOptions.DEFAULT.trusting())),
            ours("buddy", Form.BARE, () -> new BuddySubject(BuddyOptions.DEFAULT.bare())),
            ours("bitset", Form.CHECKED, () -> BitSetSubject.checked()),
            ours("bitset", Form.TRUSTING, () -> BitSetSubject.trusting()),
            ours("tree", Form.CHECKED, () -> TreeSubject.checked()),
            ours("tree", Form.TRUSTING, () -> TreeSubject.trusting()),
            ours("context-medium", Form.CHECKED, () -> new ContextSubject(LifetimeHint.MEDIUM_LIVED)),
            ours("context-long", Form.CHECKED, () -> new ContextSubject(LifetimeHint.LONG_LIVED)),
            ours("page", Form.CHECKED, () -> new PageSubject()),
            ours("shared", Form.CHECKED, () -> SharedSubject.checked()),
            ours("shared", Form.TRUSTING, () -> SharedSubject.trusting()),
            ours(SHARED_HEAP, Form.CHECKED, () -> OwnedHeapSubject.checked()),
            ours(SHARED_HEAP, Form.TRUSTING, () -> OwnedHeapSubject.trusting()),
            ours("concurrent-queued", Form.CHECKED, () -> LockedSubject.queued()),
            ours("concurrent-spin", Form.CHECKED, () -> LockedSubject.spinning()),
            entry("malloc", NATIVE, () -> new PlainMalloc()),
            entry("malloc-critical", NATIVE, () -> new CriticalMalloc()),
            probed("mimalloc", NATIVE, MimallocLibrary::applicability, () -> new PlainMimalloc()),
            probed("mimalloc-critical", NATIVE, MimallocLibrary::applicability, () -> new CriticalMimalloc()),
            entry(
                    "arena-confined",
                    Traits.of(INDIVIDUAL_FREE, ALIGNED, ZEROED, BOUNDS_CHECKED, CHECKED_FREE),
                    () -> new ArenaPerBlock(Arena::ofConfined)),
            entry(
                    "arena-shared",
                    Traits.of(
                            INDIVIDUAL_FREE, ANY_THREAD, STOPS_THREADS, ALIGNED, ZEROED, BOUNDS_CHECKED, CHECKED_FREE),
                    () -> new ArenaPerBlock(Arena::ofShared)),
            entry("slicing", Traits.of(ALIGNED, BOUNDS_CHECKED), () -> new SlicedRegion()),
            probed("lwjgl-jemalloc", NATIVE_SIZED, LwjglNatives::jemalloc, () -> new LwjglJemalloc()),
            probed("lwjgl-rpmalloc", NATIVE, LwjglNatives::rpmalloc, () -> new LwjglRpmalloc()),
            probed("lwjgl-memutil", NATIVE, LwjglNatives::memoryUtil, () -> new LwjglMemoryUtil()),
            entry("netty-pooled", Traits.of(INDIVIDUAL_FREE, ANY_THREAD, BOUNDS_CHECKED), () -> NettySubject.pooled()),
            entry(
                    "netty-adaptive",
                    Traits.of(INDIVIDUAL_FREE, ANY_THREAD, BOUNDS_CHECKED),
                    () -> NettySubject.adaptive()));

    private static final SubjectEntry CONTROL = entry("no-allocator", NATIVE_SIZED, () -> new NoAllocator());

    private static final Map<String, SubjectEntry> BY_ID = Stream.concat(ALL.stream(), Stream.of(CONTROL))
            .collect(Collectors.toUnmodifiableMap(SubjectEntry::id, Function.identity()));

    private Subjects() {}

    /**
     * Lists the catalogue.
     *
     * @return all entries, ours first, in the order of the reports
     */
    public static List<SubjectEntry> all() {
        return ALL;
    }

    /**
     * Names what stands in for a subject where the workload itself costs something that should be known; it allocates
     * nothing, so it is no entry of the catalogue.
     *
     * @return its entry
     */
    public static SubjectEntry control() {
        return CONTROL;
    }

    /**
     * Finds an entry of the catalogue, or the control.
     *
     * @param id a stable name
     * @return its entry
     * @throws IllegalArgumentException if there is none of this name
     */
    public static SubjectEntry byId(String id) {
        SubjectEntry entry = BY_ID.get(id);
        if (entry == null) {
            throw new IllegalArgumentException("no such subject, id=" + id + ", known="
                    + ALL.stream().map(SubjectEntry::id).collect(Collectors.joining(",")));
        }
        return entry;
    }

    /**
     * Finds the subjects of some engines of our own.
     *
     * @param selection the engines
     * @return ids, in the order of the catalogue
     */
    public static List<String> of(Selection selection) {
        return ALL.stream()
                .filter(entry -> selection.holds(entry.engine()))
                .map(SubjectEntry::id)
                .toList();
    }

    /**
     * Opens a subject for the calling thread.
     *
     * @param id a stable name
     * @return a fresh subject
     */
    public static Subject open(String id) {
        return byId(id).open();
    }

    /** One of our own, under the name that the catalogue of the core has for it. */
    private static SubjectEntry ours(String name, Form form, Supplier<Subject> opener) {
        EngineVariant variant = EngineCatalog.variant(name);
        return new SubjectEntry(
                OURS + variant.spelling(form),
                EngineCatalog.entryOf(variant).name(),
                traits(variant, form),
                Applicability::applicable,
                opener);
    }

    private static Traits traits(EngineVariant variant, Form form) {
        Set<Capability> capabilities = EnumSet.of(SIZED_FREE, RAW_ADDRESS, ALIGNED);
        switch (variant) {
            case EngineVariant.Blocks blocks -> {
                if (blocks.traits().contains(EngineTrait.REUSES)) {
                    capabilities.add(INDIVIDUAL_FREE);
                }
                if (blocks.traits().contains(EngineTrait.CATCHES_MISUSE) && form != Form.TRUSTING) {
                    capabilities.add(CHECKED_FREE);
                }
                if (blocks.traits().contains(EngineTrait.ANY_THREAD)) {
                    capabilities.add(ANY_THREAD);
                }
                if (blocks.name().equals(SHARED_HEAP)) {
                    // The catalogue opens a heap of its own; here each thread opens one of the same allocator.
                    Collections.addAll(capabilities, ANY_THREAD, OWN_ENTRY);
                }
            }
            case EngineVariant.Pages _ -> Collections.addAll(capabilities, INDIVIDUAL_FREE, WHOLE_PAGES, CHECKED_FREE);
            case EngineVariant.Ids ids ->
                throw new IllegalArgumentException("numbers are no memory, name=" + ids.name());
        }
        return new Traits(capabilities);
    }

    private static SubjectEntry entry(String id, Traits traits, Supplier<Subject> opener) {
        return new SubjectEntry(id, "", traits, Applicability::applicable, opener);
    }

    private static SubjectEntry probed(
            String id, Traits traits, Supplier<Applicability> probe, Supplier<Subject> opener) {
        return new SubjectEntry(id, "", traits, probe, opener);
    }
}
