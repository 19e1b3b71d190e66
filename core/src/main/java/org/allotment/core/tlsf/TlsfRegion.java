package org.allotment.core.tlsf;

import static org.allotment.core.tlsf.TlsfLayout.GRANULE_BYTES;
import static org.allotment.core.tlsf.TlsfLayout.GRANULE_SHIFT;
import static org.allotment.core.tlsf.TlsfLayout.HEADER_BYTES;

import org.allotment.core.bits.Alignment;

/** One run of memory: blocks side by side, closed by a sentinel, and its live bits on the Java heap. */
final class TlsfRegion {
    /** log2 of the bytes that one word of live bits stands for. */
    static final int LIVE_WORD_SHIFT = GRANULE_SHIFT + 6;

    private static final long[] NO_LIVE_BITS = {};

    /** First byte, as handed in. */
    final long start;

    /** Length, as handed in. */
    final long bytes;

    /** Header of the first block. */
    final long first;

    /** Header that ends the last block. */
    final long sentinel;

    /** Bit n: a block is live whose payload starts n granules behind {@link #firstPayload()}. Empty when trusting. */
    final long[] live;

    /** Whether it goes back to the source. */
    final boolean drawn;

    TlsfRegion(long start, long bytes, boolean checked, boolean drawn) {
        this.start = start;
        this.bytes = bytes;
        this.drawn = drawn;
        first = firstBlock(start);
        sentinel = sentinelOf(start, bytes);
        live = checked ? new long[(int) (((sentinel - first - 1) >>> LIVE_WORD_SHIFT) + 1)] : NO_LIVE_BITS;
    }

    /** Tells whether a run of memory can hold one smallest block and a sentinel. */
    static boolean isLargeEnough(long start, long bytes) {
        return sentinelOf(start, bytes) - firstBlock(start) >= GRANULE_BYTES;
    }

    private static long firstBlock(long start) {
        return Alignment.alignUp(start + HEADER_BYTES, GRANULE_BYTES) - HEADER_BYTES;
    }

    private static long sentinelOf(long start, long bytes) {
        return Alignment.alignDown(start + bytes, GRANULE_BYTES) - HEADER_BYTES;
    }

    long firstPayload() {
        return first + HEADER_BYTES;
    }

    /** Bytes of all blocks together. */
    long blockBytes() {
        return sentinel - first;
    }

    /** Bytes in front of the first block and behind the sentinel. */
    long lostBytes() {
        return bytes - blockBytes() - HEADER_BYTES;
    }

    boolean contains(long address) {
        return Long.compareUnsigned(address - start, bytes) < 0;
    }

    /** Tells whether a payload could start or lie here. */
    boolean covers(long address) {
        return Long.compareUnsigned(address - firstPayload(), blockBytes()) < 0;
    }

    boolean isLive(long payload) {
        long offset = payload - firstPayload();
        return (live[(int) (offset >>> LIVE_WORD_SHIFT)] & 1L << (offset >>> GRANULE_SHIFT)) != 0;
    }

    void setLive(long payload) {
        long offset = payload - firstPayload();
        live[(int) (offset >>> LIVE_WORD_SHIFT)] |= 1L << (offset >>> GRANULE_SHIFT);
    }

    void clearLive(long payload) {
        long offset = payload - firstPayload();
        live[(int) (offset >>> LIVE_WORD_SHIFT)] &= ~(1L << (offset >>> GRANULE_SHIFT));
    }
}
