package org.allotment.core.concurrent.remote;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.allotment.core.memory.HeapWords;
import org.allotment.core.memory.OffHeapWords;
import org.allotment.core.memory.RawAccess;
import org.allotment.core.memory.WordArray;
import org.junit.jupiter.api.Test;

final class RemoteFreesTest {
    private static final int BLOCK = 16;

    private final Arena arena = Arena.ofAuto();
    private final long memory = arena.allocate(1 << 16, BLOCK).address();
    private final RemoteFrees<String> frees = new RemoteFrees<>("page", new HeapWords(1), 0);

    @Test
    void aTakenChainHoldsAllBlocksNewestFirstAndEndsInZero() {
        assertThat(frees.push(block(1), block(1), 1)).isFalse();
        link(2, 3);
        assertThat(frees.push(block(2), block(3), 2)).isFalse();
        long chain = frees.take();
        assertThat(RemoteFrees.count(chain)).isEqualTo(3);
        assertThat(walk(chain)).containsExactly(block(2), block(3), block(1));
        assertThat(frees.take()).isZero();
        assertThat(frees.isQuiet()).isTrue();
    }

    @Test
    void theFirstPushToAParkedPageRingsAndNoFurtherOne() {
        assertThat(frees.park()).isTrue();
        assertThat(frees.isParked()).isTrue();
        assertThat(frees.push(block(1), block(1), 1)).isTrue();
        assertThat(frees.push(block(2), block(2), 1)).isFalse();
        assertThat(frees.isParked()).isFalse();
        assertThat(frees.isRung()).isTrue();
        assertThat(walk(frees.answer())).containsExactly(block(2), block(1));
        assertThat(frees.isQuiet()).isTrue();
    }

    @Test
    void aPageWithBlocksToTakeCannotBeParked() {
        frees.push(block(1), block(1), 1);
        assertThat(frees.park()).isFalse();
        frees.take();
        assertThat(frees.park()).isTrue();
        assertThat(frees.park()).as("again").isTrue();
    }

    @Test
    void aRingStaysUnderWayWhenTheOwnerTakesTheBlocksByItself() {
        frees.park();
        frees.push(block(1), block(1), 1);
        assertThat(RemoteFrees.count(frees.take())).isEqualTo(1);
        assertThat(frees.isQuiet()).isFalse();
        assertThat(frees.park()).as("the ring brings the page up again").isTrue();
        assertThat(frees.push(block(2), block(2), 1)).as("rung for already").isFalse();
        assertThat(walk(frees.answer())).containsExactly(block(2));
    }

    @Test
    void anUnparkedPageIsNotRungFor() {
        frees.park();
        frees.unpark();
        assertThat(frees.isQuiet()).isTrue();
        assertThat(frees.push(block(1), block(1), 1)).isFalse();
        frees.unpark();
        assertThat(RemoteFrees.count(frees.peek())).isEqualTo(1);
    }

    @Test
    void runsOnMemoryOutsideTheHeapAlike() {
        WordArray words = new OffHeapWords(arena.allocate(24, 8));
        RemoteFrees<String> second = new RemoteFrees<>("page", words, 1);
        second.park();
        assertThat(second.push(block(1), block(1), 1)).isTrue();
        assertThat(walk(second.answer())).containsExactly(block(1));
        assertThat(words.get(0) | words.get(1) | words.get(2)).isZero();
    }

    @Test
    void batchesAreHandedOverWhenFullWhenReplacedAndWhenFlushed() {
        List<String> rung = new ArrayList<>();
        RemoteBatches<String> batches = new RemoteBatches<>(rung::add);
        RemoteFrees<String> other = new RemoteFrees<>("other", new HeapWords(1), 0);
        for (int i = 0; i < RemoteBatches.FULL - 1; i++) {
            batches.add(frees, 5, block(i));
        }
        assertThat(frees.peek()).as("not full").isZero();
        batches.forEach((page, head, count) -> {
            assertThat(page).isEqualTo("page");
            assertThat(head).isEqualTo(block(RemoteBatches.FULL - 2));
            assertThat(count).isEqualTo(RemoteBatches.FULL - 1);
        });
        batches.add(frees, 5, block(RemoteBatches.FULL - 1));
        assertThat(RemoteFrees.count(frees.peek())).isEqualTo(RemoteBatches.FULL);
        batches.add(frees, 5, block(100));
        batches.add(other, 5 + RemoteBatches.SLOTS, block(101));
        assertThat(walk(frees.take())).hasSize(RemoteBatches.FULL + 1).startsWith(block(100), block(63));
        other.park();
        batches.flush();
        assertThat(rung).containsExactly("other");
        assertThat(walk(other.answer())).containsExactly(block(101));
    }

    @Test
    void aThreadThatOnlyFreesHandsOldBlocksOverInTheEnd() {
        RemoteBatches<String> batches = new RemoteBatches<>(page -> {});
        RemoteFrees<String> old = new RemoteFrees<>("old", new HeapWords(1), 0);
        batches.add(old, 1, block(4_000));
        int added = 0;
        while (old.peek() == 0 && added < 100_000) {
            batches.add(frees, 2, block(added++ % 2_000));
            frees.take();
        }
        assertThat(walk(old.take())).containsExactly(block(4_000));
    }

    @Test
    void whatTwoThreadsPushArrivesOnceEach() throws InterruptedException {
        int each = 1_500;
        AtomicInteger rings = new AtomicInteger();
        Thread first = Thread.ofPlatform().start(() -> push(0, each, rings));
        Thread second = Thread.ofPlatform().start(() -> push(each, each, rings));
        List<Long> taken = new ArrayList<>();
        while (first.isAlive() || second.isAlive() || frees.peek() != 0) {
            taken.addAll(walk(frees.take()));
        }
        first.join();
        second.join();
        taken.addAll(walk(frees.take()));
        assertThat(taken).hasSize(2 * each).doesNotHaveDuplicates();
        assertThat(rings).hasValue(0);
    }

    private void push(int from, int count, AtomicInteger rings) {
        for (int i = from; i < from + count; i++) {
            if (frees.push(block(i), block(i), 1)) {
                rings.incrementAndGet();
            }
        }
    }

    private long block(int index) {
        return memory + (long) index * BLOCK;
    }

    private void link(int from, int to) {
        RawAccess.putLong(block(from), block(to));
    }

    private static List<Long> walk(long chain) {
        List<Long> blocks = new ArrayList<>();
        for (long block = RemoteFrees.head(chain); block != 0; block = RawAccess.getLong(block)) {
            blocks.add(block);
        }
        assertThat(RemoteFrees.count(chain)).as("R1").isEqualTo(blocks.size());
        return blocks;
    }
}
