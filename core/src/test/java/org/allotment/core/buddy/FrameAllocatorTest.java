package org.allotment.core.buddy;

import static org.allotment.core.AllocationException.Kind.INVALID_PARAMETER;
import static org.allotment.core.AllocationException.Kind.NOT_ALLOCATED;
import static org.allotment.core.AllocationException.Kind.NO_MEMORY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import org.allotment.core.AllocationException;
import org.allotment.core.AllocationException.Kind;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Numbers in buddy runs, beside the slow model. */
final class FrameAllocatorTest {
    @ParameterizedTest
    @CsvSource({"0, 512, 1", "7, 1000, 2", "1048573, 300, 3", "68719476000, 777, 4"})
    void givesTheSameAnswersAsTheModel(long start, long count, long seed) {
        FrameAllocator frames = FrameAllocator.over(start, count);
        BuddyModel model = new BuddyModel();
        model.insert(start, start + count);
        SplittableRandom random = new SplittableRandom(Long.getLong("allotment.seed", seed));
        for (int step = 0; step < 3_000; step++) {
            step(frames, model, random);
            BuddyCheck.verify(frames);
            assertThat(frames.freeFrames()).isEqualTo(model.freeUnits());
            long frame = start - 2 + random.nextLong(count + 4);
            assertThat(frames.isAllocated(frame)).isEqualTo(model.isLive(frame));
        }
        for (long run : model.live()) {
            frames.free(run, 1L << model.orderOf(run));
        }
        BuddyCheck.verify(frames);
        assertThat(frames.usedFrames()).isZero();
        assertThat(frames.freeFrames()).isEqualTo(frames.totalFrames()).isEqualTo(count);
    }

    private static void step(FrameAllocator frames, BuddyModel model, SplittableRandom random) {
        int order = random.nextInt(6);
        long count = (1L << order) - (order > 1 ? random.nextInt(1 << (order - 1)) : 0);
        List<Long> live = model.live();
        if (live.isEmpty() || random.nextInt(10) < 5) {
            int alignment = random.nextInt(8);
            long expected = model.takeFrom(Math.max(order, alignment), order);
            if (expected == BuddyMap.NONE) {
                expected = model.takeByScan(order, alignment);
            }
            long run = frames.tryAllocate(count, 1L << alignment);
            assertThat(run).isEqualTo(expected);
            return;
        }
        long run = live.get(random.nextInt(live.size()));
        long rounded = 1L << model.orderOf(run);
        if (rounded > 2) {
            assertRefused(frames, NOT_ALLOCATED, () -> frames.free(run + rounded / 2 + 1, 1));
        }
        assertRefused(frames, INVALID_PARAMETER, () -> frames.free(run, rounded * 2));
        frames.free(run, rounded - random.nextLong(Math.max(1, rounded / 2)));
        model.free(run);
        assertRefused(frames, NOT_ALLOCATED, () -> frames.free(run, rounded));
    }

    @Test
    void certainRunsAreTakenOutOfLargerOnes() {
        FrameAllocator frames = FrameAllocator.over(0, 1_024);
        assertThat(frames.tryAllocateAt(333, 1)).isTrue();
        assertThat(frames.tryAllocateAt(333, 1)).isFalse();
        assertThat(frames.tryAllocateAt(320, 16)).isFalse();
        assertThat(frames.tryAllocateAt(512, 300)).isTrue();
        assertThat(frames.usedFrames()).isEqualTo(513);
        BuddyCheck.verify(frames);
        for (long start : new long[] {-1, 1_024, 1_023, 3, Long.MIN_VALUE, Long.MAX_VALUE}) {
            assertRefused(frames, INVALID_PARAMETER, () -> frames.tryAllocateAt(start, 2));
        }
        assertRefused(frames, INVALID_PARAMETER, () -> frames.tryAllocateAt(0, 1_025));
        frames.free(333, 1);
        frames.free(512, 300);
        assertThat(frames.largestFree()).isEqualTo(1_024);
    }

    @Test
    void anAlignmentDoesNotLengthenTheRun() {
        FrameAllocator frames = FrameAllocator.over(0, 64);
        assertThat(frames.allocate(1)).isZero();
        assertThat(frames.allocate(1, 16)).isEqualTo(16);
        assertThat(frames.usedFrames()).isEqualTo(2);
        frames.free(16, 1);
        frames.free(0, 1);
        assertThat(frames.largestFree()).isEqualTo(64);
    }

    @Test
    void anAlignedFrameBetweenUsedOnesIsFound() {
        FrameAllocator frames = FrameAllocator.over(0, 64);
        for (int i = 0; i < 64; i++) {
            frames.allocate(1);
        }
        frames.free(33, 1);
        frames.free(48, 1);
        assertThat(frames.tryAllocate(1, 32)).isEqualTo(FrameAllocator.NONE);
        assertThat(frames.allocate(1, 16)).isEqualTo(48);
        assertThat(frames.allocate(1)).isEqualTo(33);
        BuddyCheck.verify(frames);
    }

    @Test
    void framesAddedInPiecesMergeAndThoseNeverAddedAreNotThere() {
        FrameAllocator frames = FrameAllocator.below(256);
        assertThat(frames.tryAllocate(1, 1)).isEqualTo(FrameAllocator.NONE);
        assertThat(frames.largestFree()).isZero();
        frames.addFrames(96, 32);
        frames.addFrames(64, 32);
        BuddyCheck.verify(frames);
        assertThat(frames.largestFree()).isEqualTo(64);
        assertThat(frames.tryAllocateAt(0, 1)).isFalse();
        assertRefused(frames, NOT_ALLOCATED, () -> frames.free(0, 1));
        assertThat(frames.isAllocated(0)).isFalse();
        assertThat(frames.allocate(64)).isEqualTo(64);
        assertThat(frames.isAllocated(64)).isTrue();
        assertThat(frames.isAllocated(127)).isTrue();
        assertThat(frames.isAllocated(128)).isFalse();
        assertRefused(frames, NO_MEMORY, () -> frames.allocate(1));
        assertRefused(frames, INVALID_PARAMETER, () -> frames.addFrames(250, 7));
        assertRefused(frames, INVALID_PARAMETER, () -> frames.addFrames(-1, 7));
        assertRefused(frames, INVALID_PARAMETER, () -> frames.addFrames(3, 0));
    }

    @Test
    void badArgumentsAreRefused() {
        FrameAllocator frames = FrameAllocator.over(0, 64);
        long run = frames.allocate(4);
        for (long bad : new long[] {0, -1, Long.MIN_VALUE}) {
            assertRefused(frames, INVALID_PARAMETER, () -> frames.allocate(bad));
            assertRefused(frames, INVALID_PARAMETER, () -> frames.tryAllocate(bad, 1));
            assertRefused(frames, INVALID_PARAMETER, () -> frames.tryAllocateAt(8, bad));
            assertRefused(frames, INVALID_PARAMETER, () -> frames.free(run, bad));
            assertRefused(frames, INVALID_PARAMETER, () -> frames.allocate(1, bad));
            assertThatThrownBy(() -> FrameAllocator.below(bad)).isInstanceOf(AllocationException.class);
            assertThatThrownBy(() -> FrameAllocator.over(5, bad)).isInstanceOf(AllocationException.class);
        }
        assertRefused(frames, INVALID_PARAMETER, () -> frames.allocate(1, 3));
        assertThatThrownBy(() -> FrameAllocator.below(FrameAllocator.MAX_FRAMES + 1))
                .isInstanceOf(AllocationException.class);
        assertThatThrownBy(() -> FrameAllocator.over(-1, 5)).isInstanceOf(AllocationException.class);
    }

    @Test
    void onlyTheOwnerMayUseIt() {
        FrameAllocator frames = FrameAllocator.below(128);
        frames.addFrames(0, 64);
        long run = frames.allocate(4);
        inAnotherThread(() -> {
            assertThatIllegalStateException().isThrownBy(() -> frames.addFrames(64, 64));
            assertThatIllegalStateException().isThrownBy(() -> frames.allocate(1));
            assertThatIllegalStateException().isThrownBy(() -> frames.tryAllocate(1, 8));
            assertThatIllegalStateException().isThrownBy(() -> frames.tryAllocateAt(8, 1));
            assertThatIllegalStateException().isThrownBy(() -> frames.free(run, 4));
            assertThatIllegalStateException().isThrownBy(() -> frames.isAllocated(run));
            assertThatIllegalStateException().isThrownBy(frames::largestFree);
            assertThatIllegalStateException().isThrownBy(frames::freeFrames);
            assertThatIllegalStateException().isThrownBy(frames::usedFrames);
        });
        assertThat(frames.totalFrames()).isEqualTo(64);
        assertThat(frames.usedFrames()).isEqualTo(4);
        BuddyCheck.verify(frames);
    }

    @Test
    void withoutAnOwnerAnyThreadMayUseItUnderALock() {
        FrameAllocator whole = FrameAllocator.overWithoutOwner(0, 64);
        FrameAllocator pieces = FrameAllocator.belowWithoutOwner(64);
        inAnotherThread(() -> {
            whole.free(whole.allocate(4), 4);
            pieces.addFrames(0, 64);
        });
        assertThat(whole.freeFrames()).isEqualTo(64);
        assertThat(pieces.freeFrames()).isEqualTo(64);
    }

    private static void inAnotherThread(Runnable calls) {
        CompletableFuture.runAsync(calls, Thread.ofPlatform()::start).join();
    }

    private static void assertRefused(FrameAllocator frames, Kind kind, ThrowingCallable call) {
        long free = frames.freeFrames();
        long total = frames.totalFrames();
        assertThatThrownBy(call).isInstanceOfSatisfying(AllocationException.class, refusal -> {
            assertThat(refusal.kind()).as(refusal.getMessage()).isEqualTo(kind);
            assertThat(refusal.getMessage()).matches(".*, \\w+=\\S+");
        });
        assertThat(frames.freeFrames()).isEqualTo(free);
        assertThat(frames.totalFrames()).isEqualTo(total);
        BuddyCheck.verify(frames);
    }
}
