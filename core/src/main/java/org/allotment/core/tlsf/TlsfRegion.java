package org.allotment.core.tlsf;

import static org.allotment.core.tlsf.TlsfLayout.GRANULE_BYTES;
import static org.allotment.core.tlsf.TlsfLayout.GRANULE_SHIFT;
import static org.allotment.core.tlsf.TlsfLayout.HEADER_BYTES;

import org.allotment.core.bits.Alignment;

/** One run of memory: blocks side by side, closed by a sentinel, and its marks on the Java heap. */
final class TlsfRegion {
    /** Largest mark: the block has this many granules or more. */
    static final int LARGE = 255;

    /** Longest region that can have marks, one byte a granule in one array. */
    static final long MAX_MARKED_BYTES = 1L << 35;

    private static final byte[] NO_MARKS = {};

    /** First byte, as handed in. */
    final long start;

    /** Length, as handed in or drawn. */
    long bytes;

    /** Header of the first block. */
    final long first;

    /** Header that ends the last block. */
    final long sentinel;

    /**
     * Byte n: size in granules, as far as a byte goes, of the live block whose payload starts n granules behind
     * {@link #firstPayload()}; zero when none does. Empty when trusting.
     */
    final byte[] marks;

    /** Whether it goes back to the source. */
    final boolean drawn;

    TlsfRegion(long start, long bytes, boolean checked, boolean drawn) {
        this.start = start;
        this.bytes = bytes;
        this.drawn = drawn;
        first = firstBlock(start);
        sentinel = sentinelOf(start, bytes);
        marks = checked ? new byte[(int) ((sentinel - first) >>> GRANULE_SHIFT)] : NO_MARKS;
    }

    /** This region with more memory at its ends; what is live in it is live in that. */
    TlsfRegion extended(long newStart, long newBytes, boolean checked) {
        TlsfRegion larger = new TlsfRegion(newStart, newBytes, checked, drawn);
        if (checked) {
            System.arraycopy(marks, 0, larger.marks, (int) ((first - larger.first) >>> GRANULE_SHIFT), marks.length);
        }
        return larger;
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
        return markOf(payload) != 0;
    }

    int markOf(long payload) {
        return marks[place(payload)] & LARGE;
    }

    /** Makes a block live, or notes its new size. */
    void mark(long payload, long granules) {
        marks[place(payload)] = markFor(granules);
    }

    void unmark(long payload) {
        marks[place(payload)] = 0;
    }

    static byte markFor(long granules) {
        return (byte) Math.min(granules, LARGE);
    }

    private int place(long payload) {
        return (int) ((payload - firstPayload()) >>> GRANULE_SHIFT);
    }
}
