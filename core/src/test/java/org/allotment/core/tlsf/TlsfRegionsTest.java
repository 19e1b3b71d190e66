package org.allotment.core.tlsf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.allotment.core.AllocationException;
import org.allotment.core.AllocationException.Kind;
import org.allotment.core.Allocator;
import org.allotment.core.AllocatorStatistics;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Several regions in one allocator, and the walk over them. */
final class TlsfRegionsTest {
    private static final String FORMS = "org.allotment.core.tlsf.TlsfFixture#FORMS";

    private final TlsfFixture fixture = new TlsfFixture();

    @AfterEach
    void tearDown() {
        fixture.close();
    }

    @ParameterizedTest
    @FieldSource(FORMS)
    void anAddedRegionServesAndItsSizeCounts(TlsfOptions options) {
        TlsfAllocator allocator = fixture.over(4_096, options);
        assertThat(allocator.tryAllocate(8_000, 16)).isEqualTo(Allocator.NULL);
        long second = fixture.memory(1 << 16);
        assertThat(allocator.contains(second)).isFalse();
        allocator.addRegion(second, 1 << 16);
        assertThat(allocator.contains(second)).isTrue();
        assertThat(allocator.contains(second + (1 << 16) - 1)).isTrue();
        assertThat(allocator.contains(second + (1 << 16))).isFalse();
        assertThat(allocator.allocate(8_000, 16)).isBetween(second, second + (1 << 16));
        assertThat(allocator.statistics().sourceBytes()).isEqualTo(4_096 + (1 << 16));
        TlsfCheck.verify(allocator);
    }

    @ParameterizedTest
    @FieldSource(FORMS)
    void neighbouringRegionsStayApart(TlsfOptions options) {
        long memory = fixture.memory(3 * 4_096);
        TlsfAllocator allocator = TlsfAllocator.over(memory + 4_096, 4_096, options);
        allocator.addRegion(memory + 8_192, 4_096);
        allocator.addRegion(memory, 4_096);
        List<Long> blocks = new ArrayList<>();
        for (int round = 0; round < 3; round++) {
            for (long address = allocator.tryAllocate(48, 16);
                    address != Allocator.NULL;
                    address = allocator.tryAllocate(48, 16)) {
                blocks.add(address);
            }
            assertThat(blocks).hasSize(3 * ((4_096 - 32) / 64));
            TlsfCheck.verify(allocator);
            blocks.forEach(block -> allocator.free(block, 48, 16));
            TlsfCheck.verify(allocator);
            blocks.clear();
        }
        assertThat(allocator.largestFree()).isEqualTo(4_096 - 48);
    }

    @Test
    void overlappingRegionsAreRefused() {
        long memory = fixture.memory(1 << 16);
        TlsfAllocator allocator = TlsfAllocator.over(memory + 8_192, 8_192, TlsfOptions.DEFAULT);
        AllocatorStatistics before = allocator.statistics();
        long[][] overlapping = {
            {memory, 8_193},
            {memory + 8_192, 8_192},
            {memory + 9_000, 1_000},
            {memory + 16_383, 4_096},
            {memory, 1 << 16}
        };
        for (long[] region : overlapping) {
            assertThatExceptionOfType(AllocationException.class)
                    .isThrownBy(() -> allocator.addRegion(region[0], region[1]))
                    .matches(refusal -> refusal.kind() == Kind.MEMORY_OVERLAP);
            assertThat(allocator.statistics()).isEqualTo(before);
        }
        allocator.addRegion(memory, 8_192);
        allocator.addRegion(memory + 16_384, 8_192);
        TlsfCheck.verify(allocator);
    }

    @Test
    void aRegionWithoutRoomForABlockIsRefused() {
        long memory = fixture.memory(4_096);
        for (int bytes = 1; bytes < 64; bytes++) {
            int small = bytes;
            assertThatExceptionOfType(AllocationException.class)
                    .isThrownBy(() -> TlsfAllocator.over(memory, small, TlsfOptions.DEFAULT))
                    .matches(refusal -> refusal.kind() == Kind.INVALID_PARAMETER);
        }
        TlsfAllocator smallest = TlsfAllocator.over(memory, 64, TlsfOptions.DEFAULT);
        assertThat(smallest.allocate(16, 32)).isEqualTo(memory + 32);
        TlsfCheck.verify(smallest);
    }

    @ParameterizedTest
    @FieldSource(FORMS)
    void theWalkShowsEachBlockOnceWithItsState(TlsfOptions options) {
        TlsfAllocator allocator = fixture.over(4_096, options);
        long first = allocator.allocate(100, 16);
        long second = allocator.allocate(200, 16);
        allocator.allocate(300, 16);
        allocator.free(second, 200, 16);
        List<String> seen = new ArrayList<>();
        allocator.forEachBlock((address, bytes, state) -> seen.add(address - first + " " + bytes + " " + state));
        String freed = options.quickLimit() == 0 ? "FREE" : "QUICK";
        long rest = 4_096 - 32 - 128 - 224 - 320;
        assertThat(seen)
                .containsExactly("0 112 LIVE", "128 208 " + freed, "352 304 LIVE", "672 " + (rest - 16) + " FREE");
    }

    @Test
    void aClosedAllocatorTakesNoRegionAndShowsNothing() {
        TlsfAllocator allocator = fixture.over(4_096, TlsfOptions.DEFAULT);
        allocator.close();
        long memory = fixture.memory(4_096);
        assertThatIllegalStateException().isThrownBy(() -> allocator.addRegion(memory, 4_096));
        assertThatIllegalStateException().isThrownBy(allocator::largestFree);
        assertThatIllegalStateException().isThrownBy(() -> allocator.forEachBlock((address, bytes, state) -> {}));
    }

    @Test
    void regionsAndWalksAreTheOwnersToo() {
        TlsfAllocator allocator = fixture.over(4_096, TlsfOptions.DEFAULT);
        long second = fixture.memory(4_096);
        AllocatorStatistics before = allocator.statistics();
        inAnotherThread(() -> {
            assertThatIllegalStateException().isThrownBy(() -> allocator.addRegion(second, 4_096));
            assertThatIllegalStateException().isThrownBy(allocator::largestFree);
            assertThatIllegalStateException().isThrownBy(allocator::trim);
            assertThatIllegalStateException().isThrownBy(() -> allocator.forEachBlock((address, bytes, state) -> {}));
        });
        assertThat(allocator.statistics()).isEqualTo(before);
        TlsfCheck.verify(allocator);
    }

    @ParameterizedTest
    @FieldSource(FORMS)
    void withoutAnOwnerAnyThreadMayCallUnderALock(TlsfOptions options) {
        TlsfAllocator allocator = fixture.over(4_096, options.withoutOwner());
        long block = allocator.allocate(64, 8);
        inAnotherThread(() -> allocator.free(block, 64, 8));
        assertThat(allocator.statistics().liveBlocks()).isZero();
        inAnotherThread(allocator::close);
    }

    private static void inAnotherThread(Runnable calls) {
        CompletableFuture.runAsync(calls, Thread.ofPlatform()::start).join();
    }
}
