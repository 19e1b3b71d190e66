package org.allotment.stress.memory;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.atomic.AtomicInteger;
import org.allotment.core.memory.OffHeapWords;

/**
 * Words outside the heap for states of litmus tests: a ring of slots, because a state is made some million times a
 * second and an arena for each would be all that is measured.
 *
 * <p>jcstress keeps at most 40 × 256 states (its defaults, which the profiles leave alone); a slot comes round again
 * only after {@value #SLOTS} newer states.
 */
public final class WordSlots {
    /** Words of one slot: a cache line. */
    public static final int WORDS = 8;

    private static final int SLOTS = 1 << 16;
    private static final long SLOT_BYTES = WORDS * (long) Long.BYTES;
    private static final MemorySegment RING = Arena.global().allocate(SLOTS * SLOT_BYTES, SLOT_BYTES);
    private static final AtomicInteger NEXT = new AtomicInteger();

    private WordSlots() {}

    /**
     * Hands out the next slot, all words 0.
     *
     * @return words that are the caller's until the ring comes round
     */
    public static OffHeapWords next() {
        long slot = NEXT.getAndIncrement() & (SLOTS - 1);
        MemorySegment words = RING.asSlice(slot * SLOT_BYTES, SLOT_BYTES);
        words.fill((byte) 0);
        return new OffHeapWords(words);
    }
}
