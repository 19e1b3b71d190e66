package org.allotment.core.concurrent.remote;

import java.util.function.Consumer;
import org.allotment.core.memory.RawAccess;
import org.jspecify.annotations.Nullable;

/**
 * Blocks of other owners' pages that one thread freed, gathered by page until a batch is worth a compare-and-set.
 *
 * <p>One thread at a time. A batch is handed over when it is full, when another page needs its slot, and when
 * {@link #flush} is called: until then its blocks serve nobody. At most {@value #SLOTS} batches of {@value #FULL} blocks
 * are open. Adding is O(1) and writes one word, into the freed block.
 *
 * @param <P> the page
 */
public final class RemoteBatches<P> {
    /** Number of batches that may be open. */
    public static final int SLOTS = 32;

    /** Blocks of a full batch. */
    public static final int FULL = 64;

    private static final int HEAD = 0;
    private static final int TAIL = 1;
    private static final int COUNT = 2;
    private static final int SLOT_SHIFT = 2;

    /** Hand-overs after which a thread that only frees hands over all: what it began long ago must not wait for ever. */
    private static final int FLUSH_PERIOD = 64;

    private final Consumer<P> bell;
    private final @Nullable RemoteFrees<P>[] targets;
    private final long[] words = new long[SLOTS << SLOT_SHIFT];
    private int handOvers;

    /**
     * Creates batches, all empty.
     *
     * @param bell rings for a page: puts it where its owner looks
     */
    @SuppressWarnings({"unchecked", "rawtypes"})
    public RemoteBatches(Consumer<P> bell) {
        this.bell = bell;
        this.targets = (RemoteFrees<P>[]) new RemoteFrees[SLOTS];
    }

    /**
     * Adds a freed block.
     *
     * @param target the list of its page
     * @param slot any number that tells pages apart which are used together
     * @param block its address; its first word is overwritten
     */
    public void add(RemoteFrees<P> target, int slot, long block) {
        int at = slot & (SLOTS - 1);
        if (targets[at] != target) {
            open(at, target);
        }
        int base = at << SLOT_SHIFT;
        long[] batch = words;
        long head = batch[base + HEAD];
        RawAccess.putLong(block, head);
        batch[base + HEAD] = block;
        if (head == 0) {
            batch[base + TAIL] = block;
        }
        long count = batch[base + COUNT] + 1;
        batch[base + COUNT] = count;
        if (count == FULL) {
            handOverFull(at);
        }
    }

    /** Hands all open batches over. */
    public void flush() {
        for (int at = 0; at < SLOTS; at++) {
            handOver(at);
        }
    }

    /**
     * Returns the page of an open batch. Exact for the thread that owns the batches, or when it rests, as are
     * {@link #count} and {@link #head}.
     *
     * @param at from 0 to {@link #SLOTS} exclusive
     * @return the page, or null when the slot was never used
     */
    public @Nullable P page(int at) {
        RemoteFrees<P> target = targets[at];
        return target == null ? null : target.page();
    }

    /**
     * Counts the blocks of an open batch.
     *
     * @param at from 0 to {@link #SLOTS} exclusive
     * @return how many, from 0 up
     */
    public int count(int at) {
        return (int) words[(at << SLOT_SHIFT) + COUNT];
    }

    /**
     * Returns the first block of an open batch.
     *
     * @param at from 0 to {@link #SLOTS} exclusive
     * @return its address, each block beginning with that of the next; 0 when there is none
     */
    public long head(int at) {
        return words[(at << SLOT_SHIFT) + HEAD];
    }

    private void open(int at, RemoteFrees<P> target) {
        handOver(at);
        targets[at] = target;
    }

    private void handOverFull(int at) {
        handOver(at);
        if (++handOvers == FLUSH_PERIOD) {
            handOvers = 0;
            flush();
        }
    }

    private void handOver(int at) {
        RemoteFrees<P> target = targets[at];
        int base = at << SLOT_SHIFT;
        int count = (int) words[base + COUNT];
        if (target == null || count == 0) {
            return;
        }
        long head = words[base + HEAD];
        words[base + HEAD] = 0;
        words[base + COUNT] = 0;
        if (target.push(head, words[base + TAIL], count)) {
            bell.accept(target.page());
        }
    }
}
