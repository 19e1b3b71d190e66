package org.allotment.harness.subject.catalog;

import static org.allotment.harness.subject.Capability.ALIGNED;
import static org.allotment.harness.subject.Capability.ANY_THREAD;
import static org.allotment.harness.subject.Capability.BOUNDS_CHECKED;
import static org.allotment.harness.subject.Capability.CHECKED_FREE;
import static org.allotment.harness.subject.Capability.INDIVIDUAL_FREE;
import static org.allotment.harness.subject.Capability.RAW_ADDRESS;
import static org.allotment.harness.subject.Capability.SIZED_FREE;
import static org.allotment.harness.subject.Capability.WHOLE_PAGES;
import static org.allotment.harness.subject.Capability.ZEROED;

import java.lang.foreign.Arena;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.allotment.core.LifetimeHint;
import org.allotment.core.buddy.BuddyOptions;
import org.allotment.core.tlsf.TlsfOptions;
import org.allotment.harness.subject.Applicability;
import org.allotment.harness.subject.Subject;
import org.allotment.harness.subject.Traits;
import org.allotment.harness.subject.allotment.BitSetSubject;
import org.allotment.harness.subject.allotment.BuddySubject;
import org.allotment.harness.subject.allotment.BumpSubject;
import org.allotment.harness.subject.allotment.ContextSubject;
import org.allotment.harness.subject.allotment.PageSubject;
import org.allotment.harness.subject.allotment.SlabSubject;
import org.allotment.harness.subject.allotment.TlsfSubject;
import org.allotment.harness.subject.allotment.TreeSubject;
import org.allotment.harness.subject.arena.ArenaPerBlock;
import org.allotment.harness.subject.arena.SlicedRegion;
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
 * hangs on it.
 *
 * <p>Openers are lambdas, not constructor references: linking a constructor reference loads its class, and a forked JVM
 * shall see the one subject it measures.
 */
public final class Subjects {
    private static final Traits CHECKED = Traits.of(INDIVIDUAL_FREE, SIZED_FREE, RAW_ADDRESS, ALIGNED, CHECKED_FREE);
    private static final Traits TRUSTING = Traits.of(INDIVIDUAL_FREE, SIZED_FREE, RAW_ADDRESS, ALIGNED);
    private static final Traits NATIVE = Traits.of(INDIVIDUAL_FREE, ANY_THREAD, RAW_ADDRESS, ALIGNED);
    private static final Traits NATIVE_SIZED = Traits.of(INDIVIDUAL_FREE, ANY_THREAD, RAW_ADDRESS, ALIGNED, SIZED_FREE);

    private static final List<SubjectEntry> ALL = List.of(
            entry("allotment-bump", Traits.of(SIZED_FREE, RAW_ADDRESS, ALIGNED), () -> new BumpSubject()),
            entry("allotment-slab", CHECKED, () -> SlabSubject.checked()),
            entry("allotment-slab-trusting", TRUSTING, () -> SlabSubject.trusting()),
            entry("allotment-tlsf", CHECKED, () -> new TlsfSubject(TlsfOptions.DEFAULT)),
            entry("allotment-tlsf-trusting", TRUSTING, () -> new TlsfSubject(TlsfOptions.DEFAULT.trusting())),
            entry("allotment-tlsf-bare", CHECKED, () -> new TlsfSubject(TlsfOptions.DEFAULT.bare())),
            entry("allotment-buddy", CHECKED, () -> new BuddySubject(BuddyOptions.DEFAULT)),
            entry("allotment-buddy-trusting", TRUSTING, () -> new BuddySubject(BuddyOptions.DEFAULT.trusting())),
            entry("allotment-buddy-bare", CHECKED, () -> new BuddySubject(BuddyOptions.DEFAULT.bare())),
            entry("allotment-bitset", CHECKED, () -> BitSetSubject.checked()),
            entry("allotment-bitset-trusting", TRUSTING, () -> BitSetSubject.trusting()),
            entry("allotment-tree", CHECKED, () -> TreeSubject.checked()),
            entry("allotment-tree-trusting", TRUSTING, () -> TreeSubject.trusting()),
            entry("allotment-context-medium", CHECKED, () -> new ContextSubject(LifetimeHint.MEDIUM_LIVED)),
            entry("allotment-context-long", CHECKED, () -> new ContextSubject(LifetimeHint.LONG_LIVED)),
            entry(
                    "allotment-page",
                    Traits.of(INDIVIDUAL_FREE, SIZED_FREE, RAW_ADDRESS, ALIGNED, WHOLE_PAGES, CHECKED_FREE),
                    () -> new PageSubject()),
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
                    Traits.of(INDIVIDUAL_FREE, ANY_THREAD, ALIGNED, ZEROED, BOUNDS_CHECKED, CHECKED_FREE),
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

    private static final Map<String, SubjectEntry> BY_ID =
            ALL.stream().collect(Collectors.toUnmodifiableMap(SubjectEntry::id, Function.identity()));

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
     * Finds an entry.
     *
     * @param id a stable name
     * @return its entry
     * @throws IllegalArgumentException if there is none of this name
     */
    public static SubjectEntry byId(String id) {
        SubjectEntry entry = BY_ID.get(id);
        if (entry == null) {
            throw new IllegalArgumentException("no such subject id=" + id + " known="
                    + ALL.stream().map(SubjectEntry::id).collect(Collectors.joining(",")));
        }
        return entry;
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

    private static SubjectEntry entry(String id, Traits traits, Supplier<Subject> opener) {
        return new SubjectEntry(id, traits, Applicability::applicable, opener);
    }

    private static SubjectEntry probed(
            String id, Traits traits, Supplier<Applicability> probe, Supplier<Subject> opener) {
        return new SubjectEntry(id, traits, probe, opener);
    }
}
