package org.allotment.core.buddy;

/**
 * How many bytes were requested for each live block.
 *
 * <p>A block of 2^k units owns the entries of its units. One entry is as wide as one unit's size needs, so the entries
 * of a block have room for the size of that block; the number is written there, lowest byte first.
 */
final class RequestedSizes {
    private static final int BITS = Byte.SIZE;

    private final byte[] entries;
    private final int width;

    RequestedSizes(long units, int unitShift) {
        width = bytesFor(unitShift);
        entries = new byte[Math.toIntExact(units * width)];
    }

    /** Most units that one array has entries for. */
    static long mostUnits(int unitShift) {
        return ((long) Integer.MAX_VALUE - BITS) / bytesFor(unitShift);
    }

    /** Bytes for any number below 2^shift. */
    private static int bytesFor(int shift) {
        return (shift + BITS - 1) / BITS;
    }

    /** Notes the requested bytes of a block, from 1 to its size. */
    void set(long unit, int shift, long size) {
        int place = (int) unit * width;
        long rest = size - 1;
        for (int i = 0; i < bytesFor(shift); i++) {
            entries[place + i] = (byte) rest;
            rest >>>= BITS;
        }
    }

    long get(long unit, int shift) {
        int place = (int) unit * width;
        long size = 0;
        for (int i = bytesFor(shift) - 1; i >= 0; i--) {
            size = (size << BITS) | (entries[place + i] & 0xFF);
        }
        return size + 1;
    }

    void insertAll(RequestedSizes other, long fromUnit) {
        System.arraycopy(other.entries, 0, entries, (int) fromUnit * width, other.entries.length);
    }

    long heapBytes() {
        return entries.length;
    }
}
