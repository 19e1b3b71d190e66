package org.allotment.core.switching.owner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.Arena;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.function.LongUnaryOperator;
import org.allotment.core.bitset.BitSetAllocator;
import org.allotment.core.guard.UsageTrackingAllocator;
import org.allotment.core.pagemap.PageMap;
import org.allotment.core.source.RegionSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who uses a heap, who waits for it, and that everybody leaves it. */
@Timeout(60)
final class LocalHeapTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final long UNIT = 1 << 14;
    private static final long BYTES = 1 << 16;

    private final Arena arena = Arena.ofShared();
    private final PageMap<Territory> owners = new PageMap<>();
    private boolean counterThrows;
    private Runnable duringCount = () -> {};

    private record Somebody(String name) implements HeapUser {
        @Override
        public boolean isGone() {
            return false;
        }

        @Override
        public @Nullable Thread threadOrNull() {
            return null;
        }
    }

    @AfterEach
    void giveMemoryBack() {
        arena.close();
    }

    private LocalHeap newHeap() {
        RegionSource source = new RegionSource(arena.allocate(4 * BYTES, UNIT).address(), 4 * BYTES, UNIT);
        LongUnaryOperator counter = size -> {
            duringCount.run();
            if (counterThrows) {
                throw new UnsupportedOperationException("planted");
            }
            return size;
        };
        return LocalHeap.create(
                owners,
                source,
                pieces -> new UsageTrackingAllocator(
                        BitSetAllocator.checkedWithoutOwner(pieces, BYTES, Long.BYTES), counter),
                Long.MAX_VALUE);
    }

    private static boolean isWaiting(Thread thread) {
        return switch (thread.getState()) {
            case WAITING, TIMED_WAITING -> true;
            case NEW, RUNNABLE, BLOCKED, TERMINATED -> false;
        };
    }

    private static void awaitWaiting(Thread thread) {
        long start = System.nanoTime();
        while (!isWaiting(thread)) {
            assertThat(System.nanoTime() - start).as("ns of waiting").isLessThan(PATIENCE.toNanos());
            Thread.onSpinWait();
        }
    }

    @Test
    void visitorsAndCandidatesWaitForAVisitor() throws Exception {
        LocalHeap heap = newHeap();
        HeapUser candidate = new Somebody("candidate");
        assertThat(heap.tryVisit()).isTrue();
        FutureTask<Boolean> visit = new FutureTask<>(() -> {
            boolean visited = heap.tryVisit();
            heap.release();
            return visited;
        });
        FutureTask<Boolean> claim = new FutureTask<>(() -> heap.tryClaim(candidate));
        Thread visitor = Thread.ofPlatform().start(visit);
        awaitWaiting(visitor);
        heap.release();
        assertThat(visit.get(30, TimeUnit.SECONDS)).isTrue();
        assertThat(heap.tryVisit()).isTrue();
        Thread claimant = Thread.ofVirtual().start(claim);
        awaitWaiting(claimant);
        heap.release();
        assertThat(claim.get(30, TimeUnit.SECONDS)).isTrue();
        assertThat(heap.isUsedBy(candidate)).isTrue();
        heap.close();
    }

    @Test
    void aHeapThatIsUsedIsNotWaitedFor() {
        LocalHeap heap = newHeap();
        assertThat(heap.tryClaim(new Somebody("first"))).isTrue();
        assertThat(heap.tryClaim(new Somebody("second"))).isFalse();
        assertThat(heap.tryVisit()).isFalse();
        heap.close();
        assertThatIllegalStateException().isThrownBy(heap::tryVisit).withMessageContaining("closed");
    }

    @Test
    void whoCouldNotTakeWhatOthersFreedLeavesAllTheSame() {
        LocalHeap heap = newHeap();
        HeapUser first = new Somebody("first");
        assertThat(heap.tryClaim(first)).isTrue();
        long block = heap.allocate(64, 8);
        heap.freeFromOutside(block, 64, 8);
        counterThrows = true;
        assertThatThrownBy(heap::release).hasMessage("planted");
        counterThrows = false;
        assertThat(heap.userName()).isEqualTo("none");
        assertThat(heap.tryClaim(new Somebody("second"))).isTrue();
        heap.close();
    }

    @Test
    void whatOthersFreedIsTakenToTheLastWhateverTheFirstThrows() {
        LocalHeap heap = newHeap();
        assertThat(heap.tryClaim(new Somebody("user"))).isTrue();
        long[] blocks = {heap.allocate(64, 8), heap.allocate(64, 8), heap.allocate(64, 8)};
        for (long block : blocks) {
            heap.freeFromOutside(block, 64, 8);
        }
        boolean[] thrown = new boolean[1];
        duringCount = () -> {
            counterThrows = !thrown[0];
            thrown[0] = true;
        };
        assertThatThrownBy(heap::release).hasMessage("planted");
        assertThat(heap.tryVisit()).isTrue();
        assertThat(heap.statistics().liveBlocks()).isZero();
        heap.close();
    }

    /** A free comes between the last look at those of others and the leaving, and its engine throws. */
    @Test
    void whoSettlesALateFreeLeavesWhateverThatThrows() {
        LocalHeap heap = newHeap();
        assertThat(heap.tryClaim(new Somebody("user"))).isTrue();
        long early = heap.allocate(64, 8);
        long late = heap.allocate(64, 8);
        heap.freeFromOutside(early, 64, 8);
        duringCount = () -> {
            duringCount = () -> counterThrows = true;
            heap.freeFromOutside(late, 64, 8);
        };
        assertThatThrownBy(heap::release).hasMessage("planted");
        counterThrows = false;
        duringCount = () -> {};
        assertThat(heap.userName()).isEqualTo("none");
        assertThat(heap.tryVisit()).isTrue();
        assertThat(heap.statistics().liveBlocks()).isZero();
        heap.close();
    }

    @Test
    void allAreVisitedOrNone() {
        LocalHeap free = newHeap();
        LocalHeap own = newHeap();
        LocalHeap closed = newHeap();
        LocalHeap used = newHeap();
        HeapUser self = new Somebody("self");
        HeapUser other = new Somebody("other");
        assertThat(own.tryClaim(self)).isTrue();
        assertThat(used.tryClaim(other)).isTrue();
        closed.close();
        assertThatIllegalStateException()
                .isThrownBy(() -> Claimed.visitAll(List.of(free, own, closed, used), self))
                .withMessageContaining("user=other");
        assertThat(free.userName()).isEqualTo("none");
        assertThat(own.isUsedBy(self)).isTrue();
        used.release();
        Claimed.visitAll(List.of(free, own, closed, used), self);
        assertThat(List.of(free.userName(), used.userName())).containsOnly("visitor");
        List.of(free, own, used).forEach(LocalHeap::close);
    }
}
