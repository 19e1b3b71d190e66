package org.allotment.core.catalog;

import static org.allotment.core.AllocationException.Kind.INVALID_PARAMETER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.allotment.core.AllocationException;
import org.allotment.core.Allocator;
import org.allotment.core.IdAllocator;
import org.allotment.core.PageAllocator;
import org.allotment.core.SizeAware;
import org.allotment.core.page.PageCapacity;
import org.allotment.core.source.AllocatorSource;
import org.allotment.core.source.MemoryMapSource;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

final class EngineCatalogTest {
    private static final long START = 1L << 40;

    @Test
    void namesAreKept() {
        assertThat(String.join(" ", EngineCatalog.names()))
                .isEqualTo("bump slab tlsf buddy bitset tree context page id mapped concurrent"
                        + " shared guard switching adapt source memory default full");
        assertThat(Openings.all().map(Openings::toString).collect(Collectors.joining(" ")))
                .isEqualTo("bump bump-trusting slab slab-trusting tlsf tlsf-trusting tlsf-bare"
                        + " buddy buddy-trusting buddy-bare bitset bitset-trusting tree tree-trusting"
                        + " context-medium context-medium-trusting context-short context-short-trusting"
                        + " context-long context-long-trusting mapped"
                        + " concurrent-queued concurrent-queued-trusting concurrent-queued-bare"
                        + " concurrent-spin concurrent-spin-trusting concurrent-spin-bare"
                        + " shared shared-trusting shared-heap shared-heap-trusting"
                        + " switching switching-trusting switching-bare");
    }

    @Test
    void noTwoThingsHaveOneName() {
        List<String> names = new ArrayList<>(EngineCatalog.names());
        names.addAll(EngineCatalog.capacities().keySet());
        assertThat(names).doesNotHaveDuplicates();
        for (EngineEntry entry : EngineCatalog.entries()) {
            for (EngineVariant variant : entry.variants()) {
                assertThat(variant.name()).matches(entry.name() + "(-[a-z]+)?");
                assertThat(variant.forms()).startsWith(Form.CHECKED).doesNotHaveDuplicates();
                assertThat(EngineCatalog.variant(variant.name())).isSameAs(variant);
                assertThat(EngineCatalog.entryOf(variant)).isSameAs(entry);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("org.allotment.core.catalog.Openings#all")
    void everySpellingOpensWithTheUsualSettingsAndKeepsItsTraits(Openings opening) {
        MemoryMapSource source = MemoryMapSource.create();
        try (Allocator allocator = EngineCatalog.open(opening.variant().name(), opening.form(), source)) {
            long block = allocator.allocate(100, 16);
            assertThat(block % 16).isZero();
            assertThat(allocator instanceof SizeAware).isEqualTo(opening.has(EngineTrait.SIZE_AWARE));
            assertThat(growsBeyondItsRegion(allocator)).isEqualTo(opening.has(EngineTrait.GROWS));
            assertThat(mayBeCalledByOthers(allocator))
                    .isEqualTo(opening.form() == Form.TRUSTING || opening.has(EngineTrait.ANY_THREAD));
            allocator.free(block, 100, 16);
        }
        assertThat(source.obtainedBytes()).isZero();
    }

    private static boolean growsBeyondItsRegion(Allocator allocator) {
        long region = EngineSettings.DEFAULT.regionBytes();
        long block = allocator.tryAllocate(2 * region, 16);
        if (block != Allocator.NULL) {
            allocator.free(block, 2 * region, 16);
        }
        return block != Allocator.NULL;
    }

    private static boolean mayBeCalledByOthers(Allocator allocator) {
        return CompletableFuture.supplyAsync(
                        () -> {
                            try {
                                long block = allocator.allocate(64, 16);
                                allocator.free(block, 64, 16);
                                return true;
                            } catch (IllegalStateException refusal) {
                                return false;
                            }
                        },
                        Thread.ofPlatform()::start)
                .join();
    }

    @ParameterizedTest
    @MethodSource("org.allotment.core.catalog.Openings#all")
    void withoutAnOwnerOthersMayCall(Openings opening) {
        EngineSettings settings = EngineSettings.DEFAULT.in(opening.form()).withoutOwner();
        try (Allocator allocator = EngineCatalog.open(opening.variant().name(), settings, MemoryMapSource.create())) {
            assertThat(mayBeCalledByOthers(allocator)).isTrue();
        }
    }

    @Test
    void aCheckedFormHasItsOwner() {
        Allocator allocator = EngineCatalog.open("tlsf", Form.CHECKED, MemoryMapSource.create());
        assertThat(mayBeCalledByOthers(allocator)).isFalse();
        allocator.close();
        assertThatIllegalStateException().isThrownBy(() -> allocator.allocate(8, 8));
    }

    @Test
    void aBareFormKeepsNothingBack() {
        for (String name : List.of("tlsf", "buddy")) {
            EngineSettings settings = EngineSettings.DEFAULT.in(Form.BARE);
            try (Allocator bare = EngineCatalog.open(name, settings, MemoryMapSource.create());
                    Allocator quick = EngineCatalog.open(name, Form.CHECKED, MemoryMapSource.create())) {
                assertThat(List.of(secondOf(bare), secondOf(quick))).as(name).containsExactly(false, true);
            }
        }
    }

    /** Whether a freed block is kept for a request of its size, although the lowest place is free as well. */
    private static boolean secondOf(Allocator allocator) {
        long first = allocator.allocate(64, 16);
        long second = allocator.allocate(64, 16);
        long guard = allocator.allocate(64, 16);
        allocator.free(first, 64, 16);
        allocator.free(second, 64, 16);
        long again = allocator.allocate(64, 16);
        allocator.free(again, 64, 16);
        allocator.free(guard, 64, 16);
        return again == second;
    }

    @Test
    void theRegionIsAsLargeAsItIsSet() {
        for (String name : List.of("bump", "bitset", "tree", "context-short", "context-medium", "context-long")) {
            MemoryMapSource source = MemoryMapSource.create();
            try (Allocator allocator = EngineCatalog.open(name, EngineSettings.DEFAULT.withRegion(1 << 16), source)) {
                assertThat(source.obtainedBytes()).as(name).isEqualTo(1 << 16);
                assertThat(allocator.tryAllocate(1 << 15, 16)).isNotZero();
            }
        }
        for (String name : List.of("tlsf", "buddy", "concurrent")) {
            MemoryMapSource source = MemoryMapSource.create();
            EngineSettings settings = EngineSettings.DEFAULT.withRegion((1 << 17) - 100);
            try (Allocator allocator = EngineCatalog.open(name, settings, source)) {
                allocator.allocate(8, 8);
                assertThat(source.obtainedBytes()).as(name).isEqualTo(1 << 17);
            }
        }
    }

    @Test
    void theGranuleIsAsLargeAsItIsSet() {
        for (String name : List.of("bitset", "context")) {
            EngineSettings settings = EngineSettings.DEFAULT.withGranule(256);
            try (Allocator allocator = EngineCatalog.open(name, settings, MemoryMapSource.create())) {
                allocator.allocate(1, 1);
                assertThat(allocator.statistics().liveBlockBytes()).as(name).isEqualTo(256);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void pagesOpenByCapacity(PageCapacity capacity) {
        try (PageAllocator pages = EngineCatalog.openPages("page", START, capacity, 1 << 16)) {
            assertThat(pages.totalPages()).isEqualTo(capacity.bytes() >>> 16);
            assertThat(pages.allocatePages(3, 1 << 16)).isEqualTo(START);
        }
    }

    @Test
    void numbersOpenByName() {
        for (String name : List.of("id", "id-bitmap", "id-buddy")) {
            IdAllocator ids = EngineCatalog.openIds(name, 10, 100);
            assertThat(ids.size()).isEqualTo(100);
            assertThat(ids.allocateId(1, 1)).isGreaterThanOrEqualTo(10);
        }
        assertThat(EngineCatalog.variant("id")).isSameAs(EngineCatalog.variant("id-bitmap"));
        assertThat(EngineCatalog.variant("context")).isSameAs(EngineCatalog.variant("context-medium"));
    }

    @Test
    void whatDoesNotExistIsRefusedAndTheRestIsListed() {
        MemoryMapSource source = MemoryMapSource.create();
        assertRefused(() -> EngineCatalog.open("tlfs", Form.CHECKED, source), "name=tlfs", "known=bump,slab,tlsf");
        assertRefused(() -> EngineCatalog.open("guard", Form.CHECKED, source), "name=guard", "context-long");
        assertRefused(
                () -> EngineCatalog.open("slab", Form.BARE, source),
                "name=slab",
                "form=bare",
                "known=checked,trusting");
        assertRefused(() -> EngineCatalog.open("page", Form.CHECKED, source), "wanted=blocks", "opens=pages");
        assertRefused(() -> EngineCatalog.open("id", Form.CHECKED, source), "wanted=blocks", "opens=ids");
        assertRefused(
                () -> EngineCatalog.openPages("tlsf", START, PageCapacity.GIB_4, 4_096), "name=tlsf", "opens=blocks");
        assertRefused(() -> EngineCatalog.openIds("page", 0, 8), "name=page", "opens=pages");
        assertRefused(() -> EngineCatalog.entry("context-long"), "name=context-long", "known=bump");
        assertRefused(() -> EngineCatalog.preset("all"), "name=all", "known=default,full");
        assertRefused(() -> EngineCatalog.capacity("4g"), "name=4g", "page-alloc-256m,page-alloc-4g,page-alloc-64g");
        assertRefused(() -> Selection.of("tlsf", "everything"), "name=everything", "tlsf", "full", "page-alloc-1t");
        assertRefused(() -> Form.of("naked"), "form=naked", "known=checked,trusting,bare");
        assertThat(source.obtainedBytes()).isZero();
    }

    @Test
    void badSettingsAreRefused() {
        assertRefused(() -> EngineSettings.DEFAULT.withRegion(0), "regionBytes=0");
        assertRefused(() -> EngineSettings.DEFAULT.withRegion(Long.MIN_VALUE), "regionBytes=" + Long.MIN_VALUE);
        assertRefused(() -> EngineSettings.DEFAULT.withGranule(24), "granuleBytes=24");
        MemoryMapSource source = MemoryMapSource.create();
        for (String name : List.of("tlsf", "buddy", "concurrent")) {
            for (long bytes : new long[] {1, 1L << 41, 1L << 62, Long.MAX_VALUE}) {
                EngineSettings settings = EngineSettings.DEFAULT.withRegion(bytes);
                assertRefused(() -> EngineCatalog.open(name, settings, source), "growthBytes=");
            }
        }
        assertThat(source.obtainedBytes()).isZero();
    }

    @Test
    void mappedBlocksNeedASourceOfMappings() {
        MemoryMapSource source = MemoryMapSource.create();
        try (Allocator tlsf = EngineCatalog.open("tlsf", Form.CHECKED, source)) {
            AllocatorSource slice = new AllocatorSource(tlsf, 4_096);
            assertRefused(() -> EngineCatalog.open("mapped", Form.CHECKED, slice), "source=AllocatorSource");
        }
    }

    @Test
    void formsAreFoundByTheirWord() {
        assertThat(List.of(Form.values()))
                .allSatisfy(form -> assertThat(Form.of(form.word())).isSameAs(form));
    }

    private static void assertRefused(ThrowingCallable call, String... parts) {
        AllocationException refusal = catchThrowableOfType(AllocationException.class, call);
        assertThat(refusal).as("refusal that names %s", List.of(parts)).isNotNull();
        assertThat(refusal.kind()).isEqualTo(INVALID_PARAMETER);
        assertThat(refusal.getMessage()).contains(parts).matches(".*, \\w+=\\S+");
    }
}
