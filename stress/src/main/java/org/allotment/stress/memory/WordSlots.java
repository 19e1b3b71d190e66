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
    /** Words of one slot: enough for a small heap. */
    public static final int WORDS = 32;

    private static final int SLOTS = 1 << 16;
    private static final long SLOT_BYTES = WORDS * (long) Long.BYTES;
    private static final MemorySegment RING = Arena.global().allocate(SLOTS * SLOT_BYTES, SLOT_BYTES);
    private static final AtomicInteger NEXT = new AtomicInteger();

    private WordSlots() {}

    /**
     * Hands out the next slot as words, all 0.
     *
     * @return words that are the caller's until the ring comes round
     */
    public static OffHeapWords next() {
        return new OffHeapWords(nextSegment());
    }

    /**
     * Hands out the next slot as memory, all 0.
     *
     * @return {@link #WORDS} words, aligned to their size, that are the caller's until the ring comes round
     */
    public static MemorySegment nextSegment() {
        long slot = NEXT.getAndIncrement() & (SLOTS - 1);
        return RING.asSlice(slot * SLOT_BYTES, SLOT_BYTES).fill((byte) 0);
    }
}
