package org.allotment.core.tlsf;

import org.allotment.core.Allocator;
import org.allotment.core.memory.RawAccess;

/**
 * The quick lists: one stack of freed blocks for each block size up to that of a 64 KiB request.
 *
 * <p>A head is one long that holds both the address and how many more blocks the list may take:
 *
 * <pre>
 *  63 ──────────────────────────────── 16   15 ────────── 0
 *  │ address of the first payload, bits 52 … 5 │ room, 0 … 65,535 │
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

    /** Largest address plus one: what a head has bits for. */
    static final long ADDRESS_LIMIT = 1L << 53;

    /** Bits of a head that hold the room. */
    static final long ROOM = 0xFFFF;

    private static final int ROOM_BITS = Long.bitCount(ROOM);

    /** From an address to its place in a head: its low bits, always zero, make way for the room. */
    private static final int ADDRESS_SHIFT = ROOM_BITS - TlsfLayout.GRANULE_SHIFT;

    private static final int TINY_BYTES = 128;
    private static final int TINY_LIST_BYTES = 2 << 20;
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
            heads[granules] = limit(granules);
        }
        return heads;
    }

    /**
     * How many blocks a list may hold: many small ones, few large ones. The lists of blocks up to 128 bytes hold 2 MiB
     * each, enough for the nodes of a large tree, and all others together 6,467 blocks; so one drain meets at most
     * 142,999.
     */
    static int limit(int granules) {
        long bytes = (long) granules << TlsfLayout.GRANULE_SHIFT;
        if (bytes <= TINY_BYTES) {
            return (int) Math.min(ROOM, TINY_LIST_BYTES / bytes);
        }
        if (bytes <= 1_088) {
            return MOST;
        }
        if (bytes <= 4_096) {
            return 16;
        }
        return bytes <= 16_384 ? 4 : 1;
    }

    static long address(long head) {
        return head >>> ROOM_BITS << TlsfLayout.GRANULE_SHIFT;
    }

    static int room(long head) {
        return (int) (head & ROOM);
    }

    /** The head of a list that {@code payload}, whose first word is the head up to now, is put in front of. */
    static long inFront(long payload, long head) {
        return (payload << ADDRESS_SHIFT | (head & ROOM)) - 1;
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

    /** Tells whether a block of a size is among the 63 of its quick list that came last. */
    static boolean holds(long[] heads, int granules, long payload) {
        long head = heads[granules];
        for (int seen = 1; seen < MOST && address(head) != Allocator.NULL && address(head) != payload; seen++) {
            head = RawAccess.getLong(address(head));
        }
        return address(head) == payload;
    }
}
