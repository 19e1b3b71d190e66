package org.allotment.core.tree;

import static org.allotment.core.tree.TreeLayout.GRANULE_SHIFT;
import static org.allotment.core.tree.TreeLayout.LARGEST;
import static org.allotment.core.tree.TreeLayout.LARGEST_CLASS;
import static org.allotment.core.tree.TreeLayout.bytesOf;
import static org.allotment.core.tree.TreeLayout.classOf;

/**
 * What starts and ends where: one byte for each granule of the region, on the Java heap.
 *
 * <pre>
 *  code         at
 *  0            any other granule
 *  1 + c        the start of a live block of class c
 *  17           the start of a live block made of several largest ones
 *  18           the start of each further one of these
 *  32 + c       the start of a free block of class c
 *  64 + c       the last granule of a free block of class c, above 0
 *  -128 + c     the start of a spare of class c: free, but in no tree
 * </pre>
 *
 * <p>One more byte at either end stands for what is not ours and is always zero, so that neighbours need no test.
 */
final class BlockMap {
    /** Code of a live block of class 0. */
    static final int LIVE = 1;

    static final int LIVE_RUN = LIVE + LARGEST_CLASS + 1;
    static final int LIVE_MORE = LIVE_RUN + 1;
    static final int FREE = 32;
    static final int TAIL = 64;
    static final int SPARE = -128;

    /** Longest region: one that an array has room for. */
    static final long MAX_BYTES = 1L << 35;

    /** No free block. */
    static final int NO_CLASS = -1;

    /** By place: number of the granule in the region, plus one. */
    final byte[] codes;

    private final long base;

    BlockMap(long base, byte[] codes) {
        this.base = base;
        this.codes = codes;
    }

    static byte[] codesFor(long bytes) {
        return new byte[(int) (bytes >>> GRANULE_SHIFT) + 2];
    }

    int place(long address) {
        return (int) ((address - base) >>> GRANULE_SHIFT) + 1;
    }

    /** Makes a block live, or one of several largest ones, of which nothing was noted. */
    void live(long address, long bytes) {
        if (bytes <= LARGEST) {
            codes[place(address)] = (byte) (LIVE + classOf(bytes));
            return;
        }
        codes[place(address)] = LIVE_RUN;
        for (long more = LARGEST; more < bytes; more += LARGEST) {
            codes[place(address + more)] = LIVE_MORE;
        }
    }

    /** Forgets a live block. */
    void retire(long address, long bytes) {
        for (long part = 0; part < bytes; part += LARGEST) {
            codes[place(address + part)] = 0;
        }
    }

    /** Bytes of the live block that starts at a granule of the region; zero when none does. */
    long liveBytes(long address) {
        int code = codes[place(address)];
        if (code < LIVE || code > LIVE_RUN) {
            return 0;
        }
        if (code != LIVE_RUN) {
            return bytesOf(code - LIVE);
        }
        long bytes = LARGEST;
        while (codes[place(address + bytes)] == LIVE_MORE) {
            bytes += LARGEST;
        }
        return bytes;
    }

    void free(long address, int sizeClass) {
        note(address, sizeClass, FREE + sizeClass, TAIL + sizeClass);
    }

    /** Forgets a free block. */
    void unfree(long address, int sizeClass) {
        note(address, sizeClass, 0, 0);
    }

    private void note(long address, int sizeClass, int head, int tail) {
        int place = place(address);
        codes[place + (1 << sizeClass) - 1] = (byte) tail;
        codes[place] = (byte) head;
    }

    /** Class of the spare that starts at an address of the region or at its end. */
    int spareClassAt(long address) {
        int code = codes[place(address)];
        return code < 0 ? code - SPARE : NO_CLASS;
    }

    /** Class of the free block that starts at an address of the region or at its end. */
    int freeClassAt(long address) {
        int code = codes[place(address)];
        return (code & FREE) != 0 ? code - FREE : NO_CLASS;
    }

    /** Class of the free block that ends before an address of the region. */
    int freeClassBefore(long address) {
        int code = codes[place(address) - 1];
        if (code == FREE) {
            return 0;
        }
        return (code & TAIL) != 0 ? code - TAIL : NO_CLASS;
    }

    /** Where the free blocks end that follow each other from an address on. */
    long endOfFree(long address) {
        long end = address;
        for (int sizeClass = freeClassAt(end); sizeClass >= 0; sizeClass = freeClassAt(end)) {
            end += bytesOf(sizeClass);
        }
        return end;
    }
}
