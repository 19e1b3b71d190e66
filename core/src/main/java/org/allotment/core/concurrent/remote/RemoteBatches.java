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
    public static final int SLOTS = 64;

    /** Blocks of a full batch. */
    public static final int FULL = 64;

    private static final int HEAD = 0;
    private static final int TAIL = 1;
    private static final int COUNT = 2;
    private static final int SLOT_SHIFT = 2;

    /** Hand-overs after which a thread that only frees hands over all: what it began long ago must not wait for ever. */
    private static final int FLUSH_PERIOD = 2 * SLOTS;

    private final Consumer<P> bell;
    private final @Nullable RemoteFrees<P>[] targets;
    private final long[] words = new long[SLOTS << SLOT_SHIFT];
    private int handOvers;
    private boolean open;

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
            turnTo(at, target);
        }
        long[] batch = words;
        int base = at << SLOT_SHIFT;
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
        if (!open) {
            return;
        }
        for (int at = 0; at < SLOTS; at++) {
            handOver(at);
            // A page that is not named here is not kept from being collected with its allocator.
            targets[at] = null;
        }
        handOvers = 0;
        open = false;
    }

    /**
     * Shows the open batches. Exact for the thread that owns them, or when it rests; else what it shows may have been
     * handed over.
     *
     * @param visitor who looks
     */
    public void forEach(Visitor<P> visitor) {
        for (int at = 0; at < SLOTS; at++) {
            RemoteFrees<P> target = targets[at];
            if (target != null) {
                visitor.batch(target.page(), words[(at << SLOT_SHIFT) + HEAD], (int) words[(at << SLOT_SHIFT) + COUNT]);
            }
        }
    }

    /**
     * Who looks at open batches.
     *
     * @param <P> the page
     */
    @FunctionalInterface
    public interface Visitor<P> {
        /**
         * Takes note of a batch.
         *
         * @param page whose blocks these are
         * @param head the first, each beginning with the address of the next; 0 when there is none
         * @param count how many
         */
        void batch(P page, long head, int count);
    }

    private void turnTo(int at, RemoteFrees<P> target) {
        handOver(at);
        targets[at] = target;
        open = true;
    }

    private void handOverFull(int at) {
        handOver(at);
        if (++handOvers == FLUSH_PERIOD) {
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
