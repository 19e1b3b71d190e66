package org.allotment.core.id;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.function.Supplier;
import org.allotment.core.AllocationException;
import org.allotment.core.AllocationException.Kind;
import org.allotment.core.IdAllocator;
import org.allotment.core.defects.Defect;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** The seed's defects that touch numbers, by their own numbers. */
final class IdDefectsTest {
    static final List<Named<Supplier<IdAllocator>>> KINDS = List.of(
            Named.of("bitmap", () -> BitmapIdAllocator.of(0, 64)), Named.of("buddy", () -> BuddyIdAllocator.of(0, 64)));

    /** A5: a free could not report anything. */
    @Defect("A5")
    @ParameterizedTest
    @FieldSource("KINDS")
    void a5AFreeOfWhatIsNotAllocatedIsReported(Supplier<IdAllocator> kind) {
        IdAllocator ids = kind.get();
        assertRefused(() -> ids.freeId(0, 1), Kind.NOT_ALLOCATED);
        long run = ids.allocateId(4, 1);
        ids.freeId(run, 4);
        assertRefused(() -> ids.freeId(run, 4), Kind.NOT_ALLOCATED);
        assertThat(ids.used()).isZero();
    }

    /** A23: there was a trait and no implementation; and a fixed number was to be told from an allocated one. */
    @Defect("A23")
    @ParameterizedTest
    @FieldSource("KINDS")
    void a23NumbersAreContiguousAlignedAndFixedOnesStay(Supplier<IdAllocator> kind) {
        IdAllocator ids = kind.get();
        ids.allocateFixedId(0);
        long run = ids.allocateId(5, 16);
        assertThat(run).isEqualTo(16);
        for (long id = run; id < run + 5; id++) {
            assertThat(ids.isAllocated(id)).isTrue();
            assertThat(ids.isFixed(id)).isFalse();
        }
        assertThat(ids.isAllocated(0)).isTrue();
        assertThat(ids.isFixed(0)).isTrue();
        assertRefused(() -> ids.freeId(0, 1), Kind.NOT_ALLOCATED);
        ids.freeId(run, 5);
        assertThat(ids.isAllocated(run)).isFalse();
        assertThat(ids.size()).isEqualTo(64);
        assertThat(ids.used()).isEqualTo(1);
        assertThat(ids.available()).isEqualTo(63);
    }

    /** A24: sums and powers of two near the end of the range wrapped. */
    @Defect("A24")
    @ParameterizedTest
    @FieldSource("KINDS")
    void a24CountsNearTheEndOfLongAreRefused(Supplier<IdAllocator> kind) {
        IdAllocator ids = kind.get();
        long run = ids.allocateId(4, 1);
        for (int shift = 7; shift < 63; shift++) {
            long count = 1L << shift;
            assertThat(ids.tryAllocateId(count, 1)).isEqualTo(IdAllocator.NONE);
            assertThat(ids.tryAllocateId(count + 1, 1)).isEqualTo(IdAllocator.NONE);
            assertThatThrownBy(() -> ids.freeId(run, count)).isInstanceOf(AllocationException.class);
            assertThatThrownBy(() -> ids.freeId(run, Long.MAX_VALUE - count)).isInstanceOf(AllocationException.class);
        }
        assertThat(ids.used()).isEqualTo(4);
    }

    private static void assertRefused(Runnable call, Kind kind) {
        assertThatThrownBy(call::run)
                .isInstanceOfSatisfying(
                        AllocationException.class,
                        refusal -> assertThat(refusal.kind()).isEqualTo(kind));
    }
}
