package org.allotment.core.tlsf;

import org.allotment.core.Allocator;
import org.allotment.core.memory.RawAccess;

/**
 * The quick lists: one stack of freed blocks for each block size up to that of a 64 KiB request.
 *
 * <p>A head is one long that holds both the address and how many more blocks the list may take:
 *
 * <pre>
 *  63   62 ─────── 57   56 ────────────────────── 0
 *  │ 0 │ room, 0 … 63 │ address of the first payload │
 * </pre>
 *
 * <p>The first word of a listed payload holds the head from before it was listed, room included, so that taking a
 * block is one read off the heap and one write on it: no counter is kept. A list of limit zero is always both empty
 * and full, which is how quick lists are switched off without a second code path.
 */
final class TlsfQuick {
    /** Largest request, in bytes, that a quick list can serve; a power of two. */
    static final long LARGEST_REQUEST = 1 << 16;

    /** Number of heads: one for each number of granules, zero included. */
    static final int CLASSES = (int) (TlsfLayout.blockBytes(LARGEST_REQUEST) >>> TlsfLayout.GRANULE_SHIFT) + 1;

    static final int ROOM_SHIFT = 57;

    /** One place in a list. */
    static final long ONE_ROOM = 1L << ROOM_SHIFT;

    static final long ADDRESS = ONE_ROOM - 1;

    private static final int MOST = 63;
    private static final int LARGEST_SHIFT = Long.numberOfTrailingZeros(LARGEST_REQUEST);

    private TlsfQuick() {}

    /** Tells by one branch that both are legal and the size is small enough for the quick lists. */
    static boolean mayServe(long size, long alignment) {
        long low = alignment - 1;
        return ((size - 1) >>> LARGEST_SHIFT | (alignment & low) | (alignment | low) >>> (Long.SIZE - 1)) == 0;
    }

    /** Makes empty lists for requests up to {@code largestRequest}, and lists of limit zero above. */
    static long[] heads(long largestRequest) {
        long[] heads = new long[CLASSES];
        long largest = largestRequest == 0 ? 0 : TlsfLayout.blockBytes(largestRequest) >>> TlsfLayout.GRANULE_SHIFT;
        for (int granules = 1; granules <= largest; granules++) {
            heads[granules] = (long) limit(granules) << ROOM_SHIFT;
        }
        return heads;
    }

    /**
     * How many blocks a list may hold: many small ones, few large ones, so that all lists together hold at most 6,719
     * blocks, the bound on one drain.
     */
    static int limit(int granules) {
        long bytes = (long) granules << TlsfLayout.GRANULE_SHIFT;
        if (bytes <= 1_088) {
            return MOST;
        }
        if (bytes <= 4_096) {
            return 16;
        }
        return bytes <= 16_384 ? 4 : 1;
    }

    static long address(long head) {
        return head & ADDRESS;
    }

    static int room(long head) {
        return (int) (head >>> ROOM_SHIFT);
    }

    /** Number of blocks in a list. */
    static int count(long[] heads, int granules) {
        long head = heads[granules];
        return address(head) == Allocator.NULL ? 0 : limit(granules) - room(head);
    }

    /** Number of blocks in all lists. */
    static long blocks(long[] heads) {
        long sum = 0;
        for (int granules = 1; granules < CLASSES; granules++) {
            sum += count(heads, granules);
        }
        return sum;
    }

    /** Bytes of the blocks in all lists, headers included. */
    static long bytes(long[] heads) {
        long sum = 0;
        for (int granules = 1; granules < CLASSES; granules++) {
            sum += ((long) count(heads, granules) * granules) << TlsfLayout.GRANULE_SHIFT;
        }
        return sum;
    }

    /** Tells whether a block of a size waits in its quick list. At most 63 reads. */
    static boolean holds(long[] heads, int granules, long payload) {
        long head = heads[granules];
        while (address(head) != Allocator.NULL && address(head) != payload) {
            head = RawAccess.getLong(address(head));
        }
        return address(head) == payload;
    }
}
