package org.allotment.core.concurrent.remote;

import org.allotment.core.memory.RawAccess;
import org.allotment.core.memory.WordArray;

/**
 * Blocks of one page that others than its owner freed, until the owner takes them: one word.
 *
 * <p>Any thread pushes chains of blocks; only the page's owner calls the other methods. All are lock-free, and the owner
 * never waits. What a thread wrote into a block before it pushed it is seen by the owner who takes it.
 *
 * <p>The word also says whether the owner would notice a push by itself: an owner that turns away from a page without
 * free blocks <em>parks</em> it, and the first push to a parked page obliges its thread to <em>ring</em>, which is to put
 * the page where the owner looks. See the package for the protocol.
 *
 * @param <P> the page
 */
public final class RemoteFrees<P> {
    /** Most blocks that may be away from one page at once. */
    public static final int MOST_BLOCKS = (1 << 16) - 1;

    private static final long PARKED = 1;
    private static final long RUNG = 2;
    private static final long FLAGS = PARKED | RUNG;
    private static final int COUNT_SHIFT = 48;
    private static final long ADDRESS = (1L << COUNT_SHIFT) - 1 & -16L;

    private final P page;
    private final WordArray words;
    private final long index;

    /**
     * Creates an empty list, neither parked nor rung.
     *
     * @param page whose blocks these are; kept for callers
     * @param words where the word lies; words beside it should belong to nobody in a hurry
     * @param index which of them, 0 now
     */
    public RemoteFrees(P page, WordArray words, long index) {
        this.page = page;
        this.words = words;
        this.index = index;
    }

    /**
     * Returns whose blocks these are.
     *
     * @return the page
     */
    public P page() {
        return page;
    }

    /**
     * Adds a chain of blocks. Any thread.
     *
     * @param head address of the first, a multiple of 16 below 2^48; each block begins with the address of the next
     * @param tail address of the last, whose link is overwritten
     * @param count how many
     * @return true when the caller must ring for this page, now
     */
    public boolean push(long head, long tail, int count) {
        while (true) {
            long word = words.getAcquire(index);
            RawAccess.putLong(tail, head(word));
            long pushed = (long) (count(word) + count) << COUNT_SHIFT | head;
            boolean ring = (word & PARKED) != 0;
            if (words.compareAndSet(index, word, pushed | (ring ? RUNG : word & RUNG))) {
                return ring;
            }
        }
    }

    /**
     * Takes all blocks; a ring that is under way stays so. Owner only.
     *
     * @return the chain, for {@link #head} and {@link #count}; its last link is 0
     */
    public long take() {
        while (true) {
            long word = words.getAcquire(index);
            if ((word & ~FLAGS) == 0 || words.compareAndSet(index, word, word & RUNG)) {
                return word & ~FLAGS;
            }
        }
    }

    /**
     * Takes all blocks and ends a ring: for pages that were found where rings put them. Owner only.
     *
     * @return the chain, for {@link #head} and {@link #count}
     */
    public long answer() {
        while (true) {
            long word = words.getAcquire(index);
            if (words.compareAndSet(index, word, 0)) {
                return word & ~FLAGS;
            }
        }
    }

    /**
     * Asks to be rung for at the next push. Owner only.
     *
     * @return true when that, or a ring that is under way, will bring the page up again; false when there are blocks
     *     to take
     */
    public boolean park() {
        while (true) {
            long word = words.getAcquire(index);
            if ((word & ~FLAGS) != 0) {
                return false;
            }
            if (word != 0 || words.compareAndSet(index, 0, PARKED)) {
                return true;
            }
        }
    }

    /** Asks no longer to be rung for; a ring that is under way stays so. Owner only. */
    public void unpark() {
        words.compareAndSet(index, PARKED, 0);
    }

    /**
     * Tells whether nothing is here: no block, not parked, no ring under way. Owner only; when no block of the page is
     * out either, nobody can change it.
     *
     * @return true when the page may be given away
     */
    public boolean isQuiet() {
        return words.getAcquire(index) == 0;
    }

    /**
     * Looks at the blocks without taking them. Any thread.
     *
     * @return the chain as it is at this moment, for {@link #head} and {@link #count}
     */
    public long peek() {
        return words.getAcquire(index) & ~FLAGS;
    }

    /**
     * Tells whether a ring is under way. Any thread.
     *
     * @return true from a push that answered true until {@link #answer}
     */
    public boolean isRung() {
        return (words.getAcquire(index) & RUNG) != 0;
    }

    /**
     * Tells whether the page is parked. Any thread.
     *
     * @return true from {@link #park} to the next push or {@link #unpark}
     */
    public boolean isParked() {
        return (words.getAcquire(index) & PARKED) != 0;
    }

    /**
     * Returns the first block of a chain.
     *
     * @param chain what {@link #take} and its like answered
     * @return its address, or 0 when the chain is empty
     */
    public static long head(long chain) {
        return chain & ADDRESS;
    }

    /**
     * Returns the length of a chain.
     *
     * @param chain what {@link #take} and its like answered
     * @return how many blocks
     */
    public static int count(long chain) {
        return (int) (chain >>> COUNT_SHIFT);
    }
}
