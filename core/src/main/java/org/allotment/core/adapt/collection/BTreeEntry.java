package org.allotment.core.adapt.collection;

import java.nio.ByteOrder;
import org.allotment.core.Allocator;
import org.allotment.core.memory.RawAccess;
import org.jspecify.annotations.Nullable;

/**
 * One entry outside of a node: a key that is sought, or an entry on its way from one node to another.
 *
 * <p>Keys are ordered as their bytes are, unsigned, and a key before those it is the beginning of. Eight bytes at a
 * time are compared as big-endian numbers with zeroes behind the key's end. When two keys are equal in that form their
 * lengths decide: the shorter one is then the beginning of the longer one.
 */
final class BTreeEntry {
    private static final boolean LITTLE_ENDIAN = ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN;
    private static final int INLINE_BYTES = 16;

    private long high;
    private long low;
    private long address;
    private long value;
    private int length;
    /** The key while it is only sought and lies on the Java heap; null when it lies at the address. */
    private byte @Nullable [] bytes;

    /** Becomes a key in off-heap memory whose block is a multiple of eight bytes. */
    void seek(long keyAddress, int keyLength) {
        bytes = null;
        address = keyAddress;
        length = keyLength;
        high = word(0);
        low = word(Long.BYTES);
    }

    void seek(byte[] key) {
        bytes = key;
        address = Allocator.NULL;
        length = key.length;
        high = word(0);
        low = word(Long.BYTES);
    }

    int length() {
        return length;
    }

    /** Makes the key that was sought an entry to be stored. */
    void become(long keyAddress, long newValue) {
        bytes = null;
        address = keyAddress;
        value = newValue;
    }

    void load(long entry) {
        high = RawAccess.getLong(entry + BTreeLayout.HIGH);
        low = RawAccess.getLong(entry + BTreeLayout.LOW);
        address = RawAccess.getLong(entry + BTreeLayout.KEY);
        value = RawAccess.getLong(entry + BTreeLayout.VALUE);
        length = RawAccess.getInt(entry + BTreeLayout.LENGTH);
    }

    void store(long entry) {
        RawAccess.putLong(entry + BTreeLayout.HIGH, high);
        RawAccess.putLong(entry + BTreeLayout.LOW, low);
        RawAccess.putLong(entry + BTreeLayout.KEY, address);
        RawAccess.putLong(entry + BTreeLayout.VALUE, value);
        RawAccess.putInt(entry + BTreeLayout.LENGTH, length);
    }

    /** Compares this key with that of an entry in a node. */
    int compareTo(long entry) {
        long otherHigh = RawAccess.getLong(entry + BTreeLayout.HIGH);
        return high != otherHigh ? Long.compareUnsigned(high, otherHigh) : compareRest(entry);
    }

    private int compareRest(long entry) {
        int order = Long.compareUnsigned(low, RawAccess.getLong(entry + BTreeLayout.LOW));
        int otherLength = BTreeLayout.length(entry);
        int common = Math.min(length, otherLength);
        if (order == 0 && common > INLINE_BYTES) {
            long other = BTreeLayout.key(entry);
            for (int from = INLINE_BYTES; order == 0 && from < common; from += Long.BYTES) {
                order = Long.compareUnsigned(word(from), word(other, otherLength, from));
            }
        }
        return order != 0 ? order : Integer.compare(length, otherLength);
    }

    private long word(int from) {
        byte[] heap = bytes;
        return heap == null ? word(address, length, from) : word(heap, from);
    }

    /** Up to eight bytes of a key; the read stays in its block, whose size is a multiple of eight. */
    private static long word(long address, int length, int from) {
        int rest = length - from;
        if (rest <= 0) {
            return 0;
        }
        long word = RawAccess.getLong(address + from);
        long bigEndian = LITTLE_ENDIAN ? Long.reverseBytes(word) : word;
        return rest >= Long.BYTES ? bigEndian : bigEndian & -1L << (Long.SIZE - Byte.SIZE * rest);
    }

    private static long word(byte[] key, int from) {
        long word = 0;
        int end = Math.min(key.length, from + Long.BYTES);
        for (int i = from; i < end; i++) {
            word |= (key[i] & 0xFFL) << (Long.SIZE - Byte.SIZE * (i - from + 1));
        }
        return word;
    }
}
