package org.allotment.core.slab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Objects;
import org.allotment.core.memory.RawAccess;
import org.allotment.core.source.RegionSource;
import org.junit.jupiter.api.Test;

/** Breaks each invariant of a living allocator and expects the walk to name it. */
final class SlabCheckTest {
    private static final int CLASS_OF_100 = 7;
    private static final int HEAD_OF_100 = CLASS_OF_100 << FreeLists.SHIFT;

    private final RegionSource source = SlabContract.region(1 << 20);
    private final SlabAllocator slab = SlabAllocator.checked(source);
    private final long block = slab.allocate(100, 8);
    private final long pages = slab.allocate(200_000, 8);
    private final Chunk chunk = slab.heap().chunk(0);
    private final byte[] codes = slab.heap().window().codes();
    private final BlockGuard guard = Objects.requireNonNull(slab.guard());
    private final long[] words = slab.freeLists().words();

    @Test
    void acceptsWhatIsWhole() {
        assertThatCode(() -> SlabCheck.check(slab)).doesNotThrowAnyException();
    }

    @Test
    void findsAChunkThatTheHeapDoesNotCount() {
        chunk.take(chunk.page(pages) + 100, 1);
        assertBroken("I2");
    }

    @Test
    void findsAFreeChunkThatTheReserveDoesNotCount() {
        SlabAllocator two = SlabAllocator.trusting(SlabContract.region(32 << 20));
        long first = two.heap().takeFromNewChunk(1, 4_096, AddressWindow.HEAD);
        long second = two.heap().takeFromNewChunk(1, 4_096, AddressWindow.HEAD);
        for (long run : new long[] {first, second}) {
            Chunk its = two.heap().chunkOf(run);
            its.release(its.page(run));
            two.heap().window().fill(run, 1, AddressWindow.FREE);
        }
        assertThatThrownBy(() -> SlabCheck.check(two)).hasMessageStartingWith("I1 wholly free");
    }

    @Test
    void findsPagesBehindTheEndOfTheirPiece() {
        chunk.setSourceBytes(chunk.sourceBytes() - 1);
        assertBroken("I1 pages");
    }

    @Test
    void findsACodeOnAFreePage() {
        codes[slab.heap().window().index(pages) + 100] = AddressWindow.BODY;
        assertBroken("I2");
    }

    @Test
    void findsACodeOutsideTheChunks() {
        int outside = slab.heap().window().index(chunk.base() + chunk.byteSize());
        assertThat(outside < codes.length || slab.heap().window().base() < chunk.base())
                .isTrue();
        codes[outside < codes.length ? outside : 0] = CLASS_OF_100;
        assertBroken("I2");
    }

    @Test
    void findsAPageWithoutItsCode() {
        codes[slab.heap().window().index(pages) + 1] = AddressWindow.FREE;
        assertBroken("I3");
    }

    @Test
    void findsARunThatBeginsInsideAnother() {
        codes[slab.heap().window().index(pages) + 1] = AddressWindow.HEAD;
        assertBroken("I3");
    }

    @Test
    void findsAForgottenHead() {
        chunk.point(chunk.page(block) + 1, 1);
        assertBroken("I3");
    }

    @Test
    void findsATallyLeftBehind() {
        chunk.setTally(chunk.page(block), 3);
        assertBroken("I3");
    }

    @Test
    void findsARunThatNoClassCounts() {
        assertThat(slab.heap().take(1, 4_096, 9)).isNotZero();
        assertBroken("I4");
    }

    @Test
    void findsAFreeBlockOfAnotherPlace() {
        words[HEAD_OF_100] = pages;
        assertBroken("I5");
    }

    @Test
    void findsAListThatRunsInACircle() {
        RawAccess.putLong(words[HEAD_OF_100], words[HEAD_OF_100]);
        assertBroken("I5");
    }

    @Test
    void findsABlockInsideABlock() {
        words[HEAD_OF_100] += 16;
        assertBroken("I5");
    }

    @Test
    void findsALostBlock() {
        words[HEAD_OF_100] = RawAccess.getLong(words[HEAD_OF_100]);
        assertBroken("I5");
    }

    @Test
    void findsALostBlockThatTheRoomAgreesWith() {
        words[HEAD_OF_100] = RawAccess.getLong(words[HEAD_OF_100]);
        words[HEAD_OF_100 + FreeLists.ROOM]++;
        assertBroken("I6");
    }

    @Test
    void findsAFreeBlockThatCountsAsLive() {
        guard.mark(words[HEAD_OF_100], CLASS_OF_100);
        assertBroken("I6");
    }

    @Test
    void findsALiveBlockWithoutItsMark() {
        assertThat(guard.retire(block, CLASS_OF_100)).isTrue();
        assertBroken("I6");
    }

    @Test
    void findsALiveBlockMarkedWithAnotherClass() {
        guard.mark(block, CLASS_OF_100 + 1);
        assertBroken("I6");
    }

    @Test
    void findsAMarkInsideABlock() {
        guard.mark(block + 16, CLASS_OF_100);
        assertBroken("I6");
    }

    @Test
    void findsARoomThatIsNotTheLists() {
        words[HEAD_OF_100 + FreeLists.ROOM]++;
        assertBroken("I5");
    }

    @Test
    void findsASweepThatIsOverdue() {
        long spent = words[HEAD_OF_100 + FreeLists.ROOM] + 1;
        words[HEAD_OF_100 + FreeLists.ROOM] -= spent;
        words[FreeLists.LIMITS + CLASS_OF_100] -= spent;
        assertBroken("I7");
    }

    @Test
    void findsAPageBlockThatNobodyCounts() {
        assertThat(slab.heap().take(3, 4_096, AddressWindow.HEAD)).isNotZero();
        assertBroken("I8");
    }

    private void assertBroken(String invariant) {
        assertThatThrownBy(() -> SlabCheck.check(slab))
                .isInstanceOf(AssertionError.class)
                .hasMessageStartingWith(invariant);
    }
}
