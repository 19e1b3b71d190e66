package org.allotment.harness.subject.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Set;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.allotment.core.catalog.EngineCatalog;
import org.allotment.core.catalog.Selection;
import org.allotment.core.memory.RawAccess;
import org.allotment.harness.subject.AddressSubject;
import org.allotment.harness.subject.Applicability;
import org.allotment.harness.subject.Capability;
import org.allotment.harness.subject.ObjectSubject;
import org.allotment.harness.subject.Subject;
import org.allotment.harness.subject.mimalloc.MimallocLibrary;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class SubjectsTest {
    private static final long[] ALIGNMENTS = {1, 4, 8, 16, 32, 256, 4096};

    static Stream<SubjectEntry> entries() {
        return Subjects.all().stream();
    }

    @Test
    void idsAreTheKeysOfTheHistory() {
        assertThat(entries().map(SubjectEntry::id))
                .containsExactly(
                        "allotment-bump",
                        "allotment-slab",
                        "allotment-slab-trusting",
                        "allotment-tlsf",
                        "allotment-tlsf-trusting",
                        "allotment-tlsf-bare",
                        "allotment-buddy",
                        "allotment-buddy-trusting",
                        "allotment-buddy-bare",
                        "allotment-bitset",
                        "allotment-bitset-trusting",
                        "allotment-tree",
                        "allotment-tree-trusting",
                        "allotment-context-medium",
                        "allotment-context-long",
                        "allotment-page",
                        "allotment-shared",
                        "allotment-shared-trusting",
                        "allotment-shared-heap",
                        "allotment-shared-heap-trusting",
                        "allotment-concurrent-queued",
                        "allotment-concurrent-spin",
                        "malloc",
                        "malloc-critical",
                        "mimalloc",
                        "mimalloc-critical",
                        "arena-confined",
                        "arena-shared",
                        "slicing",
                        "lwjgl-jemalloc",
                        "lwjgl-rpmalloc",
                        "lwjgl-memutil",
                        "netty-pooled",
                        "netty-adaptive");
    }

    @Test
    void oursAreThoseOfTheCatalogueAndOnlyThese() {
        for (SubjectEntry entry : Subjects.all()) {
            assertThat(entry.engine().isEmpty())
                    .as(entry.id())
                    .isEqualTo(!entry.id().startsWith("allotment-"));
            if (!entry.engine().isEmpty()) {
                assertThat(entry.id()).startsWith("allotment-" + entry.engine());
                assertThat(EngineCatalog.entry(entry.engine()).isEngine()).isTrue();
            }
        }
        assertThat(Subjects.of(Selection.of("tlsf")))
                .containsExactly("allotment-tlsf", "allotment-tlsf-trusting", "allotment-tlsf-bare");
        assertThat(Subjects.of(Selection.of("context")))
                .containsExactly("allotment-context-medium", "allotment-context-long");
        assertThat(Subjects.of(Selection.of("default"))).containsExactly("allotment-page");
        assertThat(Subjects.of(Selection.of("full")))
                .containsExactlyElementsOf(entries()
                        .map(SubjectEntry::id)
                        .filter(id -> id.startsWith("allotment-"))
                        .toList());
        assertThat(Subjects.of(Selection.of("memory"))).isEmpty();
    }

    @Test
    void traitsOfOursFollowFromTheCatalogue() {
        Set<Capability> all = Set.of(
                Capability.SIZED_FREE,
                Capability.RAW_ADDRESS,
                Capability.ALIGNED,
                Capability.INDIVIDUAL_FREE,
                Capability.CHECKED_FREE);
        assertThat(Subjects.byId("allotment-tlsf-bare").traits().capabilities()).isEqualTo(all);
        assertThat(Subjects.byId("allotment-tlsf-trusting").traits().capabilities())
                .containsExactlyInAnyOrder(
                        Capability.SIZED_FREE, Capability.RAW_ADDRESS, Capability.ALIGNED, Capability.INDIVIDUAL_FREE);
        assertThat(Subjects.byId("allotment-bump").traits().capabilities())
                .containsExactlyInAnyOrder(Capability.SIZED_FREE, Capability.RAW_ADDRESS, Capability.ALIGNED);
        assertThat(Subjects.byId("allotment-page").traits().capabilities())
                .containsAll(all)
                .contains(Capability.WHOLE_PAGES)
                .hasSize(all.size() + 1);
    }

    @Test
    void unknownIdIsRefusedNamingTheKnownOnes() {
        assertThatThrownBy(() -> Subjects.open("mallocc"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("id=mallocc")
                .hasMessageContaining("malloc-critical");
    }

    @ParameterizedTest
    @MethodSource("entries")
    void blocksOfEverySizeAreAlignedAndApart(SubjectEntry entry) {
        assumeTrue(entry.applicability().isApplicable(), entry.applicability()::reason);
        try (Subject subject = entry.open()) {
            switch (subject) {
                case AddressSubject addresses -> checkAddresses(addresses);
                case ObjectSubject<?> objects -> checkObjects(objects);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("entries")
    void blocksHaveTheAlignmentThatIsAskedFor(SubjectEntry entry) {
        assumeTrue(entry.applicability().isApplicable(), entry.applicability()::reason);
        assumeTrue(entry.traits().has(Capability.ALIGNED), "takes no alignment");
        try (Subject subject = entry.open()) {
            switch (subject) {
                case AddressSubject addresses -> checkAlignments(addresses);
                case ObjectSubject<?> objects -> checkAlignments(objects);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("entries")
    void grownBlocksKeepTheirContents(SubjectEntry entry) {
        assumeTrue(entry.applicability().isApplicable(), entry.applicability()::reason);
        try (Subject subject = entry.open()) {
            assertThat(subject instanceof AddressSubject)
                    .isEqualTo(entry.traits().has(Capability.RAW_ADDRESS));
            if (subject instanceof AddressSubject addresses) {
                checkGrowth(addresses);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("entries")
    void closingTwiceDoesNothing(SubjectEntry entry) {
        assumeTrue(entry.applicability().isApplicable(), entry.applicability()::reason);
        Subject subject = entry.open();
        subject.close();
        subject.close();
        assertThat(entry.open()).isNotSameAs(subject).satisfies(Subject::close);
    }

    @Test
    void sharedFormsSayThatAnyThreadMayFree() {
        assertThat(Subjects.byId("malloc").traits().has(Capability.ANY_THREAD)).isTrue();
        assertThat(Subjects.byId("arena-confined").traits().has(Capability.ANY_THREAD))
                .isFalse();
    }

    @Test
    void absentLibraryIsNotApplicableWithItsReason() {
        System.setProperty(MimallocLibrary.PATH_PROPERTY, "/nowhere/libmimalloc.so");
        try {
            Applicability answer = Subjects.byId("mimalloc").applicability();
            assertThat(answer.isApplicable()).isFalse();
            assertThat(answer.reason()).contains("not installed").endsWith("tried=/nowhere/libmimalloc.so");
        } finally {
            System.clearProperty(MimallocLibrary.PATH_PROPERTY);
        }
    }

    @Test
    void heapsOfTheSharedAllocatorAreOpenedByEachThreadForItself() {
        assertThat(Subjects.byId("allotment-shared-heap").traits().capabilities())
                .contains(Capability.ANY_THREAD, Capability.OWN_ENTRY);
        assertThat(Subjects.byId("allotment-shared").traits().capabilities())
                .contains(Capability.ANY_THREAD)
                .doesNotContain(Capability.OWN_ENTRY);
    }

    @Test
    void theControlIsNoEntryOfTheCatalogueButCanBeOpened() {
        String id = Subjects.control().id();
        assertThat(entries().map(SubjectEntry::id)).doesNotContain(id);
        try (Subject control = Subjects.open(id)) {
            assertThat(((AddressSubject) control).allocate(16)).isNotZero();
        }
    }

    private static void checkAddresses(AddressSubject subject) {
        long[] sizes = {16, 17, 24, 100, 1024, 8192, 65_536};
        long[] blocks = LongStream.of(sizes).map(subject::allocate).toArray();
        checkApart(blocks, sizes);
        for (int i = 0; i < blocks.length; i++) {
            subject.free(blocks[i], sizes[i]);
        }
    }

    private static <H> void checkObjects(ObjectSubject<H> subject) {
        long[] sizes = {16, 17, 24, 100, 1024, 8192, 65_536};
        var blocks = LongStream.of(sizes).mapToObj(subject::allocate).toList();
        checkApart(blocks.stream().mapToLong(subject::address).toArray(), sizes);
        blocks.forEach(subject::free);
    }

    private static void checkAlignments(AddressSubject subject) {
        for (long alignment : ALIGNMENTS) {
            for (long size : new long[] {1, 7, 100, 5000}) {
                long block = subject.allocate(size, alignment);
                assertThat(block % alignment).as("alignment=%s", alignment).isZero();
                subject.free(block, size, alignment);
            }
        }
    }

    private static <H> void checkAlignments(ObjectSubject<H> subject) {
        for (long alignment : ALIGNMENTS) {
            H block = subject.allocate(3, alignment);
            subject.putByte(block, 2, (byte) -7);
            assertThat(subject.getByte(block, 2)).isEqualTo((byte) -7);
            assertThat(subject.address(block) % alignment)
                    .as("alignment=%s", alignment)
                    .isZero();
            subject.free(block);
        }
    }

    private static void checkGrowth(AddressSubject subject) {
        for (long alignment : new long[] {8, 64}) {
            long size = 24;
            long block = subject.allocate(size, alignment);
            long other = subject.allocate(size, alignment);
            RawAccess.putLong(block + 16, 42);
            for (; size < 1 << 20; size *= 4) {
                block = subject.grow(block, size, size * 4, alignment);
                assertThat(RawAccess.getLong(block + 16)).isEqualTo(42);
                assertThat(block % alignment).isZero();
            }
            subject.free(block, size, alignment);
            subject.free(other, 24, alignment);
        }
    }

    private static void checkApart(long[] blocks, long[] sizes) {
        for (int i = 0; i < blocks.length; i++) {
            assertThat(blocks[i] % Subject.ALIGNMENT).as("size=%s", sizes[i]).isZero();
            for (int j = 0; j < i; j++) {
                boolean apart = blocks[i] + sizes[i] <= blocks[j] || blocks[j] + sizes[j] <= blocks[i];
                assertThat(apart).as("sizes %s and %s", sizes[i], sizes[j]).isTrue();
            }
        }
    }
}
