package org.allotment.stress.campaign.shared;

import org.allotment.core.memory.RawAccess;

/** Contents that tell one block from every other: all words, and the bytes that are no whole word. */
final class Pattern {
    static final long WHOLE = -1;

    private static final long SPREAD = 0x9E3779B97F4A7C15L;

    private Pattern() {}

    private static long word(long stamp, long offset) {
        return (stamp ^ offset) * SPREAD;
    }

    static void write(long address, long size, long stamp) {
        long offset = 0;
        for (; offset + Long.BYTES <= size; offset += Long.BYTES) {
            RawAccess.putLong(address + offset, word(stamp, offset));
        }
        for (; offset < size; offset++) {
            RawAccess.putByte(address + offset, (byte) word(stamp, offset));
        }
    }

    /** The first offset that differs, or {@link #WHOLE}; whole words only count up to a length that is one. */
    static long firstWrong(long address, long size, long written, long stamp) {
        long words = Math.min(size, written & -Long.BYTES) & -Long.BYTES;
        long offset = 0;
        for (; offset < words; offset += Long.BYTES) {
            if (RawAccess.getLong(address + offset) != word(stamp, offset)) {
                return offset;
            }
        }
        boolean tail = words == (written & -Long.BYTES);
        for (; tail && offset < size; offset++) {
            if (RawAccess.getByte(address + offset) != (byte) word(stamp, offset)) {
                return offset;
            }
        }
        return WHOLE;
    }
}
