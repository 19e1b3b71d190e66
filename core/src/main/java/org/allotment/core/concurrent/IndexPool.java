package org.allotment.core.concurrent;

import java.util.Objects;
import org.allotment.core.AllocationException;
import org.allotment.core.memory.WordArray;

/**
 * A lock-free pool of the numbers {@code [0, capacity)}: taken one at a time, given back in any order, by any thread.
 *
 * <p>The package description holds the layout, the invariants and the argument for each memory order.
 *
 * <p>Takes and gives are lock-free: of the threads that collide at least one goes on. Last given is first taken.
 */
public final class IndexPool {
    /** What {@link #tryTake} answers when no number is left. */
    public static final int NONE = -1;

    /** Words apart, so that the counters do not share the head's cache line nor its neighbour. */
    private static final int LINE_WORDS = 16;

    static final long HEAD = 0;
    static final long TAKEN = LINE_WORDS;
    static final long GIVEN = 2 * LINE_WORDS;
    static final long FIRST_STATE = 3 * LINE_WORDS;

    /** The state of a number that is out; any other state is the link of a number that is in. */
    static final long OUT = -1;

    /** The low half of the head is a link, the high half counts takes. */
    static final long LINK_MASK = 0xFFFF_FFFFL;

    static final long ONE_TAKE = 1L << 32;

    private final WordArray words;
    private final int capacity;

    /**
     * Creates a pool that holds all its numbers; the words are overwritten.
     *
     * @param words at least {@link #wordsFor} of them, used by nothing else
     * @param capacity how many numbers, from 1 up
     * @throws AllocationException of kind {@code INVALID_PARAMETER} if the capacity is not positive or words are too few
     */
    public IndexPool(WordArray words, int capacity) {
        if (capacity < 1 || words.length() < wordsFor(capacity)) {
            throw AllocationException.invalidParameter(
                    "a pool needs a positive capacity and the words for it, capacity=" + capacity + ", words="
                            + words.length());
        }
        this.words = words;
        this.capacity = capacity;
        for (int i = 0; i < capacity; i++) {
            words.set(FIRST_STATE + i, i + 1 == capacity ? 0 : i + 2);
        }
        words.set(TAKEN, 0);
        words.set(GIVEN, 0);
        words.setRelease(HEAD, 1);
    }

    /**
     * Returns how many words a pool needs.
     *
     * @param capacity how many numbers, from 1 up
     * @return the number of words
     */
    public static long wordsFor(int capacity) {
        return FIRST_STATE + capacity;
    }

    /**
     * Returns how many numbers there are, in and out.
     *
     * @return the capacity
     */
    public int capacity() {
        return capacity;
    }

    /**
     * Takes a number that nobody else has.
     *
     * @return the number, or {@link #NONE} when all were out at some moment during the call
     */
    public int tryTake() {
        while (true) {
            long head = words.getAcquire(HEAD);
            long link = head & LINK_MASK;
            if (link == 0) {
                return NONE;
            }
            int index = (int) (link - 1);
            // R1: another thread may take this number now and change its state; the tag makes the CAS below fail then.
            long next = words.getAcquire(FIRST_STATE + index);
            long after = ((head & ~LINK_MASK) + ONE_TAKE) | (next & LINK_MASK);
            if (words.compareAndSet(HEAD, head, after)) {
                // Counted before it is out, so that no give of it can be counted first (I5).
                words.getAndAdd(TAKEN, 1);
                // R2: released, so that whoever reads OUT in R1 also sees the head that this CAS wrote.
                words.setRelease(FIRST_STATE + index, OUT);
                return index;
            }
        }
    }

    /**
     * Gives a number back.
     *
     * @param index a number from {@link #tryTake}
     * @return true when it is in the pool now; false when it was not out, and nothing is changed then: of several
     *     threads that give the same number at once exactly one gets true
     * @throws IndexOutOfBoundsException if the number is not below the capacity
     */
    public boolean tryGive(int index) {
        long state = FIRST_STATE + Objects.checkIndex(index, capacity);
        long head = words.getAcquire(HEAD);
        // R3: the one step that decides who gives the number back.
        if (!words.compareAndSet(state, OUT, head & LINK_MASK)) {
            return false;
        }
        // Counted before it can be taken again (I5).
        words.getAndAdd(GIVEN, 1);
        while (!words.compareAndSet(HEAD, head, (head & ~LINK_MASK) | (index + 1L))) {
            head = words.getAcquire(HEAD);
            // R4: released like every state after a take, for the stale takers of R1.
            words.setRelease(state, head & LINK_MASK);
        }
        return true;
    }

    /**
     * Tells whether a number is out at this moment.
     *
     * @param index a number below the capacity
     * @return true when it was taken and not given back
     * @throws IndexOutOfBoundsException if the number is not below the capacity
     */
    public boolean isOut(int index) {
        return words.getAcquire(FIRST_STATE + Objects.checkIndex(index, capacity)) == OUT;
    }

    /**
     * Counts what was taken and given so far.
     *
     * @return figures of one moment during the call, with {@code taken - given} within {@code [0, capacity]}
     */
    public PoolStatistics statistics() {
        while (true) {
            long given = words.getAcquire(GIVEN);
            long taken = words.getAcquire(TAKEN);
            // R5: gives only grow, so two equal reads around the takes make both figures those of one moment.
            if (words.getAcquire(GIVEN) == given) {
                return new PoolStatistics(capacity, taken, given);
            }
        }
    }

    /**
     * Returns the words, for the check.
     *
     * @return the words of this pool
     */
    WordArray words() {
        return words;
    }
}
